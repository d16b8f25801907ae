"""Uploaded pictures made safe: known types, sensible sizes, and nothing in them but the picture.

Cameras write where a photograph was taken into it, and anybody can write anything behind its end.
The pixels' own bytes are copied as they are; what surrounds them is kept only where it is needed to
show them. Formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81, markers), WebP (RFC 9649).
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

MAX_SIDE: Final = 4096
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD")
)
_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_METADATA: Final = 0x20 | 0x08 | 0x04  # colour profile, EXIF, XMP
_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# Frames and tables, the scan, JFIF's own header, and Adobe's, which says how colours are mixed.
_JPEG_KEPT: Final = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD, 0xE0, 0xEE})
_BEGIN, _END, _SCAN = 0xFF, 0xD9, 0xDA
_LENGTH: Final = 2
_STUFFED: Final = frozenset((0x00, *range(0xD0, 0xD8)))


class Safe(NamedTuple):
    """A picture that may be shown.

    Attributes:
        media_type: its type, as HTTP has it.
        data: the picture, without anything that is not needed to show it.
    """

    media_type: str
    data: bytes


def safe(data: bytes) -> Safe | None:
    """A picture made safe; None where it is none, is cut off, or is wider than 4,096 pixels.

    Args:
        data: the file; how large it may be is for the caller to say.
    """
    try:
        if data.startswith(_PNG):
            return Safe("image/png", _png(data))
        if data.startswith(b"\xff\xd8\xff"):
            return Safe("image/jpeg", _jpeg(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Safe("image/webp", _webp(data))
    except (struct.error, ValueError, IndexError):
        return None
    return None


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise ValueError


# -- PNG ------------------------------------------------------------------------------------------
def _png(data: bytes) -> bytes:
    kept, seen, place = [_PNG], set[bytes](), len(_PNG)
    while b"IEND" not in seen:
        (length,) = struct.unpack_from(">I", data, place)
        kind, end = data[place + 4 : place + 8], place + 12 + length
        (checksum,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(data[place + 4 : end - 4]) != checksum or (kind == b"IHDR") == bool(seen):
            raise ValueError
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", data, place + 8))
        elif kind not in _PNG_KEPT and not kind[0] & 0x20:  # a critical one that is not known
            raise ValueError
        seen.add(kind)
        if kind in _PNG_KEPT:
            kept.append(data[place:end])
        place = end
    if b"IDAT" not in seen:
        raise ValueError
    return b"".join(kept)


# -- JPEG -----------------------------------------------------------------------------------------
def _jpeg(data: bytes) -> bytes:
    kept, framed, scanned = [b"\xff\xd8"], False, False
    for marker, segment in _segments(data):
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", segment, 5)
            _check_size(width, height)
            framed = True
        scanned = scanned or marker == _SCAN
        if marker in _JPEG_KEPT:
            kept.append(segment)
    if not (framed and scanned):
        raise ValueError
    return b"".join([*kept, b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment; a scan with the coded data that follows it."""
    place = 2
    while True:
        if data[place] != _BEGIN:
            raise ValueError
        marker = data[place + 1]
        if marker == _END:
            return
        (length,) = struct.unpack_from(">H", data, place + 2)
        end = place + 2 + length
        if length < _LENGTH or end > len(data):
            raise ValueError
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[place:end]
        place = end


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is neither stuffing nor a restart."""
    while True:
        place = data.index(b"\xff", place)
        if data[place + 1] not in _STUFFED:
            return place
        place += 2


# -- WebP -----------------------------------------------------------------------------------------
def _webp(data: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", data, 4)
    end, place, kept, shown = 8 + length, 12, list[bytes](), False
    if end > len(data):
        raise ValueError
    while place < end:
        kind = data[place : place + 4]
        (size,) = struct.unpack_from("<I", data, place + 4)
        chunk = data[place : place + 8 + size + size % 2]
        place += len(chunk)
        if len(chunk) < 8 + size or place > end:
            raise ValueError
        if kind in {b"VP8 ", b"VP8L", b"VP8X"}:
            _check_size(*_webp_size(kind, chunk[8:]))
        shown = shown or kind in {b"VP8 ", b"VP8L", b"ANMF"}
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_METADATA]) + chunk[9:]
        if kind in _WEBP_KEPT:
            kept.append(chunk)
    if not shown:
        raise ValueError
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_size(kind: bytes, inside: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        wide = int.from_bytes(inside[4:7], "little")
        high = int.from_bytes(inside[7:10], "little")
        return wide + 1, high + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", inside, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack_from("<HH", inside, 6)
    return wide & 0x3FFF, high & 0x3FFF
