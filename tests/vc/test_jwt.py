"""Credentials in a JWS: each claim against its member, in each of the three forms."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mica.vc import jose, jwt
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.jose import Jws
from mica.vc.keys import SigningKey

KEY = SigningKey.generate()
CREDENTIAL: JsonObject = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:7a8b",
    "type": ["VerifiableCredential"],
    "issuer": {"id": "https://provider.example/issuer", "name": "Provider"},
    "validFrom": "2026-01-15T09:30:00.75+01:00",
    "validUntil": "2031-01-15T00:00:00Z",
    "credentialSubject": {"id": "did:example:learner"},
}
CLAIMS: JsonObject = {
    "iss": "https://provider.example/issuer",
    "sub": "did:example:learner",
    "jti": "urn:uuid:7a8b",
    "nbf": 1768465800,
    "exp": 1926201600,
}
V1: JsonObject = {
    "@context": ["https://www.w3.org/2018/credentials/v1"],
    "type": ["VerifiableCredential"],
    "credentialSubject": {"achievement": "x"},
}


def carried(payload: JsonObject, **header: Any) -> Jws:
    return jose.parse(jose.sign(header, jose.to_bytes(payload), KEY))


def refusal(payload: JsonObject, **header: Any) -> tuple[str, Any]:
    with pytest.raises(Refused) as error:
        jwt.credential_of(carried(payload, **header))
    assert "{" not in str(error.value)
    return error.value.code, error.value.data.get("claim")


def test_claims_of_the_open_badges_profile_copy_the_credential() -> None:
    assert jwt.claims_for(CREDENTIAL) == {**CREDENTIAL, **CLAIMS}


def test_open_badge_is_signed_and_read_back() -> None:
    jws = jose.parse(jwt.sign_open_badge(CREDENTIAL, KEY, kid="https://provider.example/key"))
    assert jws.header == {"alg": "EdDSA", "typ": "JWT", "kid": "https://provider.example/key"}
    assert jwt.credential_of(jws) == {**CREDENTIAL, **CLAIMS}
    assert jose.verify(jws, KEY.public)


def test_open_badge_without_kid_holds_the_key() -> None:
    jws = jose.parse(jwt.sign_open_badge(CREDENTIAL, KEY))
    assert jws.header == {"alg": "EdDSA", "typ": "JWT", "jwk": KEY.public.jwk}


def test_jose_credential_is_the_credential_itself() -> None:
    jws = jose.parse(jwt.sign_credential(CREDENTIAL, KEY, kid="https://provider.example/key"))
    assert jws.header == {
        "alg": "EdDSA",
        "typ": "vc+jwt",
        "cty": "vc",
        "kid": "https://provider.example/key",
    }
    assert jwt.credential_of(jws) == CREDENTIAL
    assert json.loads(jws.payload) == CREDENTIAL


@pytest.mark.parametrize(
    ("member", "claim"),
    [("issuer", "iss"), ("id", "jti"), ("credentialSubject", "sub"), ("validFrom", "nbf")],
)
def test_profile_needs_every_claim_but_exp(member: str, claim: str) -> None:
    with pytest.raises(Refused) as error:
        jwt.claims_for({**CREDENTIAL, member: None})
    assert (error.value.code, error.value.data["claim"]) == ("jwt-claim-missing", claim)
    without = {name: value for name, value in CREDENTIAL.items() if name != "validUntil"}
    assert "exp" not in jwt.claims_for(without)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://other.example/issuer"),
        ("iss", {"id": "https://provider.example/issuer"}),
        ("iss", None),
        ("sub", "did:example:somebody-else"),
        ("sub", ["did:example:learner"]),
        ("jti", "urn:uuid:other"),
        ("jti", ""),
        ("nbf", 1768465801),
        ("nbf", 1768465799.9),
        ("exp", 1926201601),
    ],
)
def test_claim_that_differs_from_the_credential_is_refused(claim: str, value: object) -> None:
    assert refusal({**CREDENTIAL, **CLAIMS, claim: value}) == ("jwt-claim-mismatch", claim)
    assert refusal({**CREDENTIAL, claim: value}, typ="JWT") == ("jwt-claim-mismatch", claim)


@pytest.mark.parametrize("value", ["1768465800", True, None, -1, 1e300, 253402300800])
def test_date_claim_that_is_no_date_is_refused(value: object) -> None:
    assert refusal({**CREDENTIAL, "nbf": value}) == ("jwt-claim-bad", "nbf")


def test_expiry_that_the_credential_does_not_show_is_refused() -> None:
    without = {name: value for name, value in CREDENTIAL.items() if name != "validUntil"}
    assert refusal({**without, "exp": 1926201600}) == ("jwt-claim-mismatch", "exp")


def test_times_of_a_jose_credential_are_about_its_signature() -> None:
    jws = carried({**CREDENTIAL, "nbf": 0, "exp": 1.5}, typ="vc+jwt")
    assert jwt.credential_of(jws)["id"] == CREDENTIAL["id"]
    assert jwt.window(jws) == (
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC),
    )
    assert jwt.window(carried(CREDENTIAL)) == (None, None)


def test_issuer_in_the_header_is_held_against_the_credential() -> None:
    assert jwt.credential_of(carried(CREDENTIAL, iss=CLAIMS["iss"])) == CREDENTIAL
    assert refusal(CREDENTIAL, iss="https://other.example") == ("jwt-claim-mismatch", "iss")


@pytest.mark.parametrize("typ", ["JWT", "jwt", "vc+jwt", "VC+JWT", "vp+jwt", "application/vc+jwt"])
def test_types_of_credentials_are_accepted(typ: str) -> None:
    assert jwt.credential_of(carried(CREDENTIAL, typ=typ)) == CREDENTIAL


@pytest.mark.parametrize("typ", ["dc+sd-jwt", "kb+jwt", "statuslist+jwt", "", None, 1])
def test_token_of_another_kind_is_refused(typ: object) -> None:
    assert refusal(CREDENTIAL, typ=typ) == ("typ-not-allowed", None)


@pytest.mark.parametrize("name", ["vc", "vp"])
def test_nested_claim_beside_a_2_0_credential_is_refused(name: str) -> None:
    assert refusal({**CREDENTIAL, name: V1}) == ("jwt-nested", name)
    assert refusal({name: CREDENTIAL}) == ("jwt-nested", name)
    assert refusal({name: V1}, typ="vc+jwt") == ("jwt-nested", name)
    assert refusal({name: [V1]}) == ("jwt-nested", name)
    assert refusal({"vc": V1, "vp": V1}) == ("jwt-nested", "vc")
    with pytest.raises(Refused) as error:
        jwt.sign_credential({**CREDENTIAL, name: V1}, KEY, kid="https://provider.example/key")
    assert error.value.code == "jwt-nested"


def test_what_a_1_1_credential_leaves_out_is_taken_from_the_claims() -> None:
    assert jwt.credential_of(carried({**CLAIMS, "vc": V1})) == {
        **V1,
        "issuer": CLAIMS["iss"],
        "credentialSubject": {"achievement": "x", "id": CLAIMS["sub"]},
        "id": CLAIMS["jti"],
        "issuanceDate": "2026-01-15T08:30:00Z",
        "expirationDate": "2031-01-15T00:00:00Z",
    }


def test_issuer_object_of_a_1_1_credential_gets_its_id_from_the_claim() -> None:
    inner = {**V1, "issuer": {"name": "Provider"}}
    made = jwt.credential_of(carried({"iss": CLAIMS["iss"], "vc": inner}))
    assert made["issuer"] == {"name": "Provider", "id": CLAIMS["iss"]}


@pytest.mark.parametrize(
    ("claim", "inner"),
    [
        ("iss", {"issuer": "https://other.example"}),
        ("iss", {"issuer": {"id": 1}}),
        ("sub", {"credentialSubject": {"id": "did:example:somebody-else"}}),
        ("sub", {"credentialSubject": [{"id": "did:example:learner"}, {}]}),
        ("sub", {"credentialSubject": "did:example:learner"}),
        ("jti", {"id": 5}),
        ("nbf", {"issuanceDate": "2026-01-15T08:30:01Z"}),
        ("exp", {"expirationDate": 1926201600}),
    ],
)
def test_1_1_credential_that_contradicts_its_claims_is_refused(
    claim: str, inner: JsonObject
) -> None:
    assert refusal({**CLAIMS, "vc": {**V1, **inner}}) == ("jwt-claim-mismatch", claim)


def test_1_1_presentation_takes_holder_and_id_from_the_claims() -> None:
    inner = {"@context": V1["@context"], "type": ["VerifiablePresentation"]}
    claims = {"iss": "did:example:learner", "jti": "urn:uuid:1", "aud": "x", "exp": 9, "nonce": "n"}
    assert jwt.credential_of(carried({**claims, "vp": inner})) == {
        **inner,
        "holder": "did:example:learner",
        "id": "urn:uuid:1",
    }
    other = {**inner, "holder": "did:example:other"}
    assert refusal({**claims, "vp": other}) == ("jwt-claim-mismatch", "iss")


def test_open_badge_of_1edtech_is_read(shared_data: Path) -> None:
    text = (shared_data / "credentials/1edtech/ob30/simple.jwt").read_text()
    credential = jwt.credential_of(jose.parse(text))
    assert credential["name"] == "Example University Degree"
    assert credential["issuer"]["id"] == "https://example.edu/issuers/565049"
