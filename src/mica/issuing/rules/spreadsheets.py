"""Reading the first sheet of an XLSX file (ECMA-376) that a stranger made.

Only what a table needs is looked at: texts, numbers, days. Formulas are never worked out: the value
that the file shows is taken. Sizes are asked of the ZIP directory before anything is unpacked, and
a part that declares a document type is refused, and with it every trick of XML. A parser of our
own, because the library at hand builds an object for each cell.
Rules as prose: docs/rules/uploads.md.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import isfinite
from posixpath import join, normpath
from typing import Any, Final
from xml.parsers import expat

from mica.issuing.errors import Unfit

MAX_UNPACKED: Final = 300_000_000
MAX_PARTS: Final = 5_000
MAX_COLUMNS: Final = 100
MAX_ROW: Final = 1_048_576
MAX_CELL: Final = 100_000
MAX_TEXTS: Final = 3_000_000
_PIECE: Final = 1 << 18
_ENTRY: Final = b"PK\x01\x02"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})\d*")
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DAYS: Final = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)))
"""Built-in formats that show a day (ECMA-376 part 1, §18.8.30)."""
_PERCENTS: Final = frozenset((9, 10))
_LAST_DAY: Final = 2_958_466
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What the unpacker and conversions of numbers raise where a file is not what it says."""
Attributes = dict[str, str]


@dataclass(slots=True)
class Sheet:
    """The first visible sheet.

    Attributes:
        name: as its tab says.
        others: how many more there are.
        rows: number of the row, from 1, and the texts of its cells.
        hidden: how many rows with content are hidden; known when all are read.
    """

    name: str
    others: int
    rows: Iterator[tuple[int, list[str]]] = field(default_factory=lambda: iter(()))
    hidden: int = 0


def unpacked_size(data: bytes) -> int:
    """How many bytes the file says it holds; nothing is unpacked.

    Raises:
        Unfit: `spreadsheet-damaged`, `spreadsheet-too-big`.
    """
    return sum(part.file_size for part in _archive(data).infolist())


def read(data: bytes) -> Sheet:
    """The first visible sheet; its rows are read as they are asked for.

    Raises:
        Unfit: `spreadsheet-damaged`, `spreadsheet-too-big`, `spreadsheet-locked`,
            `spreadsheet-unsafe`, `spreadsheet-other`, `too-many-columns`, `cell-too-long`; also
            while its rows are read.
    """
    archive = _archive(data)
    with _said_plainly():
        book = _Book()
        _parse(archive, _main_part(archive), book.start)
        if not book.sheets:
            raise Unfit("spreadsheet-damaged")
        name, target = next(
            ((one, link) for one, link, hidden in book.sheets if not hidden), book.sheets[0][:2]
        )
        links = _links(archive, _main_part(archive))
        texts, styles = _Texts(), _Styles()
        for kind, taker in (("sharedStrings", texts), ("styles", styles)):
            part = next((to for sort, to in links.values() if sort.endswith(f"/{kind}")), None)
            if part is not None:
                _parse(archive, part, taker.start, taker.end, taker.say)
        sheet = Sheet(name, len(book.sheets) - 1)
        cells = _Cells(sheet, texts.found, styles, since_1904=book.since_1904)
        sheet.rows = _rows(archive, links[target][1], cells)
        return sheet


class _said_plainly:  # noqa: N801 - read as a word: with _said_plainly()
    """Whatever the unpacker or a number trips over becomes one refusal."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, expat.ExpatError) or (
            isinstance(error, _BROKEN) and not isinstance(error, Unfit)
        ):
            raise Unfit("spreadsheet-damaged") from error


def _archive(data: bytes) -> zipfile.ZipFile:
    if data.count(_ENTRY) > MAX_PARTS:  # before the directory is read: each entry costs memory
        raise Unfit("spreadsheet-too-big")
    with _said_plainly():
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unfit("spreadsheet-too-big")
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("spreadsheet-locked")
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise Unfit("spreadsheet-damaged")
    if "[Content_Types].xml" not in archive.namelist():
        raise Unfit("spreadsheet-other")
    return archive


def _pieces(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    say: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Parse a part, pausing after each piece of it."""
    parser = expat.ParserCreate(None, " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if say is not None:
        parser.CharacterDataHandler = say
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield


def _parse(archive: zipfile.ZipFile, part: str, *handlers: Any) -> None:
    for _ in _pieces(archive, part, *handlers):
        pass


def _refuse(*_: object) -> None:
    raise Unfit("spreadsheet-unsafe")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _main_part(archive: zipfile.ZipFile) -> str:
    main = [to for sort, to in _links(archive, "").values() if sort.endswith("/officeDocument")]
    if not main:
        raise Unfit("spreadsheet-other")
    if not main[0].endswith(".xml") or "workbook" not in main[0]:
        raise Unfit("spreadsheet-other")
    return main[0]


def _links(archive: zipfile.ZipFile, base: str) -> dict[str, tuple[str, str]]:
    """What a part links to: the link's id to its kind and the part's name."""
    found: dict[str, tuple[str, str]] = {}
    folder, _, name = base.rpartition("/")

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship":
            to = attributes.get("Target", "")
            place = to[1:] if to.startswith("/") else normpath(join(folder, to))
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), place)

    _parse(archive, join(folder, "_rels", f"{name}.rels"), start)
    return found


class _Book:
    """The workbook: its sheets, and where its days begin."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "sheet":
            link = next((to for name, to in attributes.items() if name.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), link, hidden))
        elif element == "workbookPr":
            self.since_1904 = attributes.get("date1904") in {"1", "true"}


class _Texts:
    """The texts that cells share, by number."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._size = 0
        self._open = self._aside = False

    def start(self, element: str, _: Attributes) -> None:
        if element == "si":
            self._parts = []
        elif element == "rPh":  # how it is pronounced
            self._aside = True
        self._open = element == "t" and not self._aside

    def say(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > MAX_UNPACKED // 2:
                raise Unfit("spreadsheet-too-big")
            self._parts.append(text)

    def end(self, element: str) -> None:
        self._open = False
        if element == "rPh":
            self._aside = False
        elif element == "si":
            if len(self.found) >= MAX_TEXTS:
                raise Unfit("spreadsheet-too-big")
            self.found.append("".join(self._parts))


class _Styles:
    """For each style of a cell, how its number is shown."""

    def __init__(self) -> None:
        self.shows: list[str] = []
        self._formats: dict[int, str] = {}
        self._inside = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "numFmt":
            self._formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element == "cellXfs":
            self._inside = True
        elif element == "xf" and self._inside:
            self.shows.append(self._kind(int(attributes.get("numFmtId", "0"))))

    def end(self, element: str) -> None:
        if element == "cellXfs":
            self._inside = False

    def say(self, _: str) -> None:
        """No text here means anything."""

    def _kind(self, number: int) -> str:
        """A word, or the zeros of a format such as 00000."""
        if number in _DAYS:
            return "day"
        if number in _PERCENTS:
            return "percent"
        code = _ASIDE.sub("", self._formats.get(number, "")).partition(";")[0].casefold()
        if "y" in code or "d" in code:
            return "day"
        if code.endswith("%"):
            return "percent"
        return code if code and not code.strip("0") else ""


class _Cells:
    """The rows of a sheet, as its elements go by."""

    def __init__(
        self, sheet: Sheet, texts: list[str], styles: _Styles, *, since_1904: bool
    ) -> None:
        self.ready: list[tuple[int, list[str]]] = []
        self._sheet, self._texts, self._shows = sheet, texts, styles.shows
        self._zero = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone
        self._row, self._column, self._hidden = 0, -1, False
        self._cells: dict[int, str] = {}
        self._parts: list[str] = []
        self._type = self._style = ""
        self._open = self._aside = False

    def start(self, element: str, attributes: Attributes) -> None:
        if element in {"v", "t"}:
            self._open = not self._aside
        elif element == "c":
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            named = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _place(named[1]) if named else self._column + 1
            self._parts = []
        elif element == "row":
            row = int(attributes.get("r", self._row + 1))
            if not self._row < row <= MAX_ROW:
                raise Unfit("spreadsheet-damaged")
            self._row, self._column, self._cells = row, -1, {}
            self._hidden = attributes.get("hidden") in {"1", "true"}
        elif element == "rPh":
            self._aside = True

    def say(self, text: str) -> None:
        if self._open:
            self._parts.append(text)

    def end(self, element: str) -> None:
        if element in {"v", "t"}:
            self._open = False
        elif element == "c":
            self._keep("".join(self._parts))
        elif element == "row" and self._cells:
            self._sheet.hidden += self._hidden
            width = max(self._cells) + 1
            self.ready.append((self._row, [self._cells.get(n, "") for n in range(width)]))
        elif element == "rPh":
            self._aside = False

    def _keep(self, raw: str) -> None:
        if not raw:
            return
        text = self._shown(raw).replace("_x000D_", "")
        if len(text) > MAX_CELL:
            raise Unfit("cell-too-long", row=self._row)
        if text.strip():
            if self._column >= MAX_COLUMNS:
                raise Unfit("too-many-columns", most=MAX_COLUMNS)
            self._cells[self._column] = text

    def _shown(self, raw: str) -> str:
        """What a person sees in the cell, with days as ISO 8601 has them."""
        if self._type == "s":
            place = int(raw)
            if not 0 <= place < len(self._texts):
                raise Unfit("spreadsheet-damaged")
            return self._texts[place]
        if self._type == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self._type != "n":  # text of its own, of a formula, an error or an ISO 8601 day
            return raw.removesuffix("T00:00:00") if self._type == "d" else raw
        style = int(self._style) if self._style else -1
        return self._number(float(raw), self._shows[style] if -1 < style < len(self._shows) else "")

    def _number(self, value: float, shows: str) -> str:
        if not isfinite(value):
            raise Unfit("spreadsheet-damaged")
        if shows == "day" and 1 <= value < _LAST_DAY:
            moment = self._zero + timedelta(seconds=round(value * 86_400))
            return moment.isoformat().removesuffix("T00:00:00")
        if shows == "percent":
            return f"{value * 100:.10g}%"
        if not value.is_integer():
            return f"{value:.15g}"
        return str(int(value)).zfill(len(shows) if shows.startswith("0") else 0)


def _place(letters: str) -> int:
    """A column's number, from 0: A is 0, AA is 26."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1


def _rows(archive: zipfile.ZipFile, part: str, cells: _Cells) -> Iterator[tuple[int, list[str]]]:
    with _said_plainly():
        for _ in _pieces(archive, part, cells.start, cells.end, cells.say):
            yield from cells.ready
            cells.ready.clear()
