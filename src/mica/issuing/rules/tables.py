"""Reading a table that somebody uploads, as CSV or XLSX: its header and the texts of its rows.

Whatever a file holds, it is read or refused with a sentence; it is never half read. Rules as
prose: docs/rules/uploads.md.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final

from mica.issuing.errors import Unfit
from mica.issuing.rules import columns, spreadsheets
from mica.issuing.rules.columns import FAMILY, GIVEN, Heading

MAX_BYTES: Final = 50_000_000
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = spreadsheets.MAX_COLUMNS
MAX_CELL: Final = 10_000
"""Characters that are kept of a cell: more than any field may have."""
_LOOKED_AT: Final = 10
"""Rows among which the header is sought: some tables begin with a title."""
_DELIMITERS: Final = (",", ";", "\t", "|")
_TOLD: Final = re.compile(r"sep=(.)\r?\n")
_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEGINNING: Final = 1 << 16
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_HALF: Final = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table.

    Attributes:
        number: as a spreadsheet counts it; the header is a row, and so is an empty one.
        cells: field to text, without what is empty.
        over: whether there is text right of the last column that the header names.
    """

    number: int
    cells: dict[str, str]
    over: bool = False


@dataclass(slots=True)
class Table:
    """A table whose header is understood.

    Attributes:
        form: csv or xlsx.
        heading: what its columns are.
        lines: its rows but for empty ones, read as they are asked for; what is wrong with the file
            further down is raised there.
        notes: what a person should know: `encoding`, `delimiter`, `sheet`, `others` (sheets that
            were not read), and when all lines are read `hidden` and `empty`, numbers of rows.
    """

    form: str
    heading: Heading
    lines: Iterator[Line]
    notes: dict[str, Any] = field(default_factory=dict)


def read(data: bytes) -> Table:
    """The table in a file.

    Raises:
        Unfit: with a code of the sentences; also while the lines are read (`too-many-rows`,
            `cell-too-long`, `quote-open`, `no-rows` and what spreadsheets are refused for).
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Unfit("file-empty")
    if len(data) > MAX_BYTES:
        raise Unfit("file-too-big", most=MAX_BYTES // 1_000_000)
    if data.startswith(_OLD_OFFICE):
        raise Unfit("spreadsheet-old")
    if data.startswith(_ZIP):
        sheet = spreadsheets.read(data)
        notes: dict[str, Any] = {"sheet": sheet.name, "others": sheet.others}
        return _table("xlsx", _counted(sheet, notes), notes)
    text, encoding = decode(data)
    told = _TOLD.match(text)
    delimiter = told[1] if told and told[1] != '"' else _delimiter(text)
    notes = {"encoding": encoding, "delimiter": delimiter}
    rows = _records(text, delimiter)
    return _table("csv", islice(rows, 1, None) if told else rows, notes)


def decode(data: bytes) -> tuple[str, str]:
    """A file's text, and the name of its encoding for people.

    UTF-8 and UTF-16 are recognised with certainty; what is neither is taken for Windows-1252, the
    encoding in which old programs of Western Europe still write.

    Raises:
        Unfit: `file-not-a-table`, `encoding-unknown`.
    """
    codec, name = next(
        ((codec, name) for mark, codec, name in _BOMS if data.startswith(mark)),
        (_silent(data), "UTF-16"),
    )
    try:
        if codec:
            return _checked(data.decode(codec)), name
        if _BINARY.search(data[:_BEGINNING].decode("latin-1")):
            raise Unfit("file-not-a-table")
        try:
            return _checked(data.decode()), "UTF-8"
        except UnicodeDecodeError:
            return _checked(data.decode("cp1252")), "Windows-1252"
    except UnicodeDecodeError as error:
        raise Unfit("encoding-unknown") from error


def _checked(text: str) -> str:
    if _BINARY.search(text):
        raise Unfit("file-not-a-table")
    return text


def _silent(data: bytes) -> str:
    """The codec of UTF-16 that does not say so: every other byte of Western text is zero."""
    beginning = data[:_BEGINNING]
    half = len(beginning) / 2
    for first, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = beginning[first::2].count(0), beginning[1 - first :: 2].count(0)
        if half > 1 and zeros > half * _HALF and others == 0:
            return codec
    return ""


def _delimiter(text: str) -> str:
    """What parts the cells: the sign under which most of the header is understood."""
    beginning = text[:_BEGINNING]

    def understood(delimiter: str) -> tuple[int, int]:
        rows = [row for _, row in _some(beginning, delimiter)]
        return max(((columns.known(row), len(row)) for row in rows), default=(0, 0))

    return max(_DELIMITERS, key=understood)


def _some(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    try:
        return list(islice(_records(text, delimiter), _LOOKED_AT))
    except Unfit:
        return []


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text with their numbers (RFC 4180, with any line end)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            yield number, row
    except csv.Error as error:  # a cell that does not end: a quotation mark is missing
        raise Unfit("quote-open", row=number + 1) from error


def _counted(sheet: spreadsheets.Sheet, notes: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet; when they are at their end it is known how many were hidden."""
    yield from sheet.rows
    notes["hidden"] = sheet.hidden


def _table(form: str, rows: Iterator[tuple[int, list[str]]], notes: dict[str, Any]) -> Table:
    first = list(islice(rows, _LOOKED_AT))
    place = max(range(len(first)), key=lambda n: (columns.known(first[n][1]), -n), default=None)
    if place is None:
        raise Unfit("file-empty")
    header = first[place][1]
    filled = max((n + 1 for n, cell in enumerate(header) if cell.strip()), default=0)
    if filled > MAX_COLUMNS:
        raise Unfit("too-many-columns", most=MAX_COLUMNS)
    heading = columns.heading(header)
    rest = chain(first[place + 1 :], rows)
    return Table(form, heading, _lines(rest, heading, notes), notes)


def _lines(
    rows: Iterator[tuple[int, list[str]]], heading: Heading, notes: dict[str, Any]
) -> Iterator[Line]:
    count, last, filled = 0, None, 0
    for number, row in rows:
        filled += 1
        last = last or number
        line = _line(number, row, heading)
        if line is None:
            continue
        count += 1
        if count > MAX_ROWS:
            raise Unfit("too-many-rows", most=f"{MAX_ROWS:,}")
        last = number
        yield line
    if not count:
        raise Unfit("no-rows")
    notes["empty"] = filled - count


def _line(number: int, row: Sequence[str], heading: Heading) -> Line | None:
    """A row by fields; None where it is empty."""
    if not any(cell and not cell.isspace() for cell in row):
        return None
    cells = {}
    for name, place in heading.places.items():
        if place < len(row) and (text := tidy(row[place])):
            cells[name] = text[:MAX_CELL]
    given, family = cells.pop(GIVEN, ""), cells.pop(FAMILY, "")
    if (given or family) and "name" not in cells:
        cells["name"] = f"{given} {family}".strip()
    return Line(number, cells, any(map(str.strip, row[heading.width :])))


def tidy(text: str) -> str:
    """A cell without white space around it, and without the sign that `guarded` put before it."""
    text = text.strip().strip("\ufeff")
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text


def guarded(text: str) -> str:
    """A text for a cell of our own, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in _GUARDED else text


_GUARDED: Final = frozenset("=+-@\t\r")
