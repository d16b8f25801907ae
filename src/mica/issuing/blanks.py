"""Tables to be filled in: the header of a file with many learners, and nothing below it."""

import csv
import io
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mica.issuing.rules.columns import FIELDS, TITLES

_FORMATS: Final = {"date": "yyyy-mm-dd", "until": "yyyy-mm-dd"}
_WIDTHS: Final = {"name": 28, "address": 30, "evidence": 34, "evidence_text": 34, "note": 34}
_ROWS: Final = 1000
"""Rows that are made ready; more can be written."""


def titles(language: str) -> tuple[str, ...]:
    """The header in a language, or in English."""
    return TITLES.get(language.partition("-")[0], TITLES["en"])


def blank_csv(language: str) -> bytes:
    """As CSV, in UTF-8 with the mark by which a spreadsheet knows it."""
    text = io.StringIO()
    csv.writer(text).writerow(titles(language))
    return text.getvalue().encode("utf-8-sig")


def blank_xlsx(language: str) -> bytes:
    """As a spreadsheet, whose days are days and whose references keep their zeros."""
    book = Workbook(write_only=False)
    sheet = book.active
    sheet.freeze_panes = "A2"
    for number, (field, title) in enumerate(zip(FIELDS, titles(language), strict=True), start=1):
        head = sheet.cell(row=1, column=number, value=title)
        head.font, head.alignment = Font(bold=True), Alignment(vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(field, 16)
        for row in range(2, _ROWS + 2):
            sheet.cell(row=row, column=number).number_format = _FORMATS.get(field, "@")
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
