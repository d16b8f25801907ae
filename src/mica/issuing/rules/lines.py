"""A row of a table as a grant, and what is wrong with it, column by column.

Rules as prose: docs/rules/uploads.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Final

from mica.issuing.rules import grants
from mica.issuing.rules.columns import FIELDS
from mica.issuing.rules.grants import Evidence, Fault, Grant
from mica.vc.canonical.nquads import is_iri

LATEST_YEAR: Final = 2199
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?"
)
_BROKEN: Final = frozenset(
    ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!")
)
"""What a spreadsheet shows where a formula failed."""
_ODD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_END_OF_DAY: Final = time(23, 59, 59)
_COLUMNS: Final = {"awarded": "date"}
"""Where a grant's field and a table's column differ in name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a row means.

    Attributes:
        grant: what it grants; sound only where there are no faults.
        faults: in the order of FIELDS; each names a field of FIELDS.
    """

    grant: Grant
    faults: tuple[Fault, ...]


def judge(cells: Mapping[str, str], *, now: datetime, zone: tzinfo, over: bool = False) -> Judged:
    """A row as a grant, with everything that keeps it from being awarded.

    Args:
        cells: field of FIELDS to text.
        now: the moment of the award, aware.
        zone: in which a day begins and ends.
        over: whether the row has text outside the columns of the header.
    """
    found: list[Fault] = [Fault("name", "cells-outside-columns")] if over else []
    found += [Fault(field, "cell-broken") for field in cells if cells[field] in _BROKEN]
    found += [Fault(field, "text-unfit") for field in cells if _ODD.search(cells[field])]
    awarded = _date("date", cells, zone, found)
    until = _date("until", cells, zone, found, last=True)
    grant = Grant(
        name=cells.get("name", ""),
        address=_address(cells.get("address", "")),
        reference=cells.get("reference", ""),
        result=cells.get("result", ""),
        awarded=awarded,
        evidence=tuple(_evidence(cells)),
        note=cells.get("note", ""),
        until=until,
    )
    for fault in (*grants.faults(grant, now), *_evidence_faults(cells)):
        field = _COLUMNS.get(fault.field, fault.field)
        if all(one.field != field for one in found):
            found.append(Fault(field, fault.code))
    return Judged(grant, tuple(sorted(found, key=lambda fault: FIELDS.index(fault.field))))


def _address(text: str) -> str:
    return re.sub(r"\s*mailto:", "", text, count=1, flags=re.IGNORECASE)


def _date(
    field: str, cells: Mapping[str, str], zone: tzinfo, found: list[Fault], *, last: bool = False
) -> datetime | None:
    """The moment in a cell: where it is a day its beginning, or its last second."""
    text = cells.get(field, "")
    if not text or text in _BROKEN:
        return None
    try:
        if _DAY.fullmatch(text):
            day = datetime.fromisoformat(text)
            moment = datetime.combine(day, _END_OF_DAY if last else time(), zone)
        elif _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        else:
            raise ValueError
    except ValueError:
        found.append(Fault(field, "not-a-date"))
        return None
    if moment.year < grants.EARLIEST_YEAR:
        found.append(Fault(field, "date-too-early"))
        return None
    if moment.year > LATEST_YEAR:
        found.append(Fault(field, "date-too-late"))
        return None
    return moment


def _evidence(cells: Mapping[str, str]) -> Iterator[Evidence]:
    url, name = cells.get("evidence", ""), cells.get("evidence_name", "")
    text = cells.get("evidence_text", "")
    if url or name or text:
        yield Evidence(url, name, text)


def _evidence_faults(cells: Mapping[str, str]) -> Iterator[Fault]:
    if (url := cells.get("evidence", "")) and not is_iri(url):
        yield Fault("evidence", "evidence-not-a-link")
    if len(cells.get("evidence_name", "")) > grants.MAX_NAME:
        yield Fault("evidence_name", "text-too-long")
    if len(cells.get("evidence_text", "")) > grants.MAX_TEXT:
        yield Fault("evidence_text", "text-too-long")
