"""The mark of Mica, three thin sheets, drawn with nothing but arithmetic: as SVG and as PNG."""

import struct
import zlib
from typing import Final

SIDE: Final = 160
"""Pixels of the square picture."""

_Colour = tuple[int, int, int]
_PAPER: Final[_Colour] = (250, 247, 240)
_ACCENT: Final[_Colour] = (196, 140, 62)
_SHEETS: Final[tuple[tuple[int, _Colour], ...]] = (
    (100, (216, 203, 176)),
    (78, _ACCENT),
    (56, (58, 53, 47)),
)
"""Each sheet, lowest first: how far down its middle lies, and its colour."""
_HALF_WIDTH: Final = 56
_HALF_HEIGHT: Final = 22


def svg(title: str) -> bytes:
    """The mark as SVG.

    Args:
        title: for those who do not see it; letters and spaces only.
    """
    wide, high = _HALF_WIDTH, _HALF_HEIGHT
    sheets = "".join(
        f'<path fill="#{bytes(colour).hex()}" d="M{SIDE // 2} {middle - high}'
        f'l{wide} {high}-{wide} {high}-{wide}-{high}z"/>'
        for middle, colour in _SHEETS
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img">'
        f'<title>{title}</title><path fill="#{bytes(_PAPER).hex()}" d="M0 0h{SIDE}v{SIDE}H0z"/>'
        f"{sheets}</svg>\n"
    ).encode()


def png(accent: _Colour = _ACCENT) -> bytes:
    """The mark as PNG, eight bits of red, green and blue (ISO/IEC 15948).

    Args:
        accent: the colour of the sheet in the middle.
    """
    rows = b"".join(
        b"\0"
        + b"".join(
            bytes(accent if (colour := _colour_at(x, y)) == _ACCENT else colour)
            for x in range(SIDE)
        )
        for y in range(SIDE)
    )
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _colour_at(x: int, y: int) -> _Colour:
    for middle, colour in reversed(_SHEETS):
        across, down = abs(x - SIDE // 2) / _HALF_WIDTH, abs(y - middle) / _HALF_HEIGHT
        if across + down <= 1:
            return colour
    return _PAPER


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
