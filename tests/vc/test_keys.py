"""Keys: the specifications' vectors, what is refused, and that a secret stays one."""

import copy
import pickle
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import keys, multibase
from mica.vc.errors import Refused, Undecidable
from mica.vc.keys import KeyType, PublicKey, SigningKey

SIGNING = [KeyType.ED25519, KeyType.P256, KeyType.P384]
ORDER = 2**252 + 27742317777372353535851937790883648493
RFC_8032 = [  # §7.1: seed, public key, message, signature
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
            "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
            "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]
RFC_6979 = [  # A.2.5 and A.2.6: curve, secret, signature of "sample" with the curve's hash
    (
        KeyType.P256,
        "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        (
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        ),
    ),
    (
        KeyType.P384,
        (
            "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
            "96d5724e4c70a825f872c9ea60d2edf5"
        ),
        (
            "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
            "81a648152e44acf96e36dd1e80fabe46"
            "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
            "a329c145786e679e7b82c71a38628ac8"
        ),
    ),
]


def code_of(make: Any, *values: Any) -> tuple[type[Exception], str]:
    with pytest.raises((Refused, Undecidable)) as caught:
        make(*values)
    str(caught.value)
    return type(caught.value), caught.value.code


def der(key: Any) -> bytes:
    made: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return made


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_ed25519_has_the_known_values(seed: str, public: str, message: str, signature: str) -> None:
    key = SigningKey.from_secret(KeyType.ED25519, bytes.fromhex(seed))
    signed = key.sign(bytes.fromhex(message))

    assert (key.public.raw.hex(), signed.hex()) == (public, signature)
    assert key.public.verify(signed, bytes.fromhex(message))


@pytest.mark.parametrize(("kind", "secret", "signature"), RFC_6979)
def test_ecdsa_accepts_the_known_values(kind: KeyType, secret: str, signature: str) -> None:
    key = SigningKey.from_secret(kind, bytes.fromhex(secret)).public

    assert key.verify(bytes.fromhex(signature), b"sample")
    assert not key.verify(bytes.fromhex(signature), b"Sample")


def test_the_thumbprint_has_the_known_value() -> None:
    """RFC 8037 A.3."""
    key = PublicKey.from_raw(KeyType.ED25519, bytes.fromhex(RFC_8032[0][1]))

    assert key.jwk == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
    assert key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_multikey_has_the_known_value() -> None:
    """The key of the vectors in Data Integrity EdDSA Cryptosuites 1.0 §B."""
    text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    key = PublicKey.from_multikey(text)

    assert (key.type, len(key.raw), key.multikey) == (KeyType.ED25519, 32, text)


@pytest.mark.parametrize("kind", SIGNING)
def test_a_public_key_survives_every_form(kind: KeyType) -> None:
    key = SigningKey.generate(kind).public

    assert PublicKey.from_multikey(key.multikey) == key
    assert PublicKey.from_jwk(key.jwk) == key
    assert PublicKey.from_raw(kind, key.raw) == key


@pytest.mark.parametrize("kind", SIGNING)
def test_a_secret_survives_being_revealed(kind: KeyType) -> None:
    key = SigningKey.generate(kind)

    assert SigningKey.from_secret(kind, key.reveal()).public == key.public


@pytest.mark.parametrize("kind", SIGNING)
@given(message=st.binary(max_size=100), at=st.integers(0), bit=st.integers(0, 7))
def test_a_changed_bit_breaks_the_signature(
    kind: KeyType, message: bytes, at: int, bit: int
) -> None:
    key = SigningKey.generate(kind)
    signature = bytearray(key.sign(message))
    assert key.public.verify(bytes(signature), message)

    signature[at % len(signature)] ^= 1 << bit

    assert not key.public.verify(bytes(signature), message)


@pytest.mark.parametrize("kind", SIGNING)
@pytest.mark.parametrize("spoil", [lambda s: s[:0], lambda s: s[:-1], lambda s: s + b"\0"])
def test_a_signature_of_another_length_fails(kind: KeyType, spoil: Any) -> None:
    key = SigningKey.generate(kind)

    assert not key.public.verify(spoil(key.sign(b"x")), b"x")


@pytest.mark.parametrize("kind", [KeyType.P256, KeyType.P384])
@pytest.mark.parametrize("byte", [b"\x00", b"\xff"])
def test_an_ecdsa_signature_of_zeros_or_beyond_the_order_fails(kind: KeyType, byte: bytes) -> None:
    key = SigningKey.generate(kind)

    assert not key.public.verify(byte * len(key.sign(b"")), b"")


def test_an_ed25519_signature_has_no_second_form() -> None:
    """RFC 8032 §5.1.7: S below the order, else anybody can make another signature of one."""
    key = SigningKey.generate()
    signature = key.sign(b"x")
    other = int.from_bytes(signature[32:], "little") + ORDER

    assert not key.public.verify(signature[:32] + other.to_bytes(32, "little"), b"x")


@pytest.mark.parametrize("point", ["01" + "00" * 31, "00" * 32, "ec" + "ff" * 30 + "7f"])
def test_a_key_of_small_order_signs_nothing(point: str) -> None:
    """With such a key one signature would fit any message."""
    key = PublicKey.from_raw(KeyType.ED25519, bytes.fromhex(point))
    forged = bytes.fromhex("01" + "00" * 31) + bytes(32)

    assert [key.verify(forged, bytes([n])) for n in range(16)] == [False] * 16


@pytest.mark.parametrize("kind", SIGNING)
@pytest.mark.parametrize("size", [0, 31, 34, 48, 65])
def test_a_raw_key_of_another_length_is_refused(kind: KeyType, size: int) -> None:
    assert code_of(PublicKey.from_raw, kind, b"\x02" * size) == (Refused, "bad-key")


@pytest.mark.parametrize("kind", [KeyType.P256, KeyType.P384])
def test_a_point_off_the_curve_is_refused(kind: KeyType) -> None:
    size = len(SigningKey.generate(kind).public.raw) - 1
    jwk = {**SigningKey.generate(kind).public.jwk, "y": multibase.base64url_encode(bytes(size))}

    assert code_of(PublicKey.from_raw, kind, b"\x02" + b"\xff" * size) == (Refused, "bad-key")
    assert code_of(PublicKey.from_raw, kind, b"\x05" + bytes(size)) == (Refused, "bad-key")
    assert code_of(PublicKey.from_jwk, jwk) == (Refused, "bad-key")


@pytest.mark.parametrize(
    ("kind", "secret"),
    [
        (KeyType.ED25519, b""),
        (KeyType.ED25519, bytes(33)),
        (KeyType.P256, bytes(32)),
        (KeyType.P256, b"\xff" * 32),
        (KeyType.P384, b"\xff" * 49),
        (KeyType.RSA, bytes(32)),
    ],
)
def test_a_secret_that_is_none_is_refused(kind: KeyType, secret: bytes) -> None:
    assert code_of(SigningKey.from_secret, kind, secret) == (Refused, "bad-key")


def test_rsa_is_not_generated() -> None:
    assert code_of(SigningKey.generate, KeyType.RSA) == (Refused, "bad-key")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (None, (Refused, "bad-multibase")),
        ("", (Refused, "bad-multibase")),
        ("z", (Undecidable, "key-type-unknown")),
        ("z0", (Refused, "bad-base58")),
        ("z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc", (Undecidable, "key-type-unknown")),
        ("z" + multibase.base58_encode(b"\xed\x01" + bytes(31)), (Refused, "bad-key")),
        ("z" + multibase.base58_encode(b"\x80\x24" + bytes(33)), (Refused, "bad-key")),
    ],
)
def test_a_multikey_that_is_none_is_refused(text: object, answer: tuple[type, str]) -> None:
    assert code_of(PublicKey.from_multikey, text) == answer


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_a_jwk_with_its_private_half_is_refused(member: str) -> None:
    jwk = {**SigningKey.generate().public.jwk, member: None}

    assert code_of(PublicKey.from_jwk, jwk) == (Refused, "private-key-published")


@pytest.mark.parametrize(
    ("jwk", "answer"),
    [
        (None, (Refused, "bad-key")),
        ([], (Refused, "bad-key")),
        ({}, (Undecidable, "key-type-unknown")),
        ({"kty": ["OKP"], "crv": {}}, (Undecidable, "key-type-unknown")),
        ({"kty": "OKP", "crv": "X25519", "x": "AA"}, (Undecidable, "key-type-unknown")),
        ({"kty": "EC", "crv": "secp256k1"}, (Undecidable, "key-type-unknown")),
        ({"kty": "oct"}, (Undecidable, "key-type-unknown")),
        ({"kty": "OKP", "crv": "Ed25519"}, (Refused, "bad-key")),
        ({"kty": "OKP", "crv": "Ed25519", "x": 7}, (Refused, "bad-key")),
        ({"kty": "OKP", "crv": "Ed25519", "x": "AA"}, (Refused, "bad-key")),
        ({"kty": "OKP", "crv": "Ed25519", "x": "AA=="}, (Refused, "bad-base64url")),
        ({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, (Refused, "bad-key")),
        ({"kty": "RSA", "n": "AQ", "e": "AQAB"}, (Refused, "bad-key")),
        ({"kty": "RSA", "n": "", "e": ""}, (Refused, "bad-key")),
        ({"kty": "RSA", "n": "_" * 100_000, "e": "AQAB"}, (Refused, "bad-key")),
    ],
)
def test_a_jwk_that_is_none_is_refused(jwk: object, answer: tuple[type, str]) -> None:
    assert code_of(PublicKey.from_jwk, jwk) == answer


def test_rsa_checks_what_open_badges_2_issuers_sign(rsa_key: rsa.RSAPrivateKey) -> None:
    public = rsa_key.public_key()
    key = PublicKey.from_raw(KeyType.RSA, der(public))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    signature = rsa_key.sign(b"x", keys.padding.PKCS1v15(), keys.SHA256())

    assert keys.from_pem(pem) == PublicKey.from_jwk(key.jwk) == key
    assert (key.verify(signature, b"x"), key.verify(signature, b"y")) == (True, False)
    assert (key.verify(signature[:-1], b"x"), key.verify(b"", b"x")) == (False, False)
    assert code_of(lambda: key.multikey) == (Refused, "bad-key")


def test_a_small_rsa_key_is_refused() -> None:
    public = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - to be refused
    numbers = public.public_numbers()
    jwk = {"kty": "RSA", "n": keys._number(numbers.n), "e": "AQAB"}

    assert code_of(PublicKey.from_raw, KeyType.RSA, der(public)) == (Refused, "bad-key")
    assert code_of(PublicKey.from_jwk, jwk) == (Refused, "bad-key")


def test_a_key_of_another_algorithm_is_no_rsa_key() -> None:
    curve = der(ec.generate_private_key(ec.SECP256R1()).public_key())
    oid = bytes.fromhex("2a8648ce3d0201")
    unknown = curve.replace(oid, oid[:-1] + b"\x55")

    assert code_of(PublicKey.from_raw, KeyType.RSA, curve) == (Refused, "bad-key")
    assert code_of(PublicKey.from_raw, KeyType.RSA, unknown) == (Refused, "bad-key")


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\né\n-----END PUBLIC KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_a_pem_that_is_none_is_refused(pem: str) -> None:
    assert code_of(keys.from_pem, pem) == (Refused, "bad-key")


@pytest.mark.parametrize("kind", SIGNING)
def test_a_signing_key_neither_shows_its_secret_nor_leaves(kind: KeyType) -> None:
    key = SigningKey.generate(kind)

    assert repr(key) == str(key) == f"<SigningKey {kind} of {key.public.multikey}>"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never pickled or copied"):
            leave(key)
    assert not hasattr(key, "__dict__")
