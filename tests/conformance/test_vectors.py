"""The specifications' own vectors: every intermediate value, every signature, both ways."""

import json
from pathlib import Path
from typing import Any

import pytest

from mica.vc import multibase
from mica.vc.canonical import canonicalize, jcs
from mica.vc.canonical.labour import Labour
from mica.vc.keys import KeyType, PublicKey, SigningKey
from mica.vc.proofs import data_integrity
from mica.vc.report import Verdict
from tests.cast import CONTEXTS, NOW, findings, judged, shelf

EDDSA, ECDSA = "vc-di-eddsa", "vc-di-ecdsa"
CASES = {
    f"{EDDSA}/eddsa-rdfc-2022": "DataInt",
    f"{EDDSA}/eddsa-rdfc-2022/employ": "DataInt",
    f"{EDDSA}/eddsa-jcs-2022": "JCS",
    f"{EDDSA}/Ed25519Signature2020": "EdSig",
    f"{ECDSA}/ecdsa-rdfc-2019-p256": "ECDSAP256",
    f"{ECDSA}/ecdsa-rdfc-2019-p384": "ECDSAP384",
    f"{ECDSA}/ecdsa-rdfc-2019-p256/employ": "ECDSAP256",
    f"{ECDSA}/ecdsa-rdfc-2019-p384/employ": "ECDSAP384",
    f"{ECDSA}/ecdsa-jcs-2019-p256": "JCSECDSAP256",
    f"{ECDSA}/ecdsa-jcs-2019-p384": "JCSECDSAP384",
}
SETS = [f"signedProof{kind}{number}.json" for kind in ("Set", "Chain") for number in (1, 2)]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def seed(multikey: str) -> bytes:
    """The Ed25519 seed in the vectors' `privateKeyMultibase` (two bytes of codec before it)."""
    return multibase.decode(multikey)[2:]


def with_issuer_document(document: Any) -> Any:
    """A resolver that knows the vectors' https issuer and lets it own the keys that signed."""
    issuer = document["issuer"]
    issuer = issuer if isinstance(issuer, str) else issuer["id"]
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    methods = [
        {
            "id": f"{issuer}#{i}",
            "type": "Multikey",
            "controller": issuer,
            "publicKeyMultibase": proof["verificationMethod"].rpartition("#")[2],
        }
        for i, proof in enumerate(proofs)
    ]
    return shelf(**{issuer: {"id": issuer, "assertionMethod": methods}})


@pytest.mark.parametrize("case", CASES)
def test_vector_holds_with_every_intermediate_value(case: str, shared_data: Path) -> None:
    place, tail = shared_data / "vectors" / case, CASES[case]
    signed = read(place / f"signed{tail}.json")
    proof = signed["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    secured = data_integrity.secured_by(signed, proof)
    key = PublicKey.from_multikey(proof["verificationMethod"].rpartition("#")[2])
    suite = data_integrity.suite_of(proof)
    hashed = suite.hash_data(secured, options, key.type, CONTEXTS, Labour())
    if "jcs" in case:
        canonical = jcs.canonicalize(secured)
    else:
        algorithm = "sha384" if key.type is KeyType.P384 else "sha256"
        canonical = canonicalize(secured, CONTEXTS, algorithm=algorithm)
    assert canonical.decode() == (place / f"canonDoc{tail}.txt").read_text(encoding="utf-8")
    assert hashed.hex() == (place / f"combinedHash{tail}.txt").read_text(encoding="utf-8").strip()
    assert data_integrity.holds(signed, proof, key, CONTEXTS)


@pytest.mark.parametrize("case", [case for case in CASES if "employ" not in case])
def test_vector_is_valid_with_its_issuers_document(case: str, shared_data: Path) -> None:
    signed = read(shared_data / "vectors" / case / f"signed{CASES[case]}.json")
    assert judged(signed, with_issuer_document(signed)).verdict is Verdict.VALID


@pytest.mark.parametrize("case", [case for case in CASES if "employ" in case])
def test_vector_signed_with_a_key_that_is_not_its_issuers_is_refused(
    case: str, shared_data: Path
) -> None:
    """They name one did:key as issuer and are signed with another, to show a signature alone."""
    signed = read(shared_data / "vectors" / case / f"signed{CASES[case]}.json")
    assert findings(judged(signed)) == {"key-not-of-issuer": "failed"}


@pytest.mark.parametrize("case", [case for case in CASES if case.startswith(EDDSA)][:3])
def test_mica_signs_the_vector_to_the_byte(case: str, shared_data: Path) -> None:
    """Ed25519 is deterministic, so the same key over the same document gives the same proof."""
    signed = read(shared_data / "vectors" / case / f"signed{CASES[case]}.json")
    pair = read(shared_data / "vectors" / EDDSA / "keyPair.json")
    key = SigningKey.from_secret(KeyType.ED25519, seed(pair["privateKeyMultibase"]))
    options = {name: value for name, value in signed["proof"].items() if name != "proofValue"}
    bare = {name: value for name, value in signed.items() if name != "proof"}
    assert data_integrity.add_proof(bare, options, key, CONTEXTS) == signed


@pytest.mark.parametrize("name", SETS)
def test_set_or_chain_is_valid(name: str, shared_data: Path) -> None:
    signed = read(shared_data / "vectors" / EDDSA / "proof-set-chain" / name)
    report = judged(signed, with_issuer_document(signed), now=NOW)
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize("name", [name for name in SETS if "Chain" in name])
def test_chain_without_its_first_proof_is_refused(name: str, shared_data: Path) -> None:
    signed = read(shared_data / "vectors" / EDDSA / "proof-set-chain" / name)
    cut = {**signed, "proof": signed["proof"][1:]}
    assert judged(cut, with_issuer_document(signed)).verdict is Verdict.INVALID
