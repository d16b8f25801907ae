"""Signed texts: JWS in its compact form, and credentials that travel in one.

The algorithm is decided by the type of the key that checks, never by the header: the header may
only agree. So a public RSA key is never taken for a shared secret, and `none` never counts.

Sources: RFC 7515 (JWS), RFC 7518 (algorithms), RFC 7519 (claims), RFC 7797 (`b64`), RFC 8037 and
RFC 9864 (EdDSA, Ed25519), Open Badges 3.0 §8.2 (VC-JWT), Securing Verifiable Credentials using JOSE
and COSE §3, VC Data Model 1.1 §6.3.1.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

from mica.vc import documents, multibase
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable, Unusable
from mica.vc.keys import KeyType, PublicKey, SigningKey

MAX_TEXT: Final = documents.MAX_BYTES * 4 // 3
"""Characters: what the largest document takes in base64."""
MAX_HEADER: Final = 16 * 1024
MAX_SIGNATURE: Final = 2 * 1024
"""Characters of base64. RSA with 8192 bits needs 1,366."""

ALGORITHMS: Final = {
    KeyType.ED25519: ("EdDSA", "Ed25519"),
    KeyType.P256: ("ES256",),
    KeyType.P384: ("ES384",),
    KeyType.RSA: ("RS256",),
}
"""The names under which each type of key may sign. The first is the one that Mica writes."""
_UNCHECKED: Final = {KeyType.RSA: ("RS384", "RS512", "PS256", "PS384", "PS512")}
"""Sound algorithms of the same type of key that Mica cannot check: undecided, not refused."""
_SHARED_SECRET: Final = frozenset({"HS256", "HS384", "HS512"})
_SIGNED: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Jws:
    """A signed text, taken apart and not yet checked.

    Attributes:
        header: the protected header.
        payload: what was signed, decoded.
        signing_input: the bytes that the signature covers (RFC 7515 §5.1).
        signature: as `PublicKey.verify` takes it; empty under `alg: none`.
    """

    header: JsonObject
    payload: bytes
    signing_input: bytes
    signature: bytes


def is_compact(text: str) -> bool:
    """Whether a text has the shape of a compact JWS; white space around it is ignored."""
    return _COMPACT.fullmatch(text.strip()) is not None


def is_signed(text: str) -> bool:
    """Whether a text is to the letter a compact JWS with a payload and a signature.

    A stricter question than `is_compact`: this one is asked of what Mica keeps or passes on.
    """
    return _SIGNED.fullmatch(text) is not None


def parse(text: str) -> Jws:
    """Take a compact JWS apart. White space around it is ignored, as files end in a line break.

    Raises:
        Unusable: `not-a-jws`, `too-large`, or what `documents.read` finds in the header.
        Refused: `jws-crit` (RFC 7515 §4.1.11), `jws-unencoded` (RFC 7797).
    """
    if len(text) > MAX_TEXT:
        raise Unusable("too-large", size=len(text), limit=MAX_TEXT)
    parts = text.strip().split(".")
    if len(parts) != 3:  # noqa: PLR2004 - RFC 7515 §7.1
        raise Unusable("not-a-jws", reason=f"it has {len(parts)} parts instead of three")
    head, body, signature = parts
    if len(head) > MAX_HEADER or len(signature) > MAX_SIGNATURE:
        raise Unusable("not-a-jws", reason="its header or signature is far too long")
    header = documents.read(_decode(head))
    if not isinstance(header.get("alg"), str):
        raise Unusable("not-a-jws", reason="its header names no algorithm")
    if "crit" in header:
        raise Refused("jws-crit", names=ascii(header["crit"])[:80])
    if header.get("b64", True) is not True:
        raise Refused("jws-unencoded")
    return Jws(header, _decode(body), f"{head}.{body}".encode("ascii"), _decode(signature))


def names_known_algorithm(jws: Jws) -> bool:
    """Whether the header names an algorithm that Mica checks. Of others, `verify` asks the key.

    Raises:
        Refused: `alg-none`; `alg-shared-secret` for HS256 and its like, under which whoever can
            check could also have signed.
    """
    name: str = jws.header["alg"]
    if name.lower() == "none":
        raise Refused("alg-none")
    if name in _SHARED_SECRET:
        raise Refused("alg-shared-secret", alg=name)
    return any(name in names for names in ALGORITHMS.values())


def verify(jws: Jws, key: PublicKey) -> bool:
    """Whether the key signed this.

    Raises:
        Refused: `alg-none`; `alg-not-allowed` where the header names another algorithm than the
            key's; `jwk-mismatch` where the header holds another key; `private-key-published`.
        Undecidable: `alg-unsupported`.
    """
    _check_algorithm(jws.header["alg"], key.type)
    embedded = embedded_key(jws)
    if embedded is not None and embedded != key:
        raise Refused("jwk-mismatch")
    return key.verify(jws.signature, jws.signing_input)


def embedded_key(jws: Jws) -> PublicKey | None:
    """The key in the header's `jwk`, None where there is none. It says nothing of whose key it is.

    Raises:
        Refused: `private-key-published`, `bad-key`.
        Undecidable: `key-type-unknown`.
    """
    return PublicKey.from_jwk(jws.header["jwk"]) if "jwk" in jws.header else None


def sign(header: JsonObject, payload: bytes, key: SigningKey) -> str:
    """A compact JWS. The algorithm is the key's; a header that names another is refused.

    Raises:
        Refused: `alg-none`, `alg-not-allowed`, `jws-crit`, `jws-unencoded`.
    """
    whole = {"alg": ALGORITHMS[key.public.type][0], **header}
    _check_algorithm(whole["alg"], key.public.type)
    if "crit" in whole:
        raise Refused("jws-crit", names=ascii(whole["crit"])[:80])
    if whole.get("b64", True) is not True:
        raise Refused("jws-unencoded")
    head = multibase.base64url_encode(to_bytes(whole))
    body = multibase.base64url_encode(payload)
    signature = key.sign(f"{head}.{body}".encode("ascii"))
    return f"{head}.{body}.{multibase.base64url_encode(signature)}"


def to_bytes(value: JsonObject) -> bytes:
    """A JSON object as the bytes that are signed: UTF-8, no needless space, members in order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _check_algorithm(name: object, kind: KeyType) -> None:
    if name in ALGORITHMS[kind]:
        return
    if isinstance(name, str) and name.lower() == "none":
        raise Refused("alg-none")
    if name in _UNCHECKED.get(kind, ()):
        raise Undecidable("alg-unsupported", alg=name)
    allowed = " or ".join(ALGORITHMS[kind])
    raise Refused("alg-not-allowed", alg=str(name)[:40], key=kind.value, allowed=allowed)


def _decode(part: str) -> bytes:
    try:
        return multibase.base64url_decode(part)
    except Refused as error:
        raise Unusable("not-a-jws", reason="a part of it is not base64url") from error
