"""What an image may carry, whatever its format: JSON, a compact JWS or, before 3.0, a link."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mica.vc import documents
from mica.vc.errors import Unusable
from mica.vc.jose import is_signed

MAX_IMAGE: Final = 20 * 1024 * 1024
"""Bytes of an image, before and after baking."""

MAX_MARKED: Final = 8
"""Marked texts that are looked at: each may inflate to much."""

V3: Final = 3
V2: Final = 2
"""Versions of Open Badges by which a text is marked; 2 stands for everything before 3."""

_SPACE: Final = " \t\r\n"
_LINK: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Carried:
    """One text found in an image.

    Attributes:
        version: V3 or V2, by the mark it stood under.
        text: as it stood there, white space around it included.
    """

    version: int
    text: str


def check_size(image: bytes, limit: int = MAX_IMAGE) -> bytes:
    """The same image, if it is one that is read.

    Raises:
        Unusable: `image-too-large`.
    """
    if len(image) > limit:
        raise Unusable("image-too-large", size=len(image), limit=limit)
    return image


def to_carry(credential: str) -> str:
    """The text that goes into an image, without white space around it.

    Raises:
        Unusable: `not-bakeable`, or the code of `documents.read` for JSON that readers could
            understand differently.
    """
    text = credential.strip(_SPACE)
    if text.startswith("{"):
        documents.read(text)
        return text
    if is_signed(text):
        return text
    raise Unusable("not-bakeable")


def the_one(found: Sequence[Carried]) -> str:
    """The credential among the texts of an image; 3.0 goes before 2.0 (Open Badges 3.0 §5.3).

    Two that differ are refused, because readers would pick different ones. Two equal ones are
    tolerated for 2.0 only, where a link was often written in an old and a new chunk alike.

    Raises:
        Unusable: `not-baked`, `baked-twice`, `baked-not-a-credential`.
    """
    texts = [one.text.strip(_SPACE) for one in found if one.version == V3]
    newest = bool(texts)
    if not newest:
        texts = sorted({one.text.strip(_SPACE) for one in found})
    if not texts:
        raise Unusable("not-baked")
    if len(texts) > 1:
        raise Unusable("baked-twice", count=len(texts))
    text = texts[0]
    if text.startswith("{") or is_signed(text) or (not newest and _LINK.fullmatch(text)):
        return text
    raise Unusable("baked-not-a-credential")
