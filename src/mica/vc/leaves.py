"""The plain values that documents of every format are made of."""

import re
from typing import Final

from mica.vc.jose import is_signed
from mica.vc.shapes import Leaf, Stamp, shape

_STRING: Final = frozenset({str})

TEXT: Final = Leaf("text", _STRING)
FLAG: Final = Leaf("true or false", frozenset({bool}))
NUMBER: Final = Leaf("a number", frozenset({int, float}))
STAMP: Final = Stamp()
LOOSE_STAMP: Final = Stamp("a date and time, such as 2026-01-15T09:00:00Z", suffix="Z")
"""A moment that may lack its offset, where a format asks for xsd:dateTime only."""

# RFC 3987: a scheme, then what an IRI may hold. Percent signs are not looked into.
_ABSOLUTE: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|\\^`]+')
URL: Final = Leaf(
    "an absolute URL, such as https://… or did:…", _STRING, _ABSOLUTE.fullmatch, "not-a-url"
)

_TAG: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
LANGUAGE: Final = Leaf("a language tag, such as en or pt-BR", _STRING, _TAG.fullmatch)

COMPACT_JWS: Final = Leaf("a compact JWS: three parts joined by dots", _STRING, is_signed)

ANYTHING: Final = shape("one of its own", {})
"""Any object: what stands in it is another's business."""
