"""Who signed, attack by attack: keys, relations, sets and chains, JWTs."""

import json
from datetime import timedelta

import pytest

from mica.vc import jose
from mica.vc.multibase import base64url_encode
from mica.vc.report import Verdict
from mica.vc.resolve import Shelf
from tests.cast import (
    GOOD,
    NOW,
    OUTSIDER,
    PROVIDER,
    PROVIDER_P256,
    PROVIDER_P384,
    V2,
    WEB,
    WEB_URL,
    Actor,
    by_web,
    changed,
    credential,
    did_document,
    every_suite,
    findings,
    judged,
    shelf,
)

# who signed


@every_suite
def test_wrong_key_is_refused(actor: Actor, suite: str) -> None:
    signed = actor.signs(credential(actor), suite=suite)
    other = Actor(99, actor.key.public.type).signs(credential(actor), suite=suite)
    forged = changed(signed, "/proof/proofValue", other["proof"]["proofValue"])
    assert findings(judged(forged)) == {"signature-broken": "failed"}


def test_signed_by_somebody_else_in_the_name_of_the_issuer_is_refused() -> None:
    assert findings(judged(OUTSIDER.signs(credential(PROVIDER)))) == {"key-not-of-issuer": "failed"}


def test_unsigned_is_refused() -> None:
    assert findings(judged(credential())) == {"proof-missing": "failed"}


def test_an_empty_list_of_proofs_is_refused() -> None:
    assert "proof-missing" in findings(judged(credential(proof=[])))


def test_wrong_purpose_is_refused() -> None:
    options = {"purpose": "authentication"}
    forged = changed(GOOD, "/proof/proofPurpose", options["purpose"])
    assert findings(judged(forged)) == {"wrong-purpose": "failed", "signature-broken": "failed"}


def test_swapped_proof_is_refused() -> None:
    other = PROVIDER.signs(credential(name="Baking for beginners"))
    assert findings(judged({**GOOD, "proof": other["proof"]})) == {"signature-broken": "failed"}


def test_proof_of_another_document_by_the_same_issuer_is_refused() -> None:
    other = PROVIDER.signs(credential(id="urn:uuid:00000000-0000-4000-8000-000000000000"))
    assert findings(judged({**credential(), "proof": other["proof"]})) == {
        "signature-broken": "failed"
    }


def test_key_not_in_the_relation_is_refused() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[])
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-not-for-purpose": "failed"}


def test_key_only_for_authentication_is_refused() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[], authentication=[f"{WEB}#key-1"])
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-not-for-purpose": "failed"}


def test_key_not_listed_is_refused() -> None:
    document = did_document(PROVIDER, WEB, verificationMethod=[], assertionMethod=[])
    assert findings(judged(by_web(), shelf(**{WEB_URL: document}))) == {"key-not-listed": "failed"}


@pytest.mark.parametrize(
    ("member", "code"), [("expires", "key-expired"), ("revoked", "key-revoked")]
)
def test_expired_key_document_is_refused(member: str, code: str) -> None:
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0][member] = "2026-01-01T00:00:00Z"
    assert findings(judged(by_web(), shelf(**{WEB_URL: document}))) == {code: "failed"}


def test_key_of_another_controller_is_refused() -> None:
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0]["controller"] = OUTSIDER.did
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-of-another-controller": "failed"}


def test_exchanged_key_in_the_key_document_is_refused() -> None:
    report = judged(by_web(), shelf(**{WEB_URL: did_document(OUTSIDER, WEB)}))
    assert findings(report) == {"signature-broken": "failed"}


def test_unreachable_key_document_is_undecided() -> None:
    report = judged(by_web())
    assert findings(report) == {"offline": "undecided"}
    assert report.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "page", [b"<html>busy</html>", b"", b"[]", b'{"id": 1}', b'{"id": "did:web:other.example"}']
)
def test_broken_key_document_is_undecided(page: bytes) -> None:
    report = judged(by_web(), Shelf({WEB_URL: page}))
    assert report.verdict is Verdict.UNDECIDED


def test_did_key_with_the_fragment_of_another_key_is_refused() -> None:
    forged = changed(GOOD, "/proof/verificationMethod", f"{PROVIDER.did}#{OUTSIDER.method[-48:]}")
    assert findings(judged(forged)) == {"key-not-listed": "failed"}


def test_issuer_that_cannot_have_keys_is_undecided() -> None:
    issuer = {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33", "type": ["Profile"]}
    assert findings(judged(PROVIDER.signs(credential(issuer=issuer)))) == {
        "key-not-tied": "undecided"
    }


def test_unknown_suite_alone_is_undecided() -> None:
    forged = changed(GOOD, "/proof/cryptosuite", "quantum-2099")
    assert findings(judged(forged)) == {"suite-unknown": "undecided"}


def test_unknown_suite_beside_a_good_proof_is_told() -> None:
    stranger = {**GOOD["proof"], "cryptosuite": "quantum-2099"}
    signed = {**GOOD, "proof": [GOOD["proof"], stranger]}
    report = judged(signed)
    assert report.verdict is Verdict.VALID
    assert [c.code for c in report.checks if not c.decides] == ["suite-unknown"]


def test_one_broken_proof_of_a_set_is_refused() -> None:
    signed = PROVIDER.signs(GOOD)
    forged = changed(signed, "/proof/1/created", "2026-06-01T12:00:01Z")
    assert findings(judged(forged)) == {"signature-broken": "failed"}


def test_expired_proof_is_refused() -> None:
    signed = PROVIDER.signs(credential(), expires="2026-06-01T12:30:00Z")
    assert judged(signed).verdict is Verdict.VALID
    late = judged(signed, now=NOW + timedelta(hours=1))
    assert findings(late) == {"proof-expired": "failed"}


# sets and chains


def test_a_set_of_proofs_is_valid() -> None:
    assert judged(PROVIDER.signs(PROVIDER.signs(credential()))).verdict is Verdict.VALID


def test_a_chain_of_proofs_is_valid_and_breaks_with_its_first_link() -> None:
    first = PROVIDER.signs(credential(), id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    chained = PROVIDER.signs(first, previousProof="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    assert judged(chained).verdict is Verdict.VALID
    without = {**chained, "proof": chained["proof"][1]}
    assert findings(judged(without)) == {"previous-proof-missing": "failed"}
    again = changed(chained, "/proof/0/created", "2026-06-01T12:00:01Z")
    assert set(findings(judged(again)).values()) == {"failed"}


def test_proof_that_names_itself_as_previous_is_refused() -> None:
    forged = changed(GOOD, "/proof/id", "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    forged = changed(forged, "/proof/previousProof", forged["proof"]["id"])
    assert findings(judged(forged)) == {"previous-proof-missing": "failed"}


# JWT


@pytest.mark.parametrize(
    "actor", [PROVIDER, PROVIDER_P256, PROVIDER_P384], ids=lambda a: a.key.public.type
)
def test_a_good_jwt_is_valid(actor: Actor) -> None:
    from_profile = jose.parse(actor.signs_jwt(credential(actor)))
    assert findings(judged(from_profile)) == {}
    assert judged(from_profile).verdict is Verdict.VALID


def test_a_jwt_signed_by_somebody_else_is_refused() -> None:
    signed = jose.parse(OUTSIDER.signs_jwt(credential(PROVIDER)))
    assert findings(judged(signed)) == {"key-not-of-issuer": "failed"}


def test_an_enveloped_credential_is_valid() -> None:
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + PROVIDER.signs_jose(credential()),
    }
    assert findings(judged(envelope)) == {}


@pytest.mark.parametrize(
    ("alg", "finding"),
    [
        ("none", {"alg-none": "failed"}),
        ("NoNe", {"alg-none": "failed"}),
        ("HS256", {"alg-shared-secret": "failed"}),
        ("RS512", {"offline": "undecided"}),
        ("AlgOfTomorrow", {"offline": "undecided"}),
    ],
)
def test_an_algorithm_is_judged_even_where_the_key_cannot_be_had(
    alg: str, finding: dict[str, str]
) -> None:
    header = {"alg": alg, "kid": f"{WEB}#key-1"}
    parts = (json.dumps(header).encode(), json.dumps(credential()).encode(), b"0" * 64)
    forged = ".".join(map(base64url_encode, parts))
    report = judged(jose.parse(forged))
    assert findings(report) == finding
    assert "algorithm-known" not in [check.code for check in report.checks]


@pytest.mark.parametrize("controller", [[], {}, 5, True])
def test_a_key_document_with_a_malformed_controller_is_undecided(controller: object) -> None:
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0]["controller"] = controller
    found = findings(judged(by_web(), shelf(**{WEB_URL: document})))
    assert found == {"key-document-unusable": "undecided"}
