"""Texts of strangers and moments, as people read them."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

from mica.vc.errors import Refused
from mica.vc.timestamps import parse_timestamp

_JOINERS: Final = "\u200c\u200d"
"""Invisible, harmless, and needed to write Persian and the languages of India."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_OPAQUE: Final = re.compile(r"(did:(?:key|jwk):)([A-Za-z0-9_-]{17,})(?:#[A-Za-z0-9_-]+)?")
_KEY: Final = re.compile(r"(#z[1-9A-HJ-NP-Za-km-z]{6})[1-9A-HJ-NP-Za-km-z]{16,}")
_FROM_RIGHT: Final = frozenset({"R", "AL"})


def plain(text: str, limit: int) -> str:
    r"""A stranger's text on one line, without anything that could turn or hide what stands beside.

    >>> plain("a\u202eb\n  c", 9)
    'ab c'
    """
    seen = (" " if one.isspace() else one for one in text[: 4 * limit])
    kept = (one for one in seen if one in _JOINERS or unicodedata.category(one) not in _HIDDEN)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """The text, kept from turning what stands around it where it is written from right to left."""
    turns = any(unicodedata.bidirectional(one) in _FROM_RIGHT for one in text)
    return f"\u2068{text}\u2069" if turns else text


def short(text: str) -> str:
    """The text with what only a machine reads shortened: keys, and names that are keys."""
    named = _OPAQUE.sub(lambda m: f"{m[1]}{m[2][:8]}…{m[2][-6:]}", text)
    return _KEY.sub(r"\1…", named)


def moment_of(text: str | None) -> datetime | None:
    """The moment that a text names, None where it names none."""
    try:
        return parse_timestamp(text) if text is not None else None
    except Refused:
        return None


def english_day(moment: datetime) -> str:
    """A day in UTC, such as 1 March 2026."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B} {moment.year}"
