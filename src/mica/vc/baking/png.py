"""Credentials in PNG images: one uncompressed `iTXt` chunk before the end.

Every chunk's length and checksum is checked, also of chunks that do not matter here: a file that
two readers cut differently may show each of them another credential. Sources: Open Badges 3.0
§5.3.1; PNG (Third Edition) §5 (structure), §11.3.3 (text chunks); Open Badges 2.0 baking.
"""

import zlib
from dataclasses import dataclass
from typing import Final

from mica.vc import documents
from mica.vc.baking.carried import MAX_MARKED, V2, V3, Carried
from mica.vc.errors import Refused, Unusable
from mica.vc.inflate import Form, inflate

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS: Final = 50_000
MAX_LENGTH: Final = 2**31 - 1
"""Of one chunk's data, by the PNG specification."""

_KEYWORDS: Final = {b"openbadgecredential": V3, b"openbadges": V2}
_TEXT_CHUNKS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_FRAME: Final = 12
"""Bytes around a chunk's data: length, type, checksum."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: its type, and where it starts and ends in the file, frame included."""

    kind: bytes
    start: int
    end: int

    def data(self, image: bytes) -> bytes:
        """The chunk's data, without its frame."""
        return image[self.start + 8 : self.end - 4]


def is_png(data: bytes) -> bool:
    """Whether the bytes start as every PNG does."""
    return data.startswith(SIGNATURE)


def find(image: bytes) -> list[Carried]:
    """Every text that is marked as a credential, in the order of the file.

    Raises:
        Unusable: `png-…` where the file is broken, `png-compressed` and `png-wrong-chunk` where a
            3.0 credential is not in plain iTXt, `compressed-…` where a 2.0 one cannot be inflated.
    """
    marked = [chunk for chunk in chunks(image) if _version(chunk, image)]
    if len(marked) > MAX_MARKED:
        raise Unusable("baked-twice", count=len(marked))
    return [_read(chunk, chunk.data(image), _version(chunk, image)) for chunk in marked]


def bake(image: bytes, text: str) -> bytes:
    """The image with the text as its one credential; whatever it carried before goes.

    Args:
        image: a PNG.
        text: from `carried.to_carry`.

    Raises:
        Unusable: `png-…` where the file is broken.
    """
    kept = [chunk for chunk in chunks(image) if not _version(chunk, image)]
    pieces = [image[chunk.start : chunk.end] for chunk in kept]
    pieces.insert(-1, _chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + text.encode()))
    return SIGNATURE + b"".join(pieces)


def chunks(image: bytes) -> list[Chunk]:
    """The chunks of a sound PNG: IHDR first, some IDAT, IEND last, nothing after it.

    Raises:
        Unusable: `png-truncated`, `png-bad-checksum`, `png-bad-structure`, `png-too-many-chunks`,
            `png-trailing-data`.
    """
    if not is_png(image):
        raise Unusable("png-bad-structure", reason="it does not start with the PNG signature")
    found: list[Chunk] = []
    at = len(SIGNATURE)
    while not found or found[-1].kind != b"IEND":
        if len(found) >= MAX_CHUNKS:
            raise Unusable("png-too-many-chunks", limit=MAX_CHUNKS)
        found.append(_chunk_at(image, at))
        at = found[-1].end
    if at != len(image):
        raise Unusable("png-trailing-data", size=len(image) - at)
    _check_order(found, image)
    return found


def _chunk_at(image: bytes, at: int) -> Chunk:
    if len(image) - at < _FRAME:
        raise Unusable("png-truncated")
    length = int.from_bytes(image[at : at + 4], "big")
    kind = image[at + 4 : at + 8]
    if not kind.isalpha() or length > MAX_LENGTH:
        raise Unusable("png-bad-structure", reason=f"there is no valid chunk at byte {at}")
    end = at + _FRAME + length
    if end > len(image):
        raise Unusable("png-truncated")
    checksum = int.from_bytes(image[end - 4 : end], "big")
    if zlib.crc32(memoryview(image)[at + 4 : end - 4]) != checksum:
        raise Unusable("png-bad-checksum", chunk=kind.decode("ascii"), at=at)
    return Chunk(kind, at, end)


def _check_order(found: list[Chunk], image: bytes) -> None:
    first, last = found[0], found[-1]
    kinds = [chunk.kind for chunk in found]
    if first.kind != b"IHDR" or first.end - first.start != _FRAME + 13:
        raise Unusable("png-bad-structure", reason="it has no header (IHDR) at its start")
    if kinds.count(b"IHDR") > 1:
        raise Unusable("png-bad-structure", reason="it has more than one header (IHDR)")
    header = first.data(image)
    if not any(header[:4]) or not any(header[4:8]):
        raise Unusable("png-bad-structure", reason="its width or height is zero")
    if b"IDAT" not in kinds:
        raise Unusable("png-bad-structure", reason="it holds no picture (IDAT)")
    if last.end - last.start != _FRAME:
        raise Unusable("png-bad-structure", reason="its end (IEND) is not empty")


def _version(chunk: Chunk, image: bytes) -> int:
    """The version of Open Badges that a chunk's keyword names, 0 for every other chunk."""
    if chunk.kind not in _TEXT_CHUNKS:
        return 0
    for keyword, version in _KEYWORDS.items():
        if image.startswith(keyword + b"\0", chunk.start + 8, chunk.end - 4):
            return version
    return 0


def _read(chunk: Chunk, data: bytes, version: int) -> Carried:
    _, _, rest = data.partition(b"\0")
    if chunk.kind == b"iTXt":
        return Carried(version, _utf8(_international(rest, version)))
    if version == V3:
        raise Unusable("png-wrong-chunk", chunk=chunk.kind.decode("ascii"))
    if chunk.kind == b"zTXt":
        rest = _inflated(rest[:1], rest[1:])
    return Carried(version, _latin(rest))


def _international(rest: bytes, version: int) -> bytes:
    """The text of an iTXt chunk: flag, method, language, translated keyword, text."""
    flag, method = rest[:1], rest[1:2]
    _, _, translated = rest[2:].partition(b"\0")
    _, zero, text = translated.partition(b"\0")
    if not zero or flag not in (b"\0", b"\1"):
        raise Unusable(
            "png-bad-structure", reason="the chunk with the credential is not valid iTXt"
        )
    if flag == b"\0":
        return text
    if version == V3:
        raise Unusable("png-compressed")
    return _inflated(method, text)


def _inflated(method: bytes, data: bytes) -> bytes:
    if method != b"\0":
        raise Unusable("png-bad-structure", reason="its text is compressed by an unknown method")
    try:
        return inflate(data, Form.ZLIB, limit=documents.MAX_BYTES)
    except Refused as error:
        raise Unusable(error.code, **error.data) from error


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unusable("baked-not-a-credential") from None


def _latin(data: bytes) -> str:
    """Latin-1 by the standard; old bakers wrote UTF-8, which Latin-1 text hardly ever resembles."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
