"""Proofs by signature: swapped, nested, chained in circles, of two suites at once; and JWTs."""

import json
from datetime import timedelta
from typing import Any

import pytest

from mica.vc import jose, jwt, keys
from mica.vc.keys import SigningKey
from mica.vc.multibase import base64url_encode
from tests.attacks.hands import VALID, found, invalid, signed_blindly, undecided
from tests.cast import (
    GOOD,
    NOW,
    OUTSIDER,
    PROVIDER,
    PROVIDER_P256,
    WEB,
    WEB_URL,
    changed,
    credential,
    did_document,
    shelf,
)

JCS = PROVIDER.signs(credential(), suite="eddsa-jcs-2022")
FIRST = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"


# suites


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/proof/cryptosuite", "eddsa-jcs-2022"),
        ("/proof/type", "Ed25519Signature2020"),
        ("/proof/type", "https://w3id.org/security#DataIntegrityProof"),
        ("/proof/cryptosuite", "EDDSA-RDFC-2022"),
        ("/proof/cryptosuite", "ecdsa-rdfc-2019"),
        ("/proof/cryptosuite", None),
        ("/proof/cryptosuite", "Ed25519Signature2020"),
        ("/proof/proofValue", "u" + "A" * 86),
        ("/proof/proofValue", ""),
        ("/proof/proofValue", "z"),
        ("/proof/proofValue", None),
        ("/proof", {}),
        ("/proof", [[GOOD["proof"]]]),
        ("/proof", "z"),
        ("/proof", None),
        ("/proof", {"proof": GOOD["proof"]}),
        ("/proof", {**GOOD["proof"], "proof": GOOD["proof"]}),
        ("/proof", {**GOOD["proof"], "extra": 1}),
        ("/proof", {**GOOD["proof"], "domain": "employer.example"}),
        ("/proof", {**GOOD["proof"], "expires": "2099-01-01T00:00:00Z"}),
        ("/proof", {**GOOD["proof"], "id": FIRST}),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_proof_made_into_another_kind_is_never_valid(pointer: str, value: Any) -> None:
    assert found(changed(GOOD, pointer, value))[0] != "valid"


def test_a_proof_of_one_suite_with_the_type_of_another_is_undecided() -> None:
    forged = changed(GOOD, "/proof/type", "Ed25519Signature2020")
    del forged["proof"]["cryptosuite"]
    assert found(forged)[0] != "valid"
    both = changed(GOOD, "/proof", {**GOOD["proof"], "type": "Ed25519Signature2020"})
    assert found(both)[0] != "valid"


def test_an_unknown_proof_beside_the_outsiders_own_does_not_help() -> None:
    forged = OUTSIDER.signs(credential(PROVIDER))
    proofs = [forged["proof"], {**GOOD["proof"], "cryptosuite": "eddsa-2099"}]
    assert found({**forged, "proof": proofs}) == invalid("key-not-of-issuer")


def test_the_outsiders_proof_beside_the_issuers_is_refused() -> None:
    """Each proof that is known has to be the issuer's: a good one does not carry a stranger's."""
    assert found(OUTSIDER.signs(GOOD)) == invalid("key-not-of-issuer")


def test_a_good_proof_that_stands_deeper_inside_does_not_count() -> None:
    bare = {k: v for k, v in GOOD.items() if k != "proof"}
    deeper = {**bare["credentialSubject"], "proof": GOOD["proof"]}
    assert found({**bare, "credentialSubject": deeper}) == invalid("proof-missing")


def test_a_proof_inside_the_subject_is_signed_like_the_rest() -> None:
    inside = credential()
    inside["credentialSubject"]["proof"] = {**GOOD["proof"]}
    signed = signed_blindly(inside)
    assert "signature-broken" not in found(signed)[1]
    forged = changed(signed, "/credentialSubject/proof/created", "2020-01-01T00:00:00Z")
    assert found(forged)[1]["signature-broken"] == "failed"


# contexts in a proof


@pytest.mark.parametrize(
    "contexts", [[], ["https://www.w3.org/ns/credentials/v2"], "https://x.example/", None, [{}]]
)
def test_a_proof_over_json_with_other_contexts_is_never_valid(contexts: Any) -> None:
    assert found(changed(JCS, "/proof/@context", contexts))[0] != "valid"


def test_a_proof_over_json_without_its_contexts_is_broken() -> None:
    forged = {**JCS, "proof": {k: v for k, v in JCS["proof"].items() if k != "@context"}}
    assert found(forged) == invalid("signature-broken")


def test_contexts_put_before_those_that_were_signed_are_refused() -> None:
    did = "https://www.w3.org/ns/did/v1"
    before = {**JCS, "@context": [did, *JCS["@context"]]}
    assert found(before)[1]["proof-context-differs"] == "failed"
    fewer = {**JCS, "@context": JCS["@context"][:1]}
    assert found(fewer)[1]["proof-context-differs"] == "failed"


@pytest.mark.parametrize("member", ["grade", "https://x.example/grade"])
def test_a_member_added_under_a_proof_over_json_is_refused(member: str) -> None:
    assert found({**JCS, member: "A+"})[1]["signature-broken"] == "failed"


@pytest.mark.parametrize(("before", "after"), [(2.5, 2.50000001), (2.5, "2.5"), (2.5, True)])
def test_numbers_are_signed_to_the_last_digit(before: float, after: Any) -> None:
    assert JCS["credentialSubject"]["creditsEarned"] == before
    forged = changed(JCS, "/credentialSubject/creditsEarned", after)
    assert found(forged)[1]["signature-broken"] == "failed"


# chains


def test_proofs_that_build_on_one_another_in_a_circle_are_refused() -> None:
    one = {**GOOD["proof"], "id": "urn:x:1", "previousProof": "urn:x:2"}
    two = {**GOOD["proof"], "id": "urn:x:2", "previousProof": "urn:x:1"}
    assert found({**GOOD, "proof": [one, two]}) == invalid("signature-broken")


def test_two_proofs_with_one_id_do_not_stand_for_one_another() -> None:
    first = PROVIDER.signs(credential(), id=FIRST)
    chained = PROVIDER.signs(first, previousProof=FIRST)
    assert found(chained) == VALID
    stranger = {**OUTSIDER.signs(credential())["proof"], "id": FIRST}
    for proofs in ([*chained["proof"], stranger], [stranger, *chained["proof"]]):
        told = found({**chained, "proof": proofs})
        assert told[0] == "invalid"


def test_a_link_of_a_chain_exchanged_for_an_unknown_one_is_refused() -> None:
    first = PROVIDER.signs(credential(), id=FIRST)
    chained = PROVIDER.signs(first, previousProof=FIRST)
    forged = changed(chained, "/proof/0/cryptosuite", "eddsa-2099")
    assert found(forged) == invalid("signature-broken")


@pytest.mark.parametrize("previous", [[], [FIRST, "urn:x:y"], [7], {}, 7])
def test_an_odd_previous_proof_is_never_valid(previous: Any) -> None:
    first = PROVIDER.signs(credential(), id=FIRST)
    chained = PROVIDER.signs(first, previousProof=FIRST)
    assert found(changed(chained, "/proof/1/previousProof", previous))[0] != "valid"


# JWTs


SIGNED = PROVIDER.signs_jwt(credential())


def forged_header(token: str, **header: Any) -> str:
    """The same payload and signature under another header."""
    _, body, signature = token.split(".")
    return f"{base64url_encode(json.dumps(header).encode())}.{body}.{signature}"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", ["", "AAAA"])
def test_alg_none_is_refused(alg: str, signature: str) -> None:
    token = forged_header(SIGNED, alg=alg, typ="JWT", kid=PROVIDER.method)
    token = token.rpartition(".")[0] + "." + signature
    assert found(token) == invalid("alg-none")


@pytest.mark.parametrize("alg", ["ES256", "RS256", "PS256", "", "EdDSA "])
def test_another_algorithm_than_the_keys_is_refused(alg: str) -> None:
    """A public key taken for a key of another kind."""
    token = forged_header(SIGNED, alg=alg, typ="JWT", kid=PROVIDER.method)
    assert found(token) == invalid("alg-not-allowed")


@pytest.mark.parametrize("alg", ["HS256", "HS512"])
def test_a_public_key_taken_for_a_shared_secret_is_refused(alg: str) -> None:
    token = forged_header(SIGNED, alg=alg, typ="JWT", kid=PROVIDER.method)
    assert found(token) == invalid("alg-shared-secret")


def test_a_secret_made_of_the_public_key_signs_nothing() -> None:
    """The old confusion: HS256 with the bytes of the issuer's public key."""
    secret = {"kty": "oct", "k": base64url_encode(PROVIDER.key.public.raw)}
    token = forged_header(SIGNED, alg="HS256", typ="JWT", jwk=secret)
    assert found(token) == invalid("alg-shared-secret")


def test_a_key_in_the_header_must_be_the_issuers() -> None:
    token = jwt.sign_open_badge(credential(PROVIDER), OUTSIDER.key)
    assert found(token) == invalid("key-not-of-issuer")


def test_a_key_in_the_header_does_not_replace_the_one_that_is_named() -> None:
    payload = json.dumps(jwt.claims_for(credential())).encode()
    header = {"typ": "JWT", "kid": PROVIDER.method, "jwk": OUTSIDER.key.public.jwk}
    assert found(jose.sign(header, payload, OUTSIDER.key)) == invalid("jwk-mismatch")


@pytest.mark.parametrize(
    "kid",
    ["#key-1", "key-1", "../key-1", "file:///dev/null", "' OR 1=1", "", 7, None, ["a"], "\u202e"],
)
def test_a_crooked_kid_leads_to_the_issuers_keys_or_nowhere(kid: Any) -> None:
    named = credential(issuer={"id": WEB, "type": ["Profile"]})
    payload = json.dumps(jwt.claims_for(named)).encode()
    token = jose.sign({"typ": "JWT", "kid": kid}, payload, OUTSIDER.key)
    verdict, told = found(token, shelf(**{WEB_URL: did_document(PROVIDER, WEB)}))
    assert verdict != "valid"
    expected = dict.fromkeys(("#key-1", "key-1", ""), "signature-broken")
    known = expected.get(kid, "key-not-listed") if isinstance(kid, str) else "key-not-named"
    assert list(told) == [known]


def test_a_kid_of_another_did_is_not_the_issuers() -> None:
    payload = json.dumps(jwt.claims_for(credential(PROVIDER))).encode()
    token = jose.sign({"typ": "JWT", "kid": OUTSIDER.method}, payload, OUTSIDER.key)
    assert found(token) == invalid("key-not-of-issuer")


@pytest.mark.parametrize(
    "header", [{"x5c": ["AA"]}, {"x5u": "https://x.example/"}, {"jku": "https://x.example/keys"}]
)
def test_keys_elsewhere_in_the_header_are_not_followed(header: dict[str, Any]) -> None:
    payload = json.dumps(jwt.claims_for(credential())).encode()
    assert found(jose.sign({"typ": "JWT", **header}, payload, OUTSIDER.key)) == (
        undecided("key-not-named")
    )


def test_the_times_of_a_signature_are_its_own() -> None:
    """In VC-JOSE-COSE `nbf` and `exp` are the signature's, beside the credential's dates."""
    claims = {**credential(), "nbf": 1_780_000_000, "exp": int(NOW.timestamp()) + 60}
    header = {"typ": "vc+jwt", "kid": PROVIDER.method}
    token = jose.sign(header, json.dumps(claims).encode(), PROVIDER.key)
    assert found(token) == VALID
    assert found(token, now=NOW + timedelta(seconds=61)) == invalid("proof-expired")
    late = {**claims, "nbf": int(NOW.timestamp()) + 1}
    token = jose.sign(header, json.dumps(late).encode(), PROVIDER.key)
    assert found(token) == invalid("not-yet-valid")


@pytest.mark.parametrize("when", ["1", None, -1, 1e20, True, [], "2031-01-15T09:00:00Z"])
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
def test_odd_times_of_a_signature_are_refused(when: Any, typ: str) -> None:
    claims = {**jwt.claims_for(credential()), "exp": when}
    header = {"typ": typ, "kid": PROVIDER.method}
    token = jose.sign(header, json.dumps(claims).encode(), PROVIDER.key)
    assert found(token) == invalid("jwt-claim-bad")


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", OUTSIDER.did),
        ("sub", OUTSIDER.did),
        ("jti", "urn:uuid:0"),
        ("iss", None),
        ("sub", [OUTSIDER.did]),
        ("exp", 4_000_000_000),
        ("vc", {}),
        ("vp", {}),
    ],
)
def test_claims_that_say_something_else_are_refused(claim: str, value: Any) -> None:
    claims = {**jwt.claims_for(credential()), claim: value}
    token = jose.sign(
        {"typ": "JWT", "kid": PROVIDER.method}, json.dumps(claims).encode(), PROVIDER.key
    )
    assert list(found(token)[1].values()) == ["failed"]


def test_a_signature_with_the_other_root_is_one_signature() -> None:
    """ECDSA signatures can be mirrored; what they sign stays the same, so nothing is gained."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    head, body, _ = PROVIDER_P256.signs_jose(credential(PROVIDER_P256)).split(".")
    signature = jose.parse(f"{head}.{body}.{_}").signature
    r, s = signature[:32], int.from_bytes(signature[32:], "big")
    mirrored = base64url_encode(r + (order - s).to_bytes(32, "big"))
    assert found(f"{head}.{body}.{mirrored}") == VALID
    for odd in (bytes(64), r + bytes(32), order.to_bytes(32, "big") * 2, signature + b"\0"):
        assert found(f"{head}.{body}.{base64url_encode(odd)}") == invalid("signature-broken")


@pytest.mark.parametrize(
    "point", [bytes(32), b"\1" + bytes(31), b"\xff" * 32, b"\xec" + b"\xff" * 30 + b"\x7f"]
)
def test_a_key_of_small_order_signs_nothing(point: bytes) -> None:
    """With such an Ed25519 key one signature would fit every document."""
    name = keys.PublicKey(keys.KeyType.ED25519, point).multikey
    did = f"did:key:{name}"
    header = {"typ": "JWT", "kid": did, "alg": "EdDSA"}
    head = base64url_encode(json.dumps(header).encode())
    made = {**credential(), "issuer": {"id": did, "type": ["Profile"]}}
    body = base64url_encode(json.dumps(jwt.claims_for(made)).encode())
    for r in (point, b"\1" + bytes(31)):
        token = f"{head}.{body}.{base64url_encode(r + bytes(32))}"
        assert found(token)[0] != "valid"


def test_a_signing_key_is_not_told_in_a_report() -> None:
    key = SigningKey.from_secret(keys.KeyType.ED25519, bytes([9]) * 32)
    secret = {**key.public.jwk, "d": base64url_encode(bytes([9]) * 32)}
    token = forged_header(SIGNED, alg="EdDSA", typ="JWT", jwk=secret)
    assert found(token) == invalid("private-key-published")
