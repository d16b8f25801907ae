"""Real files of others, with the outcome that their makers mean.

The table is that of the shared data's EXPECTED.md. Without a network nothing may be decided that
would need one; with the makers' own key documents and status lists at hand, everything is.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from mica.vc import bake, documents, jose
from mica.vc.report import Report, Verdict
from mica.vc.resolve import Resolve, Shelf, nothing
from tests.cast import findings, judged

FIXTURES = "https://digitalcredentials.github.io/vc-test-fixtures"
VALID, INVALID, UNDECIDED = Verdict.VALID, Verdict.INVALID, Verdict.UNDECIDED


def load(path: Path) -> Any:
    data = path.read_bytes()
    text = bake.unbake(data) if bake.is_image(data) else data.decode()
    return jose.parse(text) if jose.is_compact(text) else documents.read(text)


def report_on(path: Path, resolve: Resolve = nothing) -> Report:
    return judged(load(path), resolve)


# 1EdTech, Open Badges 3.0

OFFLINE = {
    "simple.json": (UNDECIDED, {"offline": "undecided"}),
    "simple-context-version.json": (UNDECIDED, {"offline": "undecided"}),
    "simple-multiple-proofs.json": (UNDECIDED, {"offline": "undecided"}),
    "simple-json.png": (UNDECIDED, {"offline": "undecided"}),
    "simple-json.svg": (UNDECIDED, {"offline": "undecided"}),
    "simple-did-key-method.json": (UNDECIDED, {"key-not-tied": "undecided"}),
    "simple_v1.json": (UNDECIDED, {"offline": "undecided"}),
    "simple-eddsa-2022.json": (UNDECIDED, {"suite-unknown": "undecided"}),
    "credential-status-revoked.json": (UNDECIDED, {"offline": "undecided"}),
    "simple-err-expired.json": (INVALID, {"offline": "undecided", "expired": "failed"}),
    "simple-err-issued.json": (
        INVALID,
        {"member-missing": "failed", "offline": "undecided", "not-yet-valid": "failed"},
    ),
    "simple-noproof.json": (INVALID, {"member-missing": "failed", "proof-missing": "failed"}),
}
AGAINST_THE_RULES = {
    "simple-err-context.json": "/@context",
    "simple-err-type.json": "/type",
    "simple-err-issuer.json": "/issuer",
    "simple-err-credential-subject-type.json": "/credentialSubject/type",
}


@pytest.mark.parametrize("name", OFFLINE)
def test_open_badge_without_a_network(name: str, shared_data: Path) -> None:
    report = report_on(shared_data / "credentials/1edtech/ob30" / name)
    assert (report.verdict, findings(report)) == OFFLINE[name]


@pytest.mark.parametrize("name", AGAINST_THE_RULES)
def test_open_badge_against_the_rules_is_refused(name: str, shared_data: Path) -> None:
    report = report_on(shared_data / "credentials/1edtech/ob30" / name)
    assert report.verdict is INVALID
    pointers = {str(c.data.get("pointer")) for c in report.checks if c.outcome == "failed"}
    assert any(pointer.startswith(AGAINST_THE_RULES[name]) for pointer in pointers)


def key_documents(document: Any) -> Shelf:
    """The https issuer's document, listing each key that stands as the fragment of its URL."""
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    pages: dict[str, Any] = {}
    for proof in proofs:
        name = proof.get("verificationMethod", "")
        home, _, multikey = name.partition("#")
        page = pages.setdefault(home, {"id": home, "assertionMethod": []})
        method = {"id": name, "type": "Multikey", "controller": home}
        if method["id"] not in [one["id"] for one in page["assertionMethod"]]:
            page["assertionMethod"].append({**method, "publicKeyMultibase": multikey})
    return Shelf({url: json.dumps(page).encode() for url, page in pages.items()})


@pytest.mark.parametrize(
    "name",
    [
        "simple.json",
        "simple-context-version.json",
        "simple-multiple-proofs.json",
        "simple_v1.json",
        "simple-json.png",
        "simple-json.svg",
    ],
)
def test_open_badge_with_its_key_at_hand_is_valid(name: str, shared_data: Path) -> None:
    path = shared_data / "credentials/1edtech/ob30" / name
    report = report_on(path, key_documents(load(path)))
    assert (findings(report), report.verdict) == ({}, VALID)


def test_open_badge_with_a_broken_signature_is_refused(shared_data: Path) -> None:
    path = shared_data / "credentials/1edtech/ob30/simple-err-proof-value.json"
    assert report_on(path, key_documents(load(path))).verdict is INVALID


@pytest.mark.parametrize("name", ["simple.jwt", "simple-jwt.png"])
def test_open_badge_as_jwt_without_a_key_at_hand_is_never_valid(
    name: str, shared_data: Path
) -> None:
    report = report_on(shared_data / "credentials/1edtech/ob30" / name)
    assert report.verdict is not VALID


# Digital Credentials Consortium

NEVER_VALID = ("expired", "revoked")
MISSING_CONTEXT = ("oldDCCExample",)


def dcc_files(shared: Path) -> list[Path]:
    """The JSON files; the pictures beside them are QR codes and carry nothing baked."""
    return sorted((shared / "credentials/dcc/verifiableCredentials").rglob("*.json"))


def dcc_shelf(shared: Path) -> Shelf:
    home = shared / "credentials/dcc"
    lists = {p for p in (home / "statusLists").rglob("*") if p.is_file()}
    pages = {f"{FIXTURES}/{path.relative_to(home)}": path.read_bytes() for path in lists}
    for name in ("legacy", "oidf"):
        pages[f"{FIXTURES}/dids/{name}/did.json"] = (home / "dids" / name / "did.json").read_bytes()
    return Shelf(pages)


def test_every_dcc_file_means_what_its_name_says(shared_data: Path) -> None:
    resolve, found, expected = dcc_shelf(shared_data), {}, {}
    for path in dcc_files(shared_data):
        name = str(path.relative_to(shared_data))
        found[name] = report_on(path, resolve).verdict
        unknown = any(part in name for part in MISSING_CONTEXT)
        bad = any(part in path.name.partition("-")[2] for part in NEVER_VALID)
        expected[name] = UNDECIDED if unknown else INVALID if bad else VALID
    assert len(found) == 29
    assert found == expected


def test_dcc_files_without_a_network_are_valid_only_where_they_need_none(shared_data: Path) -> None:
    found, expected = {}, {}
    for path in dcc_files(shared_data):
        name = str(path.relative_to(shared_data))
        found[name] = report_on(path).verdict
        needs = "didWeb" in name or ("Status-" in name and "noStatus" not in name)
        unknown = any(part in name for part in MISSING_CONTEXT)
        expected[name] = UNDECIDED if needs or unknown else VALID
        if "expired" in name:
            expected[name] = INVALID
    assert found == expected


@pytest.mark.parametrize("which", ["expired", "notYetValid", "tampered", "missingBitStringType"])
def test_bad_status_list_is_never_not_revoked(which: str, shared_data: Path) -> None:
    """The makers' bad lists, in the place of the good one that a good credential names."""
    home = shared_data / "credentials/dcc"
    bad = (home / "statusLists/didkey-ed25519Signature2020" / which).read_bytes()
    path = next(p for p in dcc_files(shared_data) if "didKey/mixedRegistry-valid" in str(p))
    document = load(path)
    report = judged(document, Shelf({document["credentialStatus"]["statusListCredential"]: bad}))
    assert report.verdict is UNDECIDED
    assert set(findings(report).values()) == {"undecided"}
