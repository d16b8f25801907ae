"""Make the vectors in tests/vectors, and let the peer judge them: `python -m tools.vectors`.

One folder a case: credential.json (or .jwt), pages.json with what stood at URLs, expected.json with
the moment, the verdict, what did not pass, and whether the peer accepts it. They let a stranger's
run test as much as ours, where neither the specifications' vectors nor the peer are at hand. ECDSA
signs with chance, so a new run makes other signatures.
"""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import peer
from mica.vc.report import Verdict
from tests import cast

HOME = Path(__file__).resolve().parent.parent / "tests" / "vectors"


@dataclass(frozen=True)
class Case:
    """A credential, what stands at URLs, what does not pass, and the verdict."""

    document: dict[str, Any] | str
    verdict: Verdict
    findings: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)


def cases() -> dict[str, Case]:
    """Every case by the name of its folder."""
    made = {
        f"{suite}-{actor.key.public.type.lower()}": Case(
            actor.signs(cast.credential(actor), suite=suite), Verdict.VALID
        )
        for actor, suite in cast.SUITES
    }
    good, provider = cast.GOOD, cast.PROVIDER
    first = provider.signs(cast.credential(), id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    chained = provider.signs(first, previousProof=first["proof"]["id"])
    listed = provider.signs(cast.with_status())
    web = {cast.WEB_URL: cast.did_document(provider, cast.WEB)}
    valid, invalid, undecided = Verdict.VALID, Verdict.INVALID, Verdict.UNDECIDED
    made |= {
        "proof-set": Case(provider.signs(good), valid),
        "proof-chain": Case(chained, valid),
        "proof-chain-cut": Case(
            {**chained, "proof": chained["proof"][1]}, invalid, {"previous-proof-missing": "failed"}
        ),
        "jwt-open-badges": Case(provider.signs_jwt(cast.credential()), valid),
        "jwt-jose-cose": Case(provider.signs_jose(cast.credential()), valid),
        "changed-name": Case(
            cast.changed(good, "/name", "Surgery"), invalid, {"signature-broken": "failed"}
        ),
        "in-anothers-name": Case(
            cast.OUTSIDER.signs(cast.credential()), invalid, {"key-not-of-issuer": "failed"}
        ),
        "unsigned": Case(cast.credential(), invalid, {"proof-missing": "failed"}),
        "expired": Case(
            provider.signs(cast.credential(validUntil="2026-02-01T00:00:00Z")),
            invalid,
            {"expired": "failed"},
        ),
        "not-revoked": Case(listed, valid, pages={cast.LIST_URL: cast.status_list()}),
        "revoked": Case(
            listed,
            invalid,
            {"status-revoked": "failed"},
            {cast.LIST_URL: cast.status_list(94567)},
        ),
        "status-unreachable": Case(listed, undecided, {"not-on-shelf": "undecided"}),
        "did-web": Case(cast.by_web(), valid, pages=web),
        "did-web-unreachable": Case(cast.by_web(), undecided, {"not-on-shelf": "undecided"}),
    }
    return made


def write(name: str, case: Case) -> Path:
    """Write one folder, and return the credential's file."""
    place = HOME / name
    place.mkdir(parents=True)
    text = case.document if isinstance(case.document, str) else json.dumps(case.document, indent=1)
    file = place / ("credential.jwt" if isinstance(case.document, str) else "credential.json")
    file.write_text(text + "\n", encoding="utf-8")
    if case.pages:
        (place / "pages.json").write_text(json.dumps(case.pages, indent=1) + "\n", encoding="utf-8")
    return file


def asked_of_peer(files: dict[str, Path]) -> dict[str, bool]:
    """What the peer says of each JSON file (it reads no JWT, no did:web and no status list)."""
    done = peer.run("verify.mjs", *map(str, files.values()))
    said = {line["file"]: line["verified"] for line in map(json.loads, done.stdout.splitlines())}
    return {name: said[str(file)] for name, file in files.items()}


def main() -> None:
    """Make them all anew."""
    shutil.rmtree(HOME, ignore_errors=True)
    made = cases()
    files = {name: write(name, case) for name, case in made.items()}
    said = asked_of_peer({name: file for name, file in files.items() if file.suffix == ".json"})
    for name, case in made.items():
        expected = {
            "now": cast.NOW.isoformat(),
            "verdict": case.verdict.value,
            "findings": case.findings,
            "peer": said.get(name),
        }
        text = json.dumps(expected, indent=1)
        (HOME / name / "expected.json").write_text(text + "\n", encoding="utf-8")
        print(f"{name:28} {case.verdict.value:10} peer: {said.get(name)}")


if __name__ == "__main__":
    main()
