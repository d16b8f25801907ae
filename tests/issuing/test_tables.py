"""Tables that people upload: read as they are meant, or refused with a sentence."""

import io
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mica.issuing import blanks
from mica.issuing.errors import Unfit
from mica.issuing.rules import columns, lines, spreadsheets, tables
from mica.issuing.rules.columns import FIELDS, TITLES, heading
from mica.issuing.rules.grants import Fault
from tests.issuing.tables import csv, parts, sheet, xlsx

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HEADER = ("Name", "Email", "Date")
ROW = ("Zoë", "zoe@example.org", "2026-05-31")
CELLS = {"name": "Zoë", "address": "zoe@example.org", "date": "2026-05-31"}


def cells(data: bytes) -> list[dict[str, str]]:
    return [line.cells for line in tables.read(data).lines]


def refusal(data: bytes) -> str:
    with pytest.raises(Unfit) as refused:
        list(tables.read(data).lines)
    assert "{" not in str(refused.value)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def judged(**said: str) -> tuple[Fault, ...]:
    row = {"name": "Zoë", "address": "zoe@example.org", **said}
    return lines.judge(row, now=NOW, zone=UTC).faults


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_letters_and_delimiters_are_recognised(encoding: str, said: str, delimiter: str) -> None:
    table = tables.read(csv(HEADER, ROW, delimiter=delimiter, encoding=encoding))

    assert [line.cells for line in table.lines] == [CELLS]
    assert (table.notes["encoding"], table.notes["delimiter"]) == (said, delimiter)


def test_the_delimiter_that_a_spreadsheet_wrote_down_is_taken() -> None:
    assert cells(b"sep=;\r\n" + csv(HEADER, ROW, delimiter=";")) == [CELLS]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_of_ours_is_understood(language: str, form: str) -> None:
    blank = blanks.blank_csv(language) if form == "csv" else blanks.blank_xlsx(language)

    assert refusal(blank) == "no-rows"
    assert list(heading(TITLES[language]).places) == list(FIELDS)


def test_a_name_in_two_columns_is_one() -> None:
    assert cells(csv(("Nom", "Prénom", "Courriel"), ("Curie", "Marie", "m@example.org"))) == [
        {"name": "Marie Curie", "address": "m@example.org"}
    ]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("Colour", "Size"), "columns-missing-name-learner"),
        (("Name", "Size"), "columns-missing-learner"),
        (("Email", "Size"), "columns-missing-name"),
        (("Name", "Email", "E-mail"), "column-twice"),
        (("Nom complet", "Courriel", "Note"), "column-unclear"),
    ],
)
def test_a_header_that_says_too_little_is_refused(header: tuple[str, ...], code: str) -> None:
    assert refusal(csv(header, ("a", "b", "c"))) == code


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_skipped() -> None:
    table = tables.read(b'My class,,\nName,Email,Note\n"A\nB",a@x.example,\n,,\n\nC,c@x.example,\n')

    assert [(line.number, line.cells["name"]) for line in table.lines] == [(3, "A\nB"), (6, "C")]
    assert table.notes["empty"] == 2


def test_a_row_that_slipped_to_the_right_is_told() -> None:
    (line,) = tables.read(csv(("Name", "Email"), ("Curie", "Marie", "m@example.org"))).lines

    assert line.over
    assert lines.judge(line.cells, now=NOW, zone=UTC, over=True).faults == (
        Fault("name", "cells-outside-columns"),
        Fault("address", "address-unfit"),
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\r\n", "file-empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file-not-a-table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "spreadsheet-old"),
        (csv(HEADER, ("\x81\x8d", "a@x.example"), encoding="latin-1"), "encoding-unknown"),
        (csv(HEADER), "no-rows"),
        (b'Name,Email\n"' + b"a" * 200_000, "quote-open"),
        (csv([f"c{n}" for n in range(101)]), "too-many-columns"),
        (b"PK\x03\x04 and then nothing", "spreadsheet-damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_file_of_two_hundred_megabytes_is_refused_unread() -> None:
    assert refusal(b"Name,Email\n" + b"x" * 200_000_000) == "file-too-big"


def test_more_rows_than_anybody_awards_are_refused() -> None:
    assert refusal(b"Name,Email\n" + b"a,b\n" * (tables.MAX_ROWS + 1)) == "too-many-rows"


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"date": "31/05/2026"}, (Fault("date", "not-a-date"),)),
        ({"date": "2026-02-29"}, (Fault("date", "not-a-date"),)),
        ({"date": "46173"}, (Fault("date", "not-a-date"),)),
        ({"date": "2024-02-29"}, ()),
        ({"date": "2026-05-31T09:30"}, ()),
        ({"date": "2026-07-01"}, (Fault("date", "date-in-future"),)),
        ({"date": "0001-01-01"}, (Fault("date", "date-too-early"),)),
        ({"until": "9999-12-31"}, (Fault("until", "date-too-late"),)),
        ({"until": "2026-05-31"}, (Fault("until", "ends-before-it-begins"),)),
        ({"name": ""}, (Fault("name", "name-missing"),)),
        ({"address": "zoe at example"}, (Fault("address", "address-unfit"),)),
        ({"address": "mailto:zoe@example.org"}, ()),
        ({"address": ""}, (Fault("address", "learner-unknown"),)),
        ({"address": "", "reference": "S1"}, ()),
        ({"result": "#REF!"}, (Fault("result", "cell-broken"),)),
        ({"evidence": "https://work.example/a b"}, (Fault("evidence", "evidence-not-a-link"),)),
        ({"evidence": "javascript:alert(1)"}, (Fault("evidence", "evidence-not-a-link"),)),
        ({"note": "x" * 5_001}, (Fault("note", "text-too-long"),)),
    ],
)
def test_each_fault_is_at_its_column(said: dict[str, str], faults: tuple[Fault, ...]) -> None:
    assert judged(**said) == faults


def test_a_day_begins_and_ends_where_the_site_is() -> None:
    zone = ZoneInfo("Pacific/Auckland")
    said = {**CELLS, "until": "2027-05-31"}
    grant = lines.judge(said, now=NOW, zone=zone).grant

    assert grant.awarded == datetime(2026, 5, 31, tzinfo=zone)
    assert grant.until == datetime(2027, 5, 31, 23, 59, 59, tzinfo=zone)


def test_a_spreadsheet_is_read_as_people_see_it() -> None:
    data = xlsx(
        ("Name", "Email", "Reference", "Result", "Date", "Note"),
        ("Zoë", "zoe@example.org", 123, 0.87, date(2026, 5, 31), "=1+1"),
        (None, None, None, None, None, None),
        ("Ana", "ana@example.org", 123456789012, 12.5, datetime(2026, 5, 31, 9, 30), True),  # noqa: DTZ001 - as a spreadsheet has it
        formats={"C2": "00000", "D2": "0%"},
    )
    table = tables.read(data)

    assert [(line.number, line.cells) for line in table.lines] == [
        (2, {**CELLS, "reference": "00123", "result": "87%"}),
        (
            4,
            {
                "name": "Ana",
                "address": "ana@example.org",
                "reference": "123456789012",
                "result": "12.5",
                "date": "2026-05-31T09:30:00",
                "note": "TRUE",
            },
        ),
    ]


def test_other_sheets_and_hidden_rows_are_told() -> None:
    book = load_workbook(io.BytesIO(xlsx(HEADER, ROW, ROW)))
    book.create_sheet("Other")
    assert book.active is not None
    book.active.row_dimensions[3].hidden = True
    kept = io.BytesIO()
    book.save(kept)
    table = tables.read(kept.getvalue())

    assert len(list(table.lines)) == 2
    assert (table.notes["others"], table.notes["hidden"]) == (1, 1)


def test_a_document_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    row = '<row r="2"><c t="str"><v>&c;</v></c></row>'

    assert refusal(parts(sheet(row, before=bomb))) == "spreadsheet-unsafe"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        for number in range(4):
            archive.writestr(f"xl/{number}.xml", bytes(80_000_000))
    assert len(kept.getvalue()) < 1_000_000

    assert refusal(kept.getvalue()) == "spreadsheet-too-big"


def test_a_directory_of_countless_parts_is_refused_unread() -> None:
    entry = b"PK\x01\x02" + bytes(42)

    assert refusal(b"PK\x03\x04" + entry * (spreadsheets.MAX_PARTS + 1)) == "spreadsheet-too-big"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', "too-many-columns"),
        ('<row r="99999999"><c><v>1</v></c></row>', "spreadsheet-damaged"),
        ('<row r="1"><c><v>1</v></c></row>', "spreadsheet-damaged"),
        ('<row r="2"><c t="s"><v>7</v></c></row>', "spreadsheet-damaged"),
        ('<row r="2"><c><v>one</v></c></row>', "spreadsheet-damaged"),
        ('<row r="2"><c><v>1e999</v></c></row>', "spreadsheet-damaged"),
        (f'<row r="2"><c t="str"><v>{"x" * 100_001}</v></c></row>', "cell-too-long"),
        ('<row r="2"><c>', "spreadsheet-damaged"),
    ],
)
def test_a_spreadsheet_that_lies_is_refused(row: str, code: str) -> None:
    assert refusal(parts(sheet(row))) == code


@given(st.binary(max_size=300))
@example(b'"')
@example(b"sep=\x00\n")
@example(b"\xff\xfe\x00")
def test_no_bytes_are_more_than_refused(data: bytes) -> None:
    try:
        list(tables.read(data).lines)
    except Unfit as error:
        assert str(error) != error.code  # noqa: PT017 - whichever it is, it has a sentence


@given(st.sampled_from(FIELDS), st.text(max_size=200))
def test_no_cell_is_more_than_faulty(field: str, text: str) -> None:
    assert {fault.field for fault in judged(**{field: text})} <= set(FIELDS)


SOUND = parts(sheet('<row r="2"><c t="str"><v>Zoë</v></c><c t="str"><v>z@x.example</v></c></row>'))


@given(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=8))
def test_no_damaged_spreadsheet_is_more_than_refused(place: int, noise: bytes) -> None:
    try:
        list(tables.read(SOUND[:place] + noise + SOUND[place + len(noise) :]).lines)
    except Unfit as error:
        assert str(error) != error.code  # noqa: PT017 - the same


@given(st.text(max_size=20))
def test_what_leaves_guarded_comes_back_as_it_was(text: str) -> None:
    tidy = tables.tidy(text)

    assert tables.guarded(tidy)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert tables.tidy(tables.guarded(tidy)) == tables.tidy(tidy)


def test_columns_have_letters() -> None:
    assert [columns.letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
