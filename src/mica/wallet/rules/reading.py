"""What was handed over: which credentials are in it, exactly as they were received.

A file, a picture, a pasted text or what a link leads to is opened here. Whether it holds true is
asked elsewhere; here it only has to be a credential. Rules as prose: docs/rules/wallet.md.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mica.standards import openbadges2
from mica.vc import bake, documents, jose, jwt
from mica.vc.documents import JsonObject
from mica.vc.errors import Unusable
from mica.vc.jose import Jws
from mica.vc.parts import enveloped, is_presentation, listed, text, types_of
from mica.verification.rules import is_link
from mica.wallet.errors import Unfit

MAX_BYTES: Final = 5 * 1024 * 1024
"""Of one thing that is handed over. What is kept is shown, packed and sent again and again."""
MAX_TEXT: Final = 1024 * 1024
"""Characters of one credential."""
MAX_INSIDE: Final = 100
"""Credentials in one thing."""
_MEGABYTE: Final = 1024 * 1024
_CREDENTIAL: Final = "VerifiableCredential"
_LINES: Final = re.compile(r"\s*\n\s*")


class Form(StrEnum):
    """How a credential is written."""

    JSON = "json"
    JWT = "jwt"
    JOSE = "jose"
    BADGE2 = "badge2"


@dataclass(frozen=True, slots=True)
class Document:
    """One credential as it was received.

    Attributes:
        text: exactly as it was, without white space around it.
        form: how it is written.
        content: what it says, not yet believed; of a JWT what stands in it.
        picture: the baked picture it came in, or None.
    """

    text: str
    form: Form
    content: JsonObject
    picture: bytes | None = None

    @property
    def hash(self) -> bytes:
        """32 bytes that tell it from every other."""
        return hashlib.sha256(self.text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Link:
    """A web address where the thing lies, and the picture that named it, if one did."""

    url: str
    picture: bytes | None = None


Opened = list[Document] | Link


def opened(data: bytes, picture: bytes | None = None) -> Opened:
    """The credentials in something that was handed over, or the link that it is.

    Args:
        data: JSON, a compact JWS, a presentation of several, a baked PNG or SVG, a link.
        picture: the picture that `data` was found in.

    Raises:
        Unfit: `too-large`, `not-a-credential`, `nothing-inside`, `too-many-inside`.
        VcError: it cannot be read, or is made to deceive; its sentence says how.
    """
    if len(data) > MAX_BYTES:
        raise Unfit("too-large", limit=MAX_BYTES // _MEGABYTE)
    if bake.is_image(data):
        return opened(bake.unbake(data).encode(), data)
    try:
        said = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise Unusable("not-a-document") from error
    if not said:
        raise Unusable("empty")
    if is_link(said):
        return Link(said, picture)
    return _documents(said, picture)


def pasted(said: str) -> list[bytes]:
    """A pasted text taken apart: several tokens or links, one a line, or one thing."""
    lines = [line for line in _LINES.split(said.strip()) if line]
    if len(lines) > 1 and all(jose.is_compact(line) or is_link(line) for line in lines):
        return [line.encode() for line in lines]
    return [said.encode()]


def document_of(said: str, picture: bytes | None = None) -> Document:
    """One credential out of its own text.

    Raises:
        Unfit: `too-large`, `not-a-credential`.
        VcError: it cannot be read, or is made to deceive.
    """
    if len(said) > MAX_TEXT:
        raise Unfit("too-large", limit=MAX_TEXT // _MEGABYTE)
    signed = jose.parse(said) if jose.is_compact(said) else None
    content = documents.read(said) if signed is None else _carried(signed)
    if signed is None and (token := enveloped(content)) is not None:
        signed = jose.parse(token)
        content = _carried(signed)
    if openbadges2.recognises(content):
        return Document(said, Form.BADGE2, content, picture)
    if _CREDENTIAL not in types_of(content):
        raise Unfit("not-a-credential")
    return Document(said, _form(signed), content, picture)


def _documents(said: str, picture: bytes | None) -> list[Document]:
    if said.startswith("["):
        inside = documents.parse(f'{{"all":{said}}}')["all"]
        return _several(listed(inside), picture)
    compact = jose.is_compact(said)
    content = _carried(jose.parse(said)) if compact else documents.read(said)
    if is_presentation(content):
        return _several(listed(content.get("verifiableCredential")), picture)
    return [document_of(said, picture)]


def _several(inside: list[Any], picture: bytes | None) -> list[Document]:
    if not inside:
        raise Unfit("nothing-inside")
    if len(inside) > MAX_INSIDE:
        raise Unfit("too-many-inside", limit=MAX_INSIDE)
    # A picture carries one credential; of several, none may claim it.
    own = picture if len(inside) == 1 else None
    return [document_of(said, own) for said in map(_as_text, inside)]


def _as_text(value: Any) -> str:
    if isinstance(value, dict) and (token := enveloped(value)) is not None:
        return token
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _form(signed: Jws | None) -> Form:
    if signed is None:
        return Form.JSON
    return Form.JOSE if text(signed.header.get("typ")) in {"vc+jwt", "vc+ld+jwt"} else Form.JWT


def _carried(signed: Jws) -> JsonObject:
    payload = documents.read(signed.payload)
    return payload if openbadges2.recognises(payload) else jwt.credential_of(signed)
