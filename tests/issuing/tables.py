"""Tables for tests: as CSV, and as spreadsheets of one's own making."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

TYPES = '<?xml version="1.0"?><Types xmlns="http://example.org/types"/>'
RELS = (
    '<?xml version="1.0"?><Relationships><Relationship Id="r1" '
    'Type="http://example.org/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns:r="http://example.org/r"><sheets>'
    '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
)
BOOK_RELS = (
    '<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="x/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
HEAD = '<row r="1"><c t="inlineStr"><is><t>Name</t></is></c><c t="str"><v>Email</v></c></row>'


def csv(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows of cells that need no quotation marks."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows).encode(encoding)


def xlsx(*rows: Sequence[Any], formats: Mapping[str, str] | None = None) -> bytes:
    """A spreadsheet as a common library writes it; `formats` are number formats by cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def parts(sheet: str, **more: str) -> bytes:
    """A spreadsheet out of the text of its parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.get("types", TYPES))
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("xl/workbook.xml", more.get("book", BOOK))
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return kept.getvalue()


def sheet(*rows: str, before: str = "") -> str:
    """A sheet of rows, below a header of name and email."""
    inner = "".join(rows)
    return (
        f'<?xml version="1.0"?>{before}<worksheet><sheetData>{HEAD}{inner}</sheetData></worksheet>'
    )
