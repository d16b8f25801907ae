"""Small pictures made in code, sound and broken."""

import struct
import zlib

import pytest

from mica.vc.bake import unbake
from mica.vc.errors import VcError

PNG_START = b"\x89PNG\r\n\x1a\n"
JWS = "eyJhbGciOiJFZERTQSJ9.eyJuYW1lIjoiQSJ9.c2ln"
JSON = '{"name": "Żółw", "list": [[1]]}'

SVG_NS = 'xmlns="http://www.w3.org/2000/svg"'
OB3_NS = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
OB2_NS = 'xmlns:openbadges="http://openbadges.org"'


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\0"))
IEND = chunk(b"IEND")


def png(*more: bytes) -> bytes:
    """One grey pixel, and chunks before the end."""
    return b"".join([PNG_START, IHDR, IDAT, *more, IEND])


def itxt(keyword: bytes, text: bytes, flag: bytes = b"\0") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + flag + b"\0\0\0" + text)


def svg(body: str = "", *, attributes: str = "", before: str = "") -> bytes:
    return f"{before}<svg {SVG_NS}{attributes}>{body}</svg>".encode()


def code_of(image: bytes) -> str:
    with pytest.raises(VcError) as caught:
        unbake(image)
    assert str(caught.value) != caught.value.code, "every code has a sentence"
    return caught.value.code
