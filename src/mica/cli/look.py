"""How words reach a terminal: its width, its colours, its letters, and nothing that it would obey.

Text of strangers is shown, never obeyed: a credential that could move the cursor or recolour a line
could write its own verdict.
"""

import os
import re
import shutil
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TextIO

from mica.vc.errors import Refused
from mica.vc.timestamps import parse_timestamp

MIN_WIDTH: Final = 40
MAX_WIDTH: Final = 96
"""Columns. Longer lines are hard to read, however wide the window."""
MAX_TEXT: Final = 300
"""Characters of one text of a stranger."""

_STYLES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_PLAIN: Final = str.maketrans(
    {
        "✓": "+", "✗": "x", "·": "-", "→": ">", "…": "...", "–": "-", "—": "-",
        "’": "'", "“": '"', "”": '"',
    }
)  # fmt: skip
_JOINERS: Final = "\u200c\u200d"
"""Invisible, harmless, and needed to write Persian and the languages of India."""
_MARKS: Final = "✓✔☑✗✘☒"
"""Of a verdict. They are ours: a title that fills a line could otherwise look like one."""
_OPAQUE: Final = re.compile(r"(did:(?:key|jwk):)([A-Za-z0-9_-]{17,})(?:#[A-Za-z0-9_-]+)?")


@dataclass(frozen=True, slots=True)
class Look:
    """What a stream can show.

    Attributes:
        width: columns.
        colour: whether it understands colours.
        encoding: of its letters.
        cut: whether a line that is too long for it may be cut short (a person's window, no file).
    """

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"
    cut: bool = False

    def paint(self, text: str, *styles: str) -> str:
        """The text in a style: bold, dim, red, green or yellow."""
        if not self.colour:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """The lines of a text: `first` before the first, `rest` (by default spaces) before others.

        A word that is too long, such as an address, is left whole, so that it can be copied.
        """
        rest = " " * len(first) if rest is None else rest
        wrapped = textwrap.wrap(
            text,
            max(self.width, MIN_WIDTH),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return wrapped or [first.rstrip()]

    def one_line(self, text: str) -> str:
        """The text, cut where it would not fit on one line of a window."""
        if not self.cut or len(text) <= self.width:
            return text
        return text[: self.width - 1].rstrip() + "…"

    def letters(self, text: str) -> str:
        """The text in letters that the stream has; for others, their numbers."""
        if self.encoding == "utf-8":
            return text
        plain = text.translate(_PLAIN)
        return plain.encode(self.encoding, "backslashreplace").decode(self.encoding)


def look_of(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Look:
    """What a stream can show. No colours but on a terminal, and none under NO_COLOR."""
    terminal = stream.isatty() and environment.get("TERM") != "dumb"
    encoding = (stream.encoding or "ascii").lower()
    return Look(
        width=min(max(shutil.get_terminal_size().columns, MIN_WIDTH), MAX_WIDTH),
        colour=terminal and not environment.get("NO_COLOR"),
        encoding="utf-8" if encoding in {"utf-8", "utf8"} else encoding,
        cut=terminal,
    )


def safe(text: str, limit: int = MAX_TEXT) -> str:
    r"""A stranger's text on one line, with everything shown that a terminal could obey.

    Control characters, line breaks, marks that turn the direction of writing, characters nobody
    can see, half characters and the marks of a verdict become their numbers; what is longer than
    `limit` is cut.

    >>> safe("done\x1b[2J")
    'done\\x1b[2J'
    """
    shown = "".join(map(_visible, text[:limit]))
    return shown if len(text) <= limit else shown + "…"


def _visible(letter: str) -> str:
    # Cc control, Cf format (bidi, zero width), Cs half, Co private, Cn unassigned, Zl, Zp breaks
    obeyed = unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    if (obeyed and letter not in _JOINERS) or letter in _MARKS:
        return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
    return letter


def short(text: str) -> str:
    """The text with the opaque part of did:key and did:jwk shortened: only a machine reads it.

    Names that mean something (did:web, addresses) stay whole: their end is what tells them apart.

    >>> short("by did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG#z6Mkjc")
    'by did:key:z6Mkjchh…RDjVJG'
    """
    return _OPAQUE.sub(lambda m: f"{m[1]}{m[2][:8]}…{m[2][-6:]}", text)


def moment_of(text: str | None) -> datetime | None:
    """The moment that a text names, None where it names none."""
    try:
        return parse_timestamp(text) if text is not None else None
    except Refused:
        return None


def day(moment: datetime) -> str:
    """A day for people, in UTC.

    >>> day(datetime(2026, 1, 15, 9, tzinfo=UTC))
    '15 January 2026'
    """
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B} {moment.year}"


def minute(moment: datetime) -> str:
    """A moment for people, in UTC.

    >>> minute(datetime(2026, 1, 15, 9, tzinfo=UTC))
    '15 January 2026, 09:00 UTC'
    """
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"
