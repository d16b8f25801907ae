"""Keys: public ones that check a signature, private ones that make one.

A private key leaves this module only to be sealed. Its `repr` names the public half, and it refuses
to be pickled or copied.

Sources: Controlled Identifiers 1.0 §2.2.2 (Multikey) and §2.2.3 (JsonWebKey); RFC 8032 (Ed25519);
FIPS 186-5 (ECDSA); RFC 7517, 7518 (JWK); RFC 7914 (scrypt).
"""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NoReturn

import nacl.bindings
import nacl.exceptions
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from mica.vc import multibase
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable


class KeyType(StrEnum):
    """The kinds of key that Mica knows. RSA is for checking only."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


_CODEC: Final = {KeyType.ED25519: b"\xed\x01", KeyType.P256: b"\x80\x24", KeyType.P384: b"\x81\x24"}
_LENGTH: Final = {KeyType.ED25519: 32, KeyType.P256: 33, KeyType.P384: 49}
_CURVE: Final[dict[KeyType, ec.EllipticCurve]] = {
    KeyType.P256: ec.SECP256R1(),
    KeyType.P384: ec.SECP384R1(),
}
_HASH: Final[dict[KeyType, SHA256 | SHA384]] = {KeyType.P256: SHA256(), KeyType.P384: SHA384()}
_MAX_MULTIKEY: Final = 128
_MIN_RSA_BITS: Final = 2048
_MAX_RSA_BITS: Final = 8192
_PRIVATE_JWK_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures.

    Attributes:
        type: its kind.
        raw: Ed25519: 32 bytes (RFC 8032); P-256 and P-384: the compressed point (SEC 1 §2.3.3), 33
            or 49 bytes; RSA: the SubjectPublicKeyInfo (DER).
    """

    type: KeyType
    raw: bytes

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature over the message was made by this key's private half.

        Args:
            signature: Ed25519: 64 bytes; P-256, P-384: r and s side by side, 64 or 96 bytes (IEEE
                P1363); RSA: PKCS #1 v1.5 with SHA-256.
            message: what was signed; ECDSA hashes it with the curve's hash (SHA-256, SHA-384).
        """
        if self.type is KeyType.ED25519:
            return _verify_ed25519(self.raw, signature, message)
        if self.type is KeyType.RSA:
            return _verify_rsa(self.raw, signature, message)
        return _verify_ecdsa(self.type, self.raw, signature, message)

    @property
    def multikey(self) -> str:
        """The key as Multikey text (`z…`).

        Raises:
            Refused: `bad-key` for RSA, which has no Multikey form here.
        """
        if self.type is KeyType.RSA:
            raise Refused("bad-key", reason="an RSA key has no Multikey form")
        return "z" + multibase.base58_encode(_CODEC[self.type] + self.raw)

    @classmethod
    def from_multikey(cls, text: object) -> "PublicKey":
        """A key from Multikey text.

        Raises:
            Refused: `bad-multibase`, `bad-base58`, `bad-base64url` or `bad-key`, where text, length
                or point is wrong.
            Undecidable: `key-type-unknown`, where the codec is another one.
        """
        if not isinstance(text, str):
            raise Refused("bad-multibase")
        if len(text) > _MAX_MULTIKEY:
            raise Refused("bad-key", reason="its text is far too long")
        return _of_multikey(text)

    @classmethod
    def from_raw(cls, kind: KeyType, raw: bytes) -> "PublicKey":
        """A key from its raw bytes (see `raw`), checked.

        Raises:
            Refused: `bad-key`.
        """
        if kind is KeyType.RSA:
            _rsa(raw)
        else:
            if len(raw) != _LENGTH[kind]:
                raise Refused("bad-key", reason=f"{len(raw)} bytes is not the length of {kind}")
            if kind is not KeyType.ED25519:
                _point(kind, raw)
        return cls(kind, raw)

    @property
    def jwk(self) -> JsonObject:
        """The key as a JWK (RFC 7517) with `alg`-free members only."""
        if self.type is KeyType.ED25519:
            return {"kty": "OKP", "crv": "Ed25519", "x": multibase.base64url_encode(self.raw)}
        if self.type is KeyType.RSA:
            numbers = _rsa(self.raw).public_numbers()
            return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
        point = _point(self.type, self.raw).public_numbers()
        size = _LENGTH[self.type] - 1
        return {
            "kty": "EC",
            "crv": self.type.value,
            "x": multibase.base64url_encode(point.x.to_bytes(size, "big")),
            "y": multibase.base64url_encode(point.y.to_bytes(size, "big")),
        }

    @classmethod
    def from_jwk(cls, jwk: object) -> "PublicKey":
        """A key from a public JWK.

        Raises:
            Refused: `bad-key`; `private-key-published` where private members are present.
            Undecidable: `key-type-unknown`.
        """
        if not isinstance(jwk, dict):
            raise Refused("bad-key", reason="the JWK is not an object")
        if _PRIVATE_JWK_MEMBERS & jwk.keys():
            raise Refused("private-key-published")
        match jwk.get("kty"), jwk.get("crv"):
            case "OKP", "Ed25519":
                return cls.from_raw(KeyType.ED25519, _member(jwk, "x"))
            case "EC", ("P-256" | "P-384") as curve:
                return _ec_from_jwk(KeyType(curve), jwk)
            case "RSA", None:
                return _rsa_from_jwk(jwk)
            case kind, curve:
                raise Undecidable("key-type-unknown", key=f"{kind} {curve or ''}".strip()[:80])

    @property
    def thumbprint(self) -> str:
        """The JWK thumbprint (RFC 7638): base64url of SHA-256."""
        members = ",".join(f'"{name}":"{self.jwk[name]}"' for name in sorted(self.jwk))
        digest = hashlib.sha256(f"{{{members}}}".encode("ascii")).digest()
        return multibase.base64url_encode(digest)


class SigningKey:
    """A key that makes signatures. See the module's words on what it never does.

    Attributes:
        public: the half that checks.
    """

    __slots__ = ("_secret", "_sign", "public")

    def __init__(
        self, public: PublicKey, sign: Callable[[bytes], bytes], secret: Callable[[], bytes]
    ) -> None:
        self.public = public
        self._sign = sign
        self._secret = secret

    @classmethod
    def generate(cls, kind: KeyType = KeyType.ED25519) -> "SigningKey":
        """A new key from the system's randomness.

        Raises:
            Refused: `bad-key` for RSA, with which Mica does not sign.
        """
        if kind is KeyType.ED25519:
            return cls.from_secret(kind, nacl.bindings.randombytes(32))
        if kind is KeyType.RSA:
            raise Refused("bad-key", reason="Mica does not sign with RSA")
        number = ec.generate_private_key(_CURVE[kind]).private_numbers().private_value
        return cls.from_secret(kind, number.to_bytes(_LENGTH[kind] - 1, "big"))

    @classmethod
    def from_secret(cls, kind: KeyType, secret: bytes) -> "SigningKey":
        """A key from its secret: the Ed25519 seed (32 bytes), or the ECDSA number, big-endian.

        Raises:
            Refused: `bad-key`.
        """
        if kind is KeyType.ED25519:
            return _ed25519_signer(cls, secret)
        if kind is KeyType.RSA:
            raise Refused("bad-key", reason="Mica does not sign with RSA")
        return _ecdsa_signer(cls, kind, secret)

    def sign(self, message: bytes) -> bytes:
        """The signature over the message, in the form that `PublicKey.verify` takes."""
        return self._sign(message)

    def reveal(self) -> bytes:
        """The secret itself, for sealing only (`sealing.seal`)."""
        return self._secret()

    def __repr__(self) -> str:
        return f"<SigningKey {self.public.type} of {self.public.multikey}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signing key is never pickled or copied")


@lru_cache(maxsize=1024)
def _of_multikey(text: str) -> PublicKey:
    """Few issuers sign many credentials. Bounded: a stranger can only push others out."""
    data = multibase.decode(text)
    for kind, codec in _CODEC.items():
        if data.startswith(codec):
            return PublicKey.from_raw(kind, data[2:])
    raise Undecidable("key-type-unknown", key=text[:80])


def _ed25519_signer(cls: type[SigningKey], secret: bytes) -> SigningKey:
    if len(secret) != _LENGTH[KeyType.ED25519]:
        raise Refused("bad-key", reason="an Ed25519 seed has 32 bytes")
    raw, expanded = nacl.bindings.crypto_sign_seed_keypair(secret)

    def sign(message: bytes) -> bytes:
        return nacl.bindings.crypto_sign(message, expanded)[:64]

    return cls(PublicKey(KeyType.ED25519, raw), sign, lambda: secret)


def _ecdsa_signer(cls: type[SigningKey], kind: KeyType, secret: bytes) -> SigningKey:
    try:
        private = ec.derive_private_key(int.from_bytes(secret, "big"), _CURVE[kind])
    except ValueError as error:
        raise Refused("bad-key", reason=f"not a private number of {kind}") from error
    raw = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    size = _LENGTH[kind] - 1
    algorithm = ec.ECDSA(_HASH[kind])

    def sign(message: bytes) -> bytes:
        r, s = decode_dss_signature(private.sign(message, algorithm))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    return cls(PublicKey(kind, raw), sign, lambda: secret)


def _verify_ed25519(raw: bytes, signature: bytes, message: bytes) -> bool:
    if len(signature) != 64:  # noqa: PLR2004 - RFC 8032 §5.1.6
        return False
    try:
        nacl.bindings.crypto_sign_open(signature + message, raw)
    except nacl.exceptions.BadSignatureError:
        return False
    return True


def _verify_ecdsa(kind: KeyType, raw: bytes, signature: bytes, message: bytes) -> bool:
    size = _LENGTH[kind] - 1
    if len(signature) != 2 * size:
        return False
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    try:
        _point(kind, raw).verify(encode_dss_signature(r, s), message, ec.ECDSA(_HASH[kind]))
    except InvalidSignature:
        return False
    return True


def _verify_rsa(raw: bytes, signature: bytes, message: bytes) -> bool:
    try:
        _rsa(raw).verify(signature, message, padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _point(kind: KeyType, raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE[kind], raw)
    except ValueError as error:
        raise Refused("bad-key", reason=f"not a point of {kind}") from error


def _rsa(der: bytes) -> rsa.RSAPublicKey:
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused("bad-key", reason="not a public key in DER") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise Refused("bad-key", reason="not an RSA key")
    if not _MIN_RSA_BITS <= key.key_size <= _MAX_RSA_BITS:
        raise Refused("bad-key", reason=f"RSA with {key.key_size} bits is not accepted")
    return key


def _ec_from_jwk(kind: KeyType, jwk: JsonObject) -> PublicKey:
    x, y = _member(jwk, "x"), _member(jwk, "y")
    size = _LENGTH[kind] - 1
    if (len(x), len(y)) != (size, size):
        raise Refused("bad-key", reason=f"x and y of {kind} have {size} bytes each")
    _point(kind, b"\x04" + x + y)
    return PublicKey(kind, bytes([2 + y[-1] % 2]) + x)


def _rsa_from_jwk(jwk: JsonObject) -> PublicKey:
    n, e = (int.from_bytes(_member(jwk, name), "big") for name in ("n", "e"))
    if n.bit_length() > _MAX_RSA_BITS:
        raise Refused("bad-key", reason=f"RSA with {n.bit_length()} bits is not accepted")
    try:
        key = rsa.RSAPublicNumbers(e, n).public_key()
    except ValueError as error:
        raise Refused("bad-key", reason="not an RSA key") from error
    return PublicKey.from_raw(
        KeyType.RSA, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )


def from_pem(text: str) -> PublicKey:
    """An RSA key from PEM, as Open Badges 2.0 issuers publish it (SubjectPublicKeyInfo).

    Raises:
        Refused: `bad-key`.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if lines[:1] != ["-----BEGIN PUBLIC KEY-----"] or lines[-1:] != ["-----END PUBLIC KEY-----"]:
        raise Refused("bad-key", reason="not a PEM public key")
    try:
        der = base64.b64decode("".join(lines[1:-1]), validate=True)
    except ValueError as error:
        raise Refused("bad-key", reason="not a PEM public key") from error
    return PublicKey.from_raw(KeyType.RSA, der)


def _member(jwk: JsonObject, name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise Refused("bad-key", reason=f"the JWK has no “{name}”")
    return multibase.base64url_decode(value)


def _number(value: int) -> str:
    return multibase.base64url_encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))
