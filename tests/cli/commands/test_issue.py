"""`mica issue`: nothing leaves unsigned, unsound or unread."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mica.cli.commands.issue import check_readback, fault_lines, faults, with_issuer
from mica.cli.ends import Ends
from mica.cli.errors import CannotRun
from mica.cli.look import Look
from mica.cli.root import root
from mica.vc import keyring
from mica.vc.keyring import Keyring
from mica.vc.keys import KeyType
from mica.vc.report import Verdict
from mica.vc.resolve import Shelf, nothing
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests import cast
from tests.cast import NOW, PROVIDER

PASSPHRASE = "correct horse battery"
WEB = "did:web:harbour.example"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """A key ring's file, made once: sealing takes its time by design."""
    made = keyring.new(keyring.DID_KEY, PASSPHRASE, NOW, kind=KeyType.ED25519)
    return json.dumps(made.as_json()).encode()


@pytest.fixture
def mica(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bytes) -> Run:
    """Runs `mica …` in a folder with a key ring and an example."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICA_KEY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("COLUMNS", "80")
    run: Run = lambda *words, **more: CliRunner().invoke(root, words, **more)  # noqa: E731
    Path("school.keys").write_bytes(sealed)
    Path("badge.json").write_text(run("issue", "--example").stdout, encoding="utf-8")
    return run


def ring(name: str = "school.keys") -> Keyring:
    return keyring.read(Path(name).read_bytes())


def example() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path("badge.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize(
    "form",
    [(), ("--as", "proof"), ("--as", "jwt"), ("--as", "jose"), ("--suite", "eddsa-jcs-2022")],
)
def test_what_is_issued_is_valid(mica: Run, form: tuple[str, ...]) -> None:
    issued = mica("issue", "badge.json", "--keys", "school.keys", *form)

    assert (issued.exit_code, issued.stderr) == (Ends.WELL, "")
    assert mica("verify", "-q", "--offline", "-", input=issued.stdout_bytes).stdout == "valid\n"


@pytest.mark.parametrize(
    ("kind", "suite"),
    [("Ed25519", "eddsa-rdfc-2022"), ("P-256", "ecdsa-rdfc-2019"), ("P-384", "ecdsa-rdfc-2019")],
)
def test_the_suite_follows_from_the_key(mica: Run, kind: str, suite: str) -> None:
    mica("keys", "new", "a.keys", "--type", kind)
    proof = json.loads(mica("issue", "badge.json", "--keys", "a.keys").stdout)["proof"]

    assert (proof["cryptosuite"], proof["verificationMethod"]) == (suite, ring("a.keys").current.id)


def test_a_suite_that_the_key_does_not_serve_is_refused(mica: Run) -> None:
    done = mica("issue", "badge.json", "--keys", "school.keys", "--suite", "ecdsa-jcs-2019")

    assert (done.exit_code, done.stdout) == (Ends.FAILED, "")
    assert done.stderr == "Error: A key of type Ed25519 does not serve ecdsa-jcs-2019.\n"


def test_a_suite_is_no_matter_of_a_jwt(mica: Run) -> None:
    words = ("--as", "jwt", "--suite", "eddsa-jcs-2022")
    done = mica("issue", "badge.json", "--keys", "school.keys", *words)

    assert (done.exit_code, done.stdout) == (Ends.UNUSABLE, "")


def test_the_active_key_of_a_rotated_ring_signs(mica: Run) -> None:
    mica("keys", "new", "web.keys", "--controller", WEB)
    mica("keys", "rotate", "web.keys")
    issued = mica("issue", "badge.json", "--keys", "web.keys")
    published = json.dumps(keyring.did_document(ring("web.keys"))).encode()
    shelf = Shelf({"https://harbour.example/.well-known/did.json": published})

    assert json.loads(issued.stdout)["issuer"]["id"] == WEB
    assert json.loads(issued.stdout)["proof"]["verificationMethod"] == f"{WEB}#key-2"
    report = judge(issued.stdout_bytes, Setting(shelf, cast.NOW.replace(year=2100), STANDARDS))
    assert report.verdict is Verdict.VALID


def test_the_example_is_sound_and_names_no_issuer(mica: Run) -> None:
    first, second = example(), json.loads(mica("issue", "--example").stdout)

    assert "id" not in first["issuer"]
    assert faults(with_issuer(first, PROVIDER.did)) == []
    assert first["id"] != second["id"]


@pytest.mark.parametrize("issuer", [None, {"type": ["Profile"], "name": "A"}, "own", {"id": "own"}])
def test_the_issuer_is_filled_in_and_never_replaced(issuer: Any) -> None:
    expected = {**issuer, "id": "own"} if isinstance(issuer, dict) else "own"

    assert with_issuer({"issuer": issuer}, "own") == {"issuer": expected}


@pytest.mark.parametrize(
    "issuer", ["did:web:other.example", {"id": "did:web:other.example"}, 7, ""]
)
def test_nobody_signs_in_the_name_of_another(mica: Run, issuer: Any) -> None:
    Path("other.json").write_text(json.dumps({**example(), "issuer": issuer}), encoding="utf-8")
    done = mica("issue", "other.json", "--keys", "school.keys")

    assert (done.exit_code, done.stdout) == (Ends.UNUSABLE, "")
    assert done.stderr.startswith("Error: The credential names the issuer ")


def test_all_faults_are_listed_with_their_places(mica: Run) -> None:
    document = example()
    del document["validFrom"], document["credentialSubject"]["achievement"]["criteria"]
    document["validUntil"] = "tomorrow"
    Path("bad.json").write_text(json.dumps(document), encoding="utf-8")
    done = mica("issue", "bad.json", "--keys", "school.keys")
    lines = done.stderr.splitlines()

    assert (done.exit_code, done.stdout) == (Ends.FAILED, "")
    assert lines[0] == "bad.json was not signed. Put right 3 things first:"
    assert [line.split(":")[0] for line in lines if line.startswith("  ✗")] == [
        "  ✗ /credentialSubject/achievement/criteria",
        "  ✗ /validFrom",
        "  ✗ /validUntil",
    ]


def test_a_document_with_faults_asks_for_no_passphrase(
    mica: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MICA_KEY_PASSPHRASE")
    done = mica("issue", "-", "--keys", "school.keys", input=b"{}")

    assert done.exit_code == Ends.FAILED
    assert done.stderr.startswith("It was not signed. Put right ")


def test_terminal_escape_injection_through_a_draft(mica: Run) -> None:
    document = {**example(), "\x1b[2J": 1, "validUntil": "\x1b[2J\u202e"}
    lines = fault_lines(Path("\x1b.json"), faults(document), Look())

    assert "\x1b" not in "".join(lines)
    assert "\u202e" not in "".join(lines)
    done = mica(
        "issue", "-", "--keys", "school.keys", input=json.dumps({**example(), "\x1b[2J": 1})
    )
    assert "\x1b" not in done.stderr


def test_an_unknown_context_is_undecided(mica: Run) -> None:
    document = example()
    document["@context"].append("https://harbour.example/context")
    done = mica("issue", "-", "--keys", "school.keys", input=json.dumps(document))

    assert (done.exit_code, done.stdout) == (Ends.UNDECIDED, "")


def test_a_wrong_passphrase_signs_nothing(mica: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICA_KEY_PASSPHRASE", "wrong horse battery")
    done = mica("issue", "badge.json", "--keys", "school.keys", "--out", "signed.json")

    assert (done.exit_code, done.stdout) == (Ends.FAILED, "")
    assert sorted(path.name for path in Path().iterdir()) == ["badge.json", "school.keys"]


def test_a_file_is_replaced_only_by_force(mica: Run) -> None:
    words = ("issue", "badge.json", "--keys", "school.keys", "--out", "signed.json")
    assert mica(*words).stderr == "Written to signed.json.\n"
    before = Path("signed.json").read_bytes()
    again = mica(*words)

    assert again.exit_code == Ends.UNUSABLE
    assert again.stderr == (
        "Error: signed.json exists already; choose another name, or say --force.\n"
    )
    assert Path("signed.json").read_bytes() == before
    assert mica(*words, "--force").exit_code == Ends.WELL


@pytest.mark.parametrize(
    "words", [(), ("badge.json",), ("--keys", "school.keys"), ("badge.json", "--keys", "absent")]
)
def test_a_slip_is_unusable(mica: Run, words: tuple[str, ...]) -> None:
    assert mica("issue", *words).exit_code == Ends.UNUSABLE


def test_what_does_not_verify_is_not_handed_out(mica: Run) -> None:
    mica("keys", "new", "web.keys", "--controller", WEB)
    issued = mica("issue", "badge.json", "--keys", "web.keys").stdout
    check_readback(issued, ring("web.keys"), NOW)
    for text in (issued.replace("Beekeeping", "Brainkeeping"), json.dumps(example())):
        with pytest.raises(CannotRun) as caught:
            check_readback(text, ring("web.keys"), NOW)
        assert caught.value.code == "readback-failed"


def test_a_signed_credential_can_be_signed_by_nobody_else(mica: Run) -> None:
    issued = mica("issue", "badge.json", "--keys", "school.keys").stdout
    mica("keys", "new", "other.keys")
    done = mica("issue", "-", "--keys", "other.keys", input=issued)

    assert done.exit_code == Ends.UNUSABLE
    assert judge(issued.encode(), Setting(nothing, NOW.replace(year=2100))).verdict is Verdict.VALID
