"""The picture of a credential that brings none: its name over the sheets of Mica, as SVG.

The sheet on top is the credential; it is thick as its credit. No script, no outside reference, so
that it can carry the credential itself (docs/rules/baking.md).
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

SIZE: Final = 600
_PAPER, _INK, _SOFT, _LINE = "#fffdf9", "#221f1a", "#5f584c", "#c9bea9"
_TOP, _TOP_EDGE, _SHEET, _SHEET_EDGE = "#dd8840", "#a4541a", "#dcd3c1", "#a89e8a"
_WIDTH, _DEPTH, _MIDDLE = 150, 44, 300
_THIN, _THICK = 8.0, 34.0
_FULL: Final = 60.0
"""Credit of a year of learning in most units: from here on a sheet grows no thicker."""
_LINES: Final = ((18, 54, 3), (24, 42, 3), (32, 32, 4))
"""Letters a line, size of the letters, lines: the first in which a name fits."""
_FACE: Final = "font-family=\"'Libertinus Serif','Noto Serif','DejaVu Serif',serif\""


def badge(*, name: str, issuer: str, note: str, credit: float | None) -> str:
    """The picture, 600 by 600.

    Args:
        name: what was achieved.
        issuer: who says so.
        note: a short line, such as the day and the level.
        credit: in whatever unit; None where there is none.
    """
    thickness = _THIN + (_THICK - _THIN) * min((credit or 0) / _FULL, 1)
    label = quoteattr(f"{name}. {issuer}")
    box = f'viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label={label}>',
            f'<rect width="{SIZE}" height="{SIZE}" fill="{_PAPER}"/>',
            f'<path fill="none" stroke="{_LINE}" stroke-width="2" d="M14 14h572v572h-572z"/>',
            f'<rect x="14" y="578" width="572" height="8" fill="{_LINE}"/>',
            *_sheets(thickness),
            *_words(name, issuer, note),
            "</svg>",
        ]
    )


def sheets(credit: float | None) -> str:
    """The sheets alone, 328 by 200."""
    thickness = _THIN + (_THICK - _THIN) * min((credit or 0) / _FULL, 1)
    return "".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="136 50 328 200">',
            *_sheets(thickness),
            "</svg>",
        ]
    )


def _sheets(thickness: float) -> Iterator[str]:
    yield _sheet(196, -14, _THIN, _SHEET, _SHEET_EDGE)
    yield _sheet(164, 14, _THIN, _SHEET, _SHEET_EDGE)
    yield _sheet(132 - thickness, 0, thickness, _TOP, _TOP_EDGE)


def _sheet(top: float, shift: int, thickness: float, face: str, edge: str) -> str:
    middle = _MIDDLE + shift
    left, right, front = middle - _WIDTH, middle + _WIDTH, top + _DEPTH
    return (
        f'<path fill="{edge}" d="M{left} {top:g} {middle} {front:g} {right} {top:g}'
        f'v{thickness:g}L{middle} {front + thickness:g} {left} {top + thickness:g}z"/>'
        f'<path fill="{face}" d="M{left} {top:g} {middle} {top - _DEPTH:g} {right} {top:g} '
        f'{middle} {front:g}z"/>'
    )


def _words(name: str, issuer: str, note: str) -> Iterator[str]:
    lines, size = _wrapped(name)
    y = 330.0 + (4 - len(lines)) * 6
    for line in lines:
        yield _line(line, y, size, _INK)
        y += size * 1.15
    if issuer:
        yield _line(_cut(issuer, 40), 506, 27, _SOFT)
    if note:
        yield _line(_cut(note, 48), 546, 22, _SOFT)


def _line(text: str, y: float, size: int, colour: str) -> str:
    return (
        f'<text x="{_MIDDLE}" y="{y:g}" text-anchor="middle" {_FACE} '
        f'font-size="{size}" fill="{colour}">{escape(text)}</text>'
    )


def _wrapped(name: str) -> tuple[list[str], int]:
    for letters, size, most in _LINES:
        wide = letters / _breadth(name)
        lines = textwrap.wrap(name, max(int(wide), 4)) or [""]
        if len(lines) <= most:
            return lines, size
    kept = lines[:most]
    return [*kept[:-1], _cut(kept[-1] + " …", len(kept[-1]) + 2)], size


def _breadth(text: str) -> float:
    """How wide its letters are on average: those of East Asia take the room of two."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return 1 + wide / max(len(text), 1)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
