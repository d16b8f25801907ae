"""Credentials inside a JWS: what the claims must say, and how to write them.

Three forms are read. *Open Badges 3.0*: the payload is the credential with `iss`, `sub`, `jti`,
`nbf` and `exp` beside it, each a copy of one of its members (Open Badges 3.0 §8.2). *VC-JOSE-COSE*
(`typ: vc+jwt`): the payload is the credential, and `nbf` and `exp` are about the signature, not the
credential (§3.1.3). *VC Data Model 1.1* (§6.3.1): the credential stands in the claim `vc`, and what
it leaves out is taken from the other claims.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from mica.vc import documents, jose
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.jose import Jws
from mica.vc.keys import SigningKey
from mica.vc.model import is_v1
from mica.vc.parts import is_presentation
from mica.vc.timestamps import format_timestamp, parse_timestamp

_JOSE_COSE: Final = frozenset({"vc+jwt", "vp+jwt"})
_TYPES: Final = _JOSE_COSE | {"jwt"}
_TIMES: Final = ("nbf", "exp")
_NESTED: Final[tuple[str, ...]] = ("vc", "vp")
_MEMBERS: Final = {
    "iss": ("issuer",),
    "sub": ("credentialSubject",),
    "jti": ("id",),
    "nbf": ("validFrom", "issuanceDate"),
    "exp": ("validUntil", "expirationDate"),
}
"""Each claim and the members it copies: VC Data Model 2.0, then 1.1."""
_LAST_SECOND: Final = 253_402_300_799
"""9999-12-31T23:59:59Z, the last second that a timestamp of four-digit years can write."""


def credential_of(jws: Jws) -> JsonObject:
    """The credential or presentation that a JWS carries, with its claims held against it.

    Raises:
        Unusable: what `documents.read` finds in the payload.
        Refused: `typ-not-allowed`; `jwt-claim-mismatch`, naming the claim; `jwt-claim-bad`;
            `jwt-nested` where `vc` or `vp` stands beside or around a VC Data Model 2.0 document.
    """
    kind = _kind(jws.header)
    payload = documents.read(jws.payload)
    nested = [name for name in _NESTED if name in payload]
    if nested and kind in _JOSE_COSE:
        raise Refused("jwt-nested", claim=nested[0])
    if nested:
        return _unnested(payload, nested)
    claims = [name for name in _MEMBERS if not (kind in _JOSE_COSE and name in _TIMES)]
    _compare(payload, payload, claims)
    if "iss" in jws.header:
        _compare({"iss": jws.header["iss"]}, payload, ["iss"])
    return payload


def window(jws: Jws) -> tuple[datetime | None, datetime | None]:
    """When the signature itself counts: from `nbf`, until `exp` (RFC 7519 §4.1), None where open.

    Whoever verifies checks this beside the credential's own dates.

    Raises:
        Unusable: what `documents.read` finds in the payload.
        Refused: `jwt-claim-bad`.
    """
    payload = documents.read(jws.payload)
    start, end = (_moment(payload, name) if name in payload else None for name in _TIMES)
    return start, end


def claims_for(credential: JsonObject) -> JsonObject:
    """The payload of a credential in the Open Badges profile: itself and its claims.

    Raises:
        Refused: `jwt-claim-missing` where the profile wants a claim and the credential has nothing
            to put there (issuer, id, the subject's id, validFrom); what `parse_timestamp` refuses.
    """
    claims: JsonObject = {}
    for claim in _MEMBERS:
        value = _stated(credential, claim)
        if value is not None:
            claims[claim] = math.floor(_epoch(value)) if claim in _TIMES else value
        elif claim != "exp":
            raise Refused("jwt-claim-missing", claim=claim, member=_MEMBERS[claim][0])
    return {**credential, **claims}


def sign_open_badge(credential: JsonObject, key: SigningKey, *, kid: str | None = None) -> str:
    """A credential as VC-JWT in the Open Badges profile. Without `kid` the header holds the key.

    Raises:
        Refused: as `claims_for`.
    """
    name: JsonObject = {"kid": kid} if kid is not None else {"jwk": key.public.jwk}
    return jose.sign({"typ": "JWT", **name}, jose.to_bytes(claims_for(credential)), key)


def sign_credential(credential: JsonObject, key: SigningKey, *, kid: str) -> str:
    """A VC Data Model 2.0 credential as VC-JOSE-COSE: the payload is the credential itself.

    Args:
        credential: signed as it stands.
        key: the issuer's.
        kid: an absolute URL of the verification method.

    Raises:
        Refused: `jwt-nested` where the credential has a member `vc` or `vp`.
    """
    return _sign_nothing_nested(credential, {"typ": "vc+jwt", "cty": "vc", "kid": kid}, key)


def sign_presentation(
    presentation: JsonObject,
    key: SigningKey,
    *,
    kid: str,
    nonce: str | None = None,
    audience: str | None = None,
) -> str:
    """A VC Data Model 2.0 presentation as VC-JOSE-COSE, signed by its holder.

    Args:
        presentation: signed as it stands, with the claims beside its members.
        key: the holder's.
        kid: an absolute URL of the verification method.
        nonce: the challenge that it answers.
        audience: for whom it is made.

    Raises:
        Refused: `jwt-nested` where the presentation has a member `vc` or `vp`.
    """
    claims = {"nonce": nonce, "aud": audience}
    payload = {**presentation, **{k: v for k, v in claims.items() if v is not None}}
    return _sign_nothing_nested(payload, {"typ": "vp+jwt", "cty": "vp", "kid": kid}, key)


def _sign_nothing_nested(payload: JsonObject, header: JsonObject, key: SigningKey) -> str:
    for name in _NESTED:
        if name in payload:
            raise Refused("jwt-nested", claim=name)
    return jose.sign(header, jose.to_bytes(payload), key)


def _kind(header: JsonObject) -> str:
    """The header's `typ` in lower case; "" where absent. RFC 7515 §4.1.9 allows `application/`."""
    if "typ" not in header:
        return ""
    kind = str(header["typ"]).lower().removeprefix("application/")
    if kind not in _TYPES:
        raise Refused("typ-not-allowed", typ=str(header["typ"])[:40])
    return kind


def _unnested(payload: JsonObject, nested: list[str]) -> JsonObject:
    inner = payload[nested[0]]
    if len(nested) > 1 or "@context" in payload or not isinstance(inner, dict):
        raise Refused("jwt-nested", claim=nested[0])
    if not is_v1(inner):
        raise Refused("jwt-nested", claim=nested[0])
    claims: tuple[str, ...] = tuple(_MEMBERS)
    if nested == ["vp"]:
        # The holder's signature: its times are its own, and it says nothing of the subjects.
        claims = ("iss", "jti")
    made = dict(inner)
    for claim in claims:
        if claim in payload and _stated(made, claim) is None:
            _fill(made, claim, payload)
    _compare(payload, made, claims)
    return made


def _compare(claims: JsonObject, document: JsonObject, names: Iterable[str]) -> None:
    """Hold claims against the members that they copy. Dates agree by the second (NumericDate)."""
    for name in names:
        if name not in claims:
            continue
        claimed, stated = claims[name], _stated(document, name)
        if name in _TIMES and stated is not None:
            same = math.floor(_moment(claims, name).timestamp()) == math.floor(_epoch(stated))
        else:
            same = type(claimed) is str and claimed == stated
        if not same:
            member = _member(document, name)
            raise Refused("jwt-claim-mismatch", claim=name, member=member)


def _member(document: JsonObject, claim: str) -> str:
    if claim == "iss" and is_presentation(document):
        return "holder"
    names = _MEMBERS[claim]
    return next((name for name in names if name in document), names[0])


def _stated(document: JsonObject, claim: str) -> str | None:
    """What the document itself says where the claim would say it; None where nothing."""
    value = document.get(_member(document, claim))
    if claim == "sub" and isinstance(value, list) and len(value) == 1:
        value = value[0]
    if claim in ("iss", "sub") and isinstance(value, dict):
        value = value.get("id")
    elif claim == "sub":
        return None
    return value if isinstance(value, str) else None


def _fill(document: JsonObject, claim: str, payload: JsonObject) -> None:
    """Put a claim where the document says nothing. Values of another kind stay: they mismatch."""
    member = _MEMBERS[claim][-1] if claim in _TIMES else _member(document, claim)
    value: Any = payload[claim]
    if claim in _TIMES:
        value = format_timestamp(_moment(payload, claim).replace(microsecond=0))
    present = document.get(member)
    if claim in ("iss", "sub") and isinstance(present, dict):
        if "id" not in present:
            document[member] = {**present, "id": value}
    elif present is None and claim != "sub":
        document[member] = value


def _epoch(text: str) -> float:
    return parse_timestamp(text).timestamp()


def _moment(claims: JsonObject, name: str) -> datetime:
    """A NumericDate (RFC 7519 §2): seconds since 1970, perhaps with a fraction."""
    seconds = claims[name]
    if type(seconds) not in (int, float) or not 0 <= seconds <= _LAST_SECOND:
        raise Refused("jwt-claim-bad", claim=name)
    return datetime.fromtimestamp(seconds, UTC)
