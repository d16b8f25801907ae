"""A list of results as a table for people, for spreadsheets and for machines."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mica.verification import queries
from mica.verification.queries import Batch, Row
from mica.verification.rules.standing import Level
from mica.verification.rules.texts import moment_of
from mica.verification.speech import HERE

SHOWN: Final = 50
"""Rows of a page."""
VERDICTS: Final = ("valid", "invalid", "undecided", "unusable")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def table(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """The context of `parts/results.html`; `?verdict=` shows only those, and `?page=` a page."""
    only = request.GET.get("verdict", "")
    only = only if only in VERDICTS else ""
    far = queries.progress(batch)
    page = Paginator(queries.rows(batch, only=only), SHOWN).get_page(request.GET.get("page"))
    return {
        "batch": batch,
        "far": far,
        "running": far.done < far.total,
        "only": only,
        "counts": [(verdict, far.counts.get(verdict, 0)) for verdict in VERDICTS],
        "page": page,
        "rows": [(row, _level(row), _until(row)) for row in page],
    }


def as_csv(batch: Batch) -> HttpResponse:
    """Everything as CSV, which spreadsheets open: UTF-8 with a byte order mark, no formulas."""
    heading = (
        _("Number"), _("Document"), _("Verdict"), _("In a sentence"), _("What"), _("Learner"),
        _("From"), _("Who stands behind it"), _("Until"),
    )  # fmt: skip
    lines = (
        (
            row.number, row.name, row.verdict, row.sentence, row.title, row.learner, row.issuer,
            _level(row), row.valid_until,
        )
        for row in queries.rows(batch).iterator()
    )  # fmt: skip
    response = StreamingHttpResponse(_written(heading, lines), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="results.csv"'
    return response  # type: ignore[return-value]


def as_json(batch: Batch) -> HttpResponse:
    """Everything with whole reports, one JSON object a line."""
    lines = (
        JsonResponse(one, json_dumps_params={"ensure_ascii": False}).content + b"\n"
        for one in queries.reports(batch)
    )
    response = StreamingHttpResponse(lines, content_type="application/jsonl")
    response["Content-Disposition"] = 'attachment; filename="results.jsonl"'
    return response  # type: ignore[return-value]


def _written(heading: tuple[str, ...], lines: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    yield "\ufeff"
    for line in itertools.chain([heading], lines):
        cell = io.StringIO()
        csv.writer(cell).writerow(map(_harmless, line))
        yield cell.getvalue()


def _harmless(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _level(row: Row) -> str:
    return HERE.say(f"level-{Level(row.level).value}") if row.level else ""


def _until(row: Row) -> str:
    until = moment_of(row.valid_until)
    return date_format(until.date(), "DATE_FORMAT") if until else ""
