"""JWS: what is read, what is refused, and that the key alone decides the algorithm."""

import base64
import contextlib
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import jose
from mica.vc.errors import Refused, Undecidable, Unusable
from mica.vc.jose import Jws
from mica.vc.keys import KeyType, PublicKey, SigningKey, from_pem
from mica.vc.multibase import base64url_decode, base64url_encode

ED, P256, P384 = (SigningKey.generate(kind) for kind in list(KeyType)[:3])
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
RSA_PUBLIC = from_pem(PEM.decode())


def text(header: object, payload: bytes = b"{}", signature: bytes = b"\0" * 64) -> str:
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    return ".".join(base64url_encode(part) for part in (head, payload, signature))


def rsa_signed(header: dict[str, object], payload: bytes = b"{}") -> Jws:
    head = f"{base64url_encode(json.dumps(header).encode())}.{base64url_encode(payload)}"
    signature = RSA.sign(head.encode(), padding.PKCS1v15(), SHA256())
    return jose.parse(f"{head}.{base64url_encode(signature)}")


def code(error: pytest.ExceptionInfo[Refused] | pytest.ExceptionInfo[Unusable]) -> str:
    assert "{" not in str(error.value)
    return error.value.code


@pytest.mark.parametrize(
    ("key", "alg"), [(ED, "EdDSA"), (P256, "ES256"), (P384, "ES384")], ids=lambda x: str(x)[:20]
)
@given(payload=st.binary(max_size=200))
def test_what_is_signed_is_read_and_verified(key: SigningKey, alg: str, payload: bytes) -> None:
    made = jose.sign({"typ": "JWT"}, payload, key)
    jws = jose.parse(made)
    assert (jws.header, jws.payload) == ({"alg": alg, "typ": "JWT"}, payload)
    assert jose.verify(jws, key.public) is True
    assert jose.is_compact(made)


def test_vector_of_rfc_8037_appendix_a() -> None:
    key = PublicKey.from_jwk(
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    )
    jws = jose.parse(
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert jws.payload == b"Example of Ed25519 signing"
    assert jose.verify(jws, key) is True


def test_rsa_signature_is_verified() -> None:
    assert jose.verify(rsa_signed({"alg": "RS256"}), RSA_PUBLIC) is True


def test_fully_specified_ed25519_is_the_same_as_eddsa() -> None:
    made = jose.sign({"alg": "Ed25519"}, b"{}", ED)
    assert jose.verify(jose.parse(made), ED.public) is True


def test_changed_payload_does_not_verify() -> None:
    head, _, signature = jose.sign({}, b'{"a":1}', ED).split(".")
    body = base64url_encode(b'{"a":2}')
    forged = f"{head}.{body}.{signature}"
    assert jose.verify(jose.parse(forged), ED.public) is False


def test_changed_header_does_not_verify() -> None:
    _, body, signature = jose.sign({}, b"{}", ED).split(".")
    head = base64url_encode(b'{"alg":"EdDSA","kid":"x"}')
    assert jose.verify(jose.parse(f"{head}.{body}.{signature}"), ED.public) is False


def test_signature_of_another_key_does_not_verify() -> None:
    made = jose.parse(jose.sign({}, b"{}", SigningKey.generate()))
    assert jose.verify(made, ED.public) is False


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("key", [ED.public, P256.public, RSA_PUBLIC], ids=lambda key: key.type)
def test_alg_none_is_refused(name: str, key: PublicKey) -> None:
    jws = jose.parse(text({"alg": name}, signature=b""))
    with pytest.raises(Refused) as error:
        jose.verify(jws, key)
    assert code(error) == "alg-none"


@pytest.mark.parametrize("secret", [PEM, PEM.strip(), RSA_PUBLIC.raw], ids=["pem", "bare", "der"])
def test_hs256_with_the_public_key_as_secret_is_refused(secret: bytes) -> None:
    signed = text({"alg": "HS256"}).rpartition(".")[0]
    tag = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    jws = jose.parse(f"{signed}.{base64url_encode(tag)}")
    with pytest.raises(Refused) as error:
        jose.verify(jws, RSA_PUBLIC)
    assert code(error) == "alg-not-allowed"


@pytest.mark.parametrize(
    ("alg", "key"),
    [
        ("ES256", ED.public),
        ("RS256", ED.public),
        ("HS256", ED.public),
        ("EdDSA", P256.public),
        ("ES384", P256.public),
        ("ES256", P384.public),
        ("ES256", RSA_PUBLIC),
        ("HS512", RSA_PUBLIC),
        ("eddsa", ED.public),
        ("", ED.public),
    ],
)
def test_header_that_names_the_algorithm_of_another_key_is_refused(
    alg: str, key: PublicKey
) -> None:
    with pytest.raises(Refused) as error:
        jose.verify(jose.parse(text({"alg": alg})), key)
    assert code(error) == "alg-not-allowed"


def test_sound_algorithm_that_cannot_be_checked_is_undecided() -> None:
    with pytest.raises(Undecidable) as error:
        jose.verify(jose.parse(text({"alg": "PS256"})), RSA_PUBLIC)
    assert code(error) == "alg-unsupported"


def test_header_jwk_with_a_private_member_is_refused() -> None:
    jwk = {**ED.public.jwk, "d": base64url_encode(ED.reveal())}
    jws = jose.parse(jose.sign({"jwk": jwk}, b"{}", ED))
    with pytest.raises(Refused) as error:
        jose.verify(jws, ED.public)
    assert code(error) == "private-key-published"


def test_header_jwk_is_told_and_another_one_is_refused() -> None:
    jws = jose.parse(jose.sign({"jwk": ED.public.jwk}, b"{}", ED))
    assert jose.embedded_key(jws) == ED.public
    other = SigningKey.generate()
    swapped = jose.parse(jose.sign({"jwk": other.public.jwk}, b"{}", ED))
    with pytest.raises(Refused) as error:
        jose.verify(swapped, ED.public)
    assert code(error) == "jwk-mismatch"


def test_header_without_jwk_has_no_key() -> None:
    assert jose.embedded_key(jose.parse(text({"alg": "EdDSA"}))) is None


@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], "exp", None])
def test_critical_extensions_are_refused(crit: object) -> None:
    with pytest.raises(Refused) as error:
        jose.parse(text({"alg": "EdDSA", "crit": crit, "exp": 1}))
    assert code(error) == "jws-crit"
    with pytest.raises(Refused) as error:
        jose.sign({"crit": crit}, b"", ED)
    assert code(error) == "jws-crit"


@pytest.mark.parametrize("value", [False, 0, None, "false"])
def test_unencoded_payload_is_refused(value: object) -> None:
    with pytest.raises(Refused) as error:
        jose.parse(text({"alg": "EdDSA", "b64": value}))
    assert code(error) == "jws-unencoded"
    with pytest.raises(Refused) as error:
        jose.sign({"b64": value}, b"", ED)
    assert code(error) == "jws-unencoded"


def test_duplicate_keys_in_the_header_are_refused() -> None:
    with pytest.raises(Unusable) as error:
        jose.parse(text(b'{"alg":"EdDSA","alg":"none"}'))
    assert code(error) == "duplicate-key"


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ("", "not-a-jws"),
        ("a.b", "not-a-jws"),
        ("e30.e30.AA.AA", "not-a-jws"),
        ("e30.e30.AA.AA.AA", "not-a-jws"),
        (text({}), "not-a-jws"),
        (text({"alg": 1}), "not-a-jws"),
        (text([]), "not-an-object"),
        (text(b"\xff"), "not-json"),
        (text({"alg": "EdDSA"}) + "=", "not-a-jws"),
        (text({"alg": "EdDSA"}).replace(".", ".+", 1), "not-a-jws"),
        (text({"alg": "EdDSA"}).replace(".", ".\n", 1), "not-a-jws"),
        (text({"alg": "EdDSA"}, b"{}")[:-1] + "B", "not-a-jws"),
        (text({"alg": "EdDSA", "x": "x" * jose.MAX_HEADER}), "not-a-jws"),
        (text({"alg": "EdDSA"}, signature=b"x" * jose.MAX_SIGNATURE), "not-a-jws"),
        ("e" * (jose.MAX_TEXT + 1), "too-large"),
    ],
)
def test_what_is_no_jws_is_unusable(bad: str, expected: str) -> None:
    with pytest.raises(Unusable) as error:
        jose.parse(bad)
    assert code(error) == expected


def test_json_serialisation_is_not_compact() -> None:
    assert not jose.is_compact('{"protected":"e30","payload":"e30","signature":"AA"}')
    assert not jose.is_compact("https://issuer.example/badge.json")
    assert not jose.is_compact("e30.e30.AA~")
    assert jose.is_compact("  e30.e30.\n")


@given(st.text(alphabet="eyJh.bGciOiJFZERTQSJ9=-_ \n", max_size=80))
def test_wild_text_is_read_or_refused_by_name(wild: str) -> None:
    with contextlib.suppress(Unusable, Refused):
        assert jose.parse(wild).payload == base64url_decode(wild.strip().split(".")[1])


def test_algorithm_of_another_key_is_not_signed() -> None:
    for alg, expected in [("none", "alg-none"), ("ES256", "alg-not-allowed")]:
        with pytest.raises(Refused) as error:
            jose.sign({"alg": alg}, b"", ED)
        assert code(error) == expected


def test_signed_open_badge_2_of_1edtech_verifies(shared_data: Path) -> None:
    folder = shared_data / "credentials/1edtech/ob20"
    key = json.loads((folder / "assets/key1.json").read_bytes())
    jws = jose.parse((folder / "simple.jwt").read_text())
    assert jose.verify(jws, from_pem(key["publicKeyPem"])) is True


def test_padding_of_other_base64_is_not_tolerated() -> None:
    head, body, signature = jose.sign({}, b"{}", ED).split(".")
    padded = base64.urlsafe_b64encode(base64url_decode(body)).decode()
    with pytest.raises(Unusable):
        jose.parse(f"{head}.{padded}.{signature}")
