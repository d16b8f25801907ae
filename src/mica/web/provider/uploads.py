"""Awarding many: a file is uploaded, looked at, put right, started, watched, and reported on."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mica.catalogue.queries import achievements_for
from mica.core import errors
from mica.errors import say
from mica.issuing import queries
from mica.issuing.actions import intake, running
from mica.issuing.queries import Counts, Upload, UploadRow
from mica.issuing.rules import tables
from mica.issuing.rules.columns import FIELDS
from mica.issuing.sentences import SENTENCES
from mica.web.access import Request, organisation_of, signed_in
from mica.web.answers import said_on, sentence_of
from mica.web.provider.organisations import space
from mica.web.provider.upload_forms import LABELS, RowForm, UploadForm

FAULTS_SHOWN: Final = 500
_SAMPLE: Final = 3
_PAGE: Final = 25
_STILL: Final = 120
"""Seconds without a row after which a page says that nothing moves."""


@require_safe
@signed_in
def uploads(request: Request, slug: str) -> HttpResponse:
    """All files, newest first."""
    found = organisation_of(request, slug)
    pages = Paginator(queries.uploads_for(request.user, slug), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {**space(request, found), "page": page}
    return render(request, "provider/uploads/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request, slug: str) -> HttpResponse:
    """A file is handed in."""
    found = organisation_of(request, slug, "officer")
    offered = _offered(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        file, given = form.cleaned_data["file"], form.cleaned_data
        field = "at" if given["at"] and given["at"] <= timezone.now() else "file"
        with said_on(form, field):
            data = file.read() if file.size <= tables.MAX_BYTES else b"\n" * (tables.MAX_BYTES + 1)
            upload = intake.read_upload(
                found,
                UUID(given["achievement"]),
                file.name,
                data,
                by=request.user.id,
                now=timezone.now(),
                at=given["at"],
            )
            return redirect("upload", slug=slug, upload_id=upload.id)
    context = {**space(request, found), "form": form, "offered": offered}
    return render(request, "provider/uploads/new.html", context)


@require_safe
@signed_in
def upload(request: Request, slug: str, upload_id: UUID) -> HttpResponse:
    """Where a file stands: its preview, its progress, or its report."""
    found = queries.upload_for(request.user, slug, upload_id)
    counts = queries.counts(found)
    state = Upload.State(found.state)
    context = {**space(request, found.organisation), "upload": found, "counts": counts}
    moving = state in {Upload.State.READING, Upload.State.RUNNING}
    template = "progress" if moving else "report"
    if state == Upload.State.READY:
        context |= _preview(found, counts)
        template = "preview"
    elif state == Upload.State.REFUSED or found.code:
        context["why"] = _(say(SENTENCES, found.code, {})).format_map(found.data)
    context["still"] = (timezone.now() - found.changed).total_seconds() > _STILL
    response = render(request, f"provider/uploads/{template}.html", context)
    if request.headers.get("HX-Request") and not moving:
        response.headers["HX-Refresh"] = "true"  # it is another page now
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def row(request: Request, slug: str, upload_id: UUID, number: int) -> HttpResponse:
    """One row, to be put right."""
    found, kept = queries.row_for(request.user, slug, upload_id, number)
    organisation_of(request, slug, "officer")
    wrong = [(field, _sentence(code, data)) for field, code, data in kept.faults]
    form = RowForm(request.POST or None, cells=kept.cells, wrong=wrong, titles=found.titles)
    if request.method == "POST" and form.is_valid():
        fixed = intake.fix_row(
            found.id, number, form.cleaned_data, by=request.user.id, now=timezone.now()
        )
        if fixed.state == UploadRow.State.FAULTY:
            return redirect("upload-row", slug=slug, upload_id=upload_id, number=number)
        messages.success(request, _("Row {row} can be awarded now.").format(row=number))
        return _onward(found, slug, number)
    if request.method == "GET" and wrong:
        form.show_faults()
    context = {
        **space(request, found.organisation),
        "upload": found,
        "row": kept,
        "form": form,
        "more": queries.counts(found).faulty,
    }
    return render(request, "provider/uploads/row.html", context)


@require_POST
@signed_in
def leave_out(request: Request, slug: str, upload_id: UUID) -> HttpResponse:
    """Rows are not awarded: the one that was pressed, or all with faults."""
    found = queries.upload_for(request.user, slug, upload_id)
    number, now = request.POST.get("row", ""), timezone.now()
    if number.isdecimal() and len(number) < len(str(2**31)):
        intake.leave_out(found.id, int(number), by=request.user.id, now=now)
        messages.success(request, _("Row {row} is left out.").format(row=number))
        if "onward" in request.POST:
            return _onward(found, slug, int(number))
    else:
        count = intake.leave_out_faulty(found.id, by=request.user.id, now=now)
        messages.success(request, _("Rows left out: {count}.").format(count=count))
    return redirect("upload", slug=slug, upload_id=upload_id)


@require_POST
@signed_in
def act(request: Request, slug: str, upload_id: UUID, what: str) -> HttpResponse:
    """A file is started, stopped, ended or given up."""
    found = queries.upload_for(request.user, slug, upload_id)
    acts = {
        "start": running.start,
        "stop": running.stop,
        "end": running.end,
        "forget": intake.forget_upload,
    }
    try:
        acts[what](found.id, by=request.user.id, now=timezone.now())
    except errors.Unfit as error:
        messages.error(request, sentence_of(error))
    else:
        if what == "forget":
            messages.success(request, _("Given up. Nothing of the file is kept."))
            return redirect("uploads", slug=slug)
    return redirect("upload", slug=slug, upload_id=upload_id)


def _offered(request: Request, slug: str) -> list[tuple[str, str]]:
    """The achievements that can be awarded, by name."""
    published = [
        (str(one.id), version.name)
        for one in achievements_for(request.user, slug)
        for version in one.versions.all()
        if version.state == version.State.PUBLISHED
    ]
    return sorted(published, key=lambda one: one[1].casefold())


def _onward(found: Upload, slug: str, number: int) -> HttpResponse:
    """To the next row with faults, or back to the preview when none is left."""
    following = queries.next_faulty(found, number)
    if following is None:
        return redirect("upload", slug=slug, upload_id=found.id)
    return redirect("upload-row", slug=slug, upload_id=found.id, number=following)


def _preview(found: Upload, counts: Counts) -> dict[str, Any]:
    faults, more = queries.faults_of(found, FAULTS_SHOWN)
    shown = [
        {
            "row": one.row,
            "letter": found.letters.get(one.field, ""),
            "column": found.titles.get(one.field) or LABELS[one.field],
            "text": one.text,
            "sentence": _sentence(one.code, one.data),
            "first": place == 0 or faults[place - 1].row != one.row,
        }
        for place, one in enumerate(faults)
    ]
    fields = [field for field in FIELDS if field in found.titles or field == "name"]
    sample = queries.first_rows(found, _SAMPLE)
    earlier = queries.earlier_upload(found)
    return {
        "faults": shown,
        "more_faults": more,
        "first_faulty": faults[0].row if faults else None,
        "already": queries.standing_already(found),
        "earlier": earlier,
        "fields": [
            (LABELS[field], found.letters.get(field, ""), found.titles.get(field, ""))
            for field in fields
        ],
        "sample": [
            (one.number, [(LABELS[field], one.cells.get(field, "")) for field in fields])
            for one in sample
        ],
        "to_award": counts.ready,
    }


def _sentence(code: str, data: Mapping[str, Any]) -> str:
    return _(SENTENCES[code]).format_map(data) if code in SENTENCES else code
