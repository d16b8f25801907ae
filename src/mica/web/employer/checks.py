"""Verifying many at once for an organisation: hand in, watch, take the table away, delete."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mica.errors import MicaError
from mica.verification import actions, queries
from mica.verification.errors import VerificationError
from mica.verification.rules import wording
from mica.verification.rules.many import MEMBERS, items
from mica.verification.speech import HERE
from mica.web import results
from mica.web.access import Request, limit, organisation_of, signed_in
from mica.web.provider.organisations import space
from mica.web.public.verify import handed_in

_HOUR = 3600
_LISTS = 60
"""Lists that one organisation may hand in within an hour."""


@signed_in
def checks(request: Request, slug: str) -> HttpResponse:
    """Everything that was handed in and is still kept, and the form for more."""
    found = organisation_of(request, slug)
    context = space(request, found)
    context["may"] = context["my_role"] != "reader" and found.state == "approved"
    if request.method == "POST":
        limit(request, "checks", _LISTS, _HOUR, key=found.id)
        try:
            started = actions.start_batch_for(
                slug,
                items(handed_in(request), MEMBERS),
                by=request.user,
                language=get_language() or "en",
                now=timezone.now(),
            )
        except VerificationError as error:
            context["fault"] = _said(error)
            context["field"] = "file" if request.FILES else "text"
            context["text"] = request.POST.get("text", "")
        else:
            return redirect("organisation-check", slug=slug, batch=started.id)
    kept = queries.batches_for(request.user, slug, timezone.now())
    context["page"] = Paginator(kept, results.SHOWN).get_page(request.GET.get("page"))
    context["limit"] = number_format(MEMBERS.documents, force_grouping=True)
    return render(request, "employer/checks.html", context)


@signed_in
def check(request: Request, slug: str, batch: UUID, form: str = "") -> HttpResponse:
    """One list: how far it is, and its results."""
    found = queries.batch_for(request.user, slug, batch, timezone.now())
    if form:
        return results.as_csv(found) if form == "csv" else results.as_json(found)
    context = space(request, organisation_of(request, slug))
    return render(request, "employer/check.html", {**context, **results.table(request, found)})


@signed_in
def delete(request: Request, slug: str, batch: UUID) -> HttpResponse:
    """Delete a list, after asking."""
    if request.method == "POST":
        actions.delete_batch(slug, batch, by=request.user, now=timezone.now())
        messages.success(request, _("Deleted."))
        return redirect("organisation-checks", slug=slug)
    found = queries.batch_for(request.user, slug, batch, timezone.now())
    context = space(request, organisation_of(request, slug, "officer"))
    return render(request, "employer/delete.html", {**context, "batch": found})


def _said(error: MicaError) -> str:
    return wording.fault(error.code, error.data, str(error), HERE)
