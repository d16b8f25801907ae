"""What is downloaded about a file with many learners: blank tables, faults, the report."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mica.issuing import blanks, queries
from mica.issuing.queries import Upload, UploadRow
from mica.issuing.rules.columns import FIELDS
from mica.issuing.rules.tables import guarded
from mica.issuing.sentences import SENTENCES
from mica.web.access import Request, organisation_of, signed_in
from mica.web.provider.upload_forms import LABELS

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDS: Final = {
    UploadRow.State.READY: _("Not awarded yet"),
    UploadRow.State.FAULTY: _("Not awarded: has faults"),
    UploadRow.State.LEFT_OUT: _("Not awarded: left out"),
    UploadRow.State.AWARDED: _("Awarded"),
    UploadRow.State.STANDING: _("Had it already"),
    UploadRow.State.FAILED: _("Could not be awarded"),
}
"""What became of a row, in words."""
_BOM: Final = "\ufeff"  # by which a spreadsheet knows UTF-8


@require_safe
@signed_in
def blank(request: Request, slug: str, form: str) -> HttpResponse:
    """A table to be filled in, in the reader's language."""
    organisation_of(request, slug)
    language = get_language() or "en"
    if form == "xlsx":
        response = HttpResponse(blanks.blank_xlsx(language), content_type=XLSX)
    else:
        response = HttpResponse(blanks.blank_csv(language), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="learners.{form}"'
    return response


@require_safe
@signed_in
def faults(request: Request, slug: str, upload_id: UUID) -> HttpResponseBase:
    """The rows with faults as they are, and what is wrong: to be put right and uploaded again."""
    upload = queries.upload_for(request.user, slug, upload_id)
    say = _sentences()
    header = [*blanks.titles(get_language() or "en"), gettext("Row"), gettext("What is wrong")]

    def lines() -> Iterator[Sequence[str]]:
        yield header
        for row in queries.report_rows(upload, faulty=True):
            wrong = [f"{labels[field]}: {say(code, data)}" for field, code, data in row.faults]
            cells = [row.cells.get(field, "") for field in FIELDS]
            yield [*cells, str(row.number), " ".join(wrong)]

    labels = {field: str(label) for field, label in LABELS.items()}
    return _table(upload, "faults", lines())


@require_safe
@signed_in
def report(request: Request, slug: str, upload_id: UUID) -> HttpResponseBase:
    """Every row and what became of it."""
    upload = queries.upload_for(request.user, slug, upload_id)
    say = _sentences()
    ends = {str(state): str(word) for state, word in ENDS.items()}
    header = [gettext("Row"), *(str(LABELS[field]) for field in ("name", "address", "reference"))]
    header += [gettext("What happened"), gettext("Why"), gettext("Award"), gettext("Its page")]
    base = request.build_absolute_uri(reverse("awards", args=[slug]))

    def lines() -> Iterator[Sequence[str]]:
        yield header
        for row in queries.report_rows(upload):
            who = [row.cells.get(field, "") for field in ("name", "address", "reference")]
            award = "" if row.award is None else str(row.award)
            page = f"{base}{award}/" if award else ""
            yield [str(row.number), *who, ends[row.state], _why(row, say), award, page]

    return _table(upload, "report", lines())


def _why(row: UploadRow, say: Callable[[str, dict[str, object]], str]) -> str:
    if row.state == UploadRow.State.FAILED:
        return say(row.code, {})
    if row.state == UploadRow.State.STANDING:
        return say("already-awarded", {})
    if row.state in {UploadRow.State.FAULTY, UploadRow.State.LEFT_OUT}:
        return " ".join(say(code, data) for _field, code, data in row.faults)
    return ""


def _sentences() -> Callable[[str, dict[str, object]], str]:
    """What a code says, in the language of now: a table is written when that may be another."""
    known = {code: gettext(sentence) for code, sentence in SENTENCES.items()}
    return lambda code, data: known.get(code, code).format_map(data)


def _table(upload: Upload, what: str, lines: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)

    def pieces() -> Iterator[str]:
        yield _BOM
        for line in lines:
            writer.writerow([guarded(cell) for cell in line])
            if text.tell() > FileResponse.block_size:
                yield _taken(text)
        yield _taken(text)

    name = slugify(upload.name.rpartition(".")[0]) or "learners"
    response = StreamingHttpResponse(pieces(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{what}.csv"'
    return response


def _taken(text: io.StringIO) -> str:
    said = text.getvalue()
    text.seek(0)
    text.truncate()
    return said
