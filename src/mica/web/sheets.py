"""The motif as a picture: each credential a sheet, thick as its credit, high as its level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 360
"""Units of the drawing: a small phone's pixels, so that its words stay readable there."""
_LEFT, _SHEET, _DEPTH, _TEXT = 62, 108, 14, 192
_GAP, _BAND, _FOOT, _SHIFT = 30, 16, 5, 7
_THIN, _THICK = 3.0, 30.0
_LONGEST_NAME, _LONGEST_LEVEL = 24, 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One credential of a stack.

    Attributes:
        name: what it is called.
        credit: in any one unit, the same for the whole stack.
        level: rank within the framework, the lowest first.
        level_name: what that level is called.
        note: a short second line, such as "10 ECTS".
        kind: held; new, to be looked at first; or a gap, not held yet.
    """

    name: str
    credit: float
    level: int
    level_name: str
    note: str = ""
    kind: Literal["held", "new", "gap"] = "held"


@dataclass(frozen=True, slots=True)
class _Placed:
    sheet: Sheet
    top: float
    thickness: float
    shift: float


def draw(sheets: Iterable[Sheet], label: str, *, rtl: bool = False) -> SafeString:
    """The stack as SVG, lowest level at the bottom.

    Args:
        sheets: in any order.
        label: the whole picture in a sentence, for those who cannot see it.
        rtl: whether the page runs from right to left.
    """
    placed, lines, height = _layout(sorted(sheets, key=lambda sheet: sheet.level))
    return format_html(
        '<svg class="sheets" viewBox="0 {} {} {}" role="img" aria-label="{}">{}{}</svg>',
        _rounded(-height),
        WIDTH,
        _rounded(height + _FOOT + 2),
        label,
        format_html_join("", "{}", ((_line(y, name, rtl=rtl),) for y, name in lines)),
        format_html_join("", "{}", ((_drawn(one, rtl=rtl),) for one in placed)),
    )


def _layout(sheets: Sequence[Sheet]) -> tuple[list[_Placed], list[tuple[float, str]], float]:
    """Each sheet's place above the one below, the line of each level, and the height of all."""
    most = max((sheet.credit for sheet in sheets), default=0) or 1
    placed: list[_Placed] = []
    lines: list[tuple[float, str]] = []
    height, below = 0.0, None
    for level, group in groupby(sheets, key=lambda sheet: sheet.level):
        same = list(group)
        if below is not None:
            height += _BAND * (level - below)
        below = level
        lines.append((_FOOT - height, same[0].level_name))
        for sheet in same:
            thickness = max(_THIN, _THICK * max(sheet.credit, 0) / most)
            middle = -height - thickness - _DEPTH
            placed.append(_Placed(sheet, middle, thickness, _SHIFT * (len(placed) % 2)))
            height += thickness + _GAP
    return placed, lines, height + 2 * _DEPTH - _GAP + 2


def _line(y: float, name: str, *, rtl: bool) -> SafeString:
    return format_html(
        '<line x1="0" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}">{}</text>',
        WIDTH,
        _rounded(y),
        _rounded(y),
        WIDTH if rtl else 0,
        _rounded(y - 6),
        _short(name, _LONGEST_LEVEL),
    )


def _drawn(one: _Placed, *, rtl: bool) -> SafeString:
    sheet, y, thickness = one.sheet, one.top, _rounded(one.thickness)
    left = WIDTH - _LEFT - _SHEET - one.shift if rtl else _LEFT + one.shift
    middle, right = left + _SHEET / 2, left + _SHEET
    shape = format_html(
        '<path class="rim" d="M{l} {y} {m} {f} {r} {y}v{t}L{m} {ft} {l} {yt}z"/>'
        '<path class="top" d="M{l} {y} {m} {b} {r} {y} {m} {f}z"/>',
        l=_rounded(left),
        m=_rounded(middle),
        r=_rounded(right),
        y=_rounded(y),
        b=_rounded(y - _DEPTH),
        f=_rounded(y + _DEPTH),
        t=thickness,
        yt=_rounded(y + one.thickness),
        ft=_rounded(y + _DEPTH + one.thickness),
    )
    x = WIDTH - _TEXT if rtl else _TEXT
    words = format_html(
        '<text class="name" x="{}" y="{}">{}</text><text x="{}" y="{}">{}</text>',
        x,
        _rounded(y + 2),
        _short(sheet.name, _LONGEST_NAME),
        x,
        _rounded(y + 16),
        sheet.note,
    )
    return format_html(
        '<g class="{}"><title>{}</title>{}{}</g>', sheet.kind, sheet.name, shape, words
    )


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _rounded(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
