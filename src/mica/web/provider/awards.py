"""Awards: the list, awarding one, and each award with its whole life."""

import re
from typing import Final
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mica.catalogue.queries import achievements_for
from mica.issuing import queries
from mica.issuing.actions.awarding import award as award_one
from mica.issuing.errors import Unfit
from mica.issuing.rules.life import Reason
from mica.issuing.words import REASONS
from mica.people.queries import Organisation
from mica.web.access import Request, organisation_of, signed_in
from mica.web.provider.award_acts import ACTS, steps
from mica.web.provider.award_forms import AwardForm, SearchForm, told
from mica.web.provider.organisations import space

PAGE: Final = 50
_WORDS: Final = re.compile(r"[^a-z0-9]+")


@require_safe
@signed_in
def awards(request: Request, slug: str) -> HttpResponse:
    """Awards, newest first: searched, chosen by state, page after page."""
    found, now = organisation_of(request, slug), timezone.now()
    described = [
        (str(one.id), one.versions.all()[0].name) for one in achievements_for(request.user, slug)
    ]
    form = SearchForm(request.GET, offered=described)
    asked = {**form.cleaned_data} if form.is_valid() else {}
    chosen = asked.get("achievement")
    rows, more = queries.page_of(
        queries.awards_for(
            request.user,
            slug,
            now=now,
            search=asked.get("search", ""),
            standing=asked.get("standing", ""),
            achievement=UUID(chosen) if chosen else None,
            before=_uuid(request.GET.get("before", "")),
        ),
        PAGE,
        now,
    )
    context = {
        **space(request, found),
        "form": form,
        "rows": rows,
        "asked": any(asked.values()),
        "later": "before" in request.GET,
        "next": rows[-1].award.id if more else None,
        "described": described,
    }
    return render(request, "provider/awards/list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: Request, slug: str) -> HttpResponse:
    """Award one learner."""
    found = organisation_of(request, slug, "officer")
    offered = _offered(request, slug)
    initial = {"achievement": request.GET.get("achievement", "")}
    form = AwardForm(request.POST or None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told(form):
            return _awarded(request, found, form)
    context = {**space(request, found), "form": form, "offered": offered}
    return render(request, "provider/awards/new.html", context)


def _awarded(request: Request, found: Organisation, form: AwardForm) -> HttpResponse:
    chosen, at = UUID(form.cleaned_data["achievement"]), form.cleaned_data["at"]
    by, now = request.user.id, timezone.now()
    try:
        made = award_one(found, chosen, form.grant(), by=by, now=now, at=at)
    except Unfit as error:
        if error.code != "already-awarded":
            raise
        messages.info(request, _("This learner has this award already. Here it is."))
        return redirect("award", slug=found.slug, award_id=error.data["award"])
    said = _("Scheduled.") if at else _("Awarded.")
    if made.address and not at:
        said = _("Awarded. A mail is on its way to %(address)s.") % {"address": made.address}
    messages.success(request, said)
    return redirect("award", slug=found.slug, award_id=made.id)


@require_safe
@signed_in
def award(request: Request, slug: str, award_id: UUID) -> HttpResponse:
    """One award with its whole life."""
    found = queries.life_of(request.user, slug, award_id, timezone.now())
    context = {
        **space(request, found.award.organisation),
        "life": found,
        "award": found.award,
        "acts": [(name, act) for name, act in ACTS.items() if name in found.acts],
        "steps": steps(found),
        "why": REASONS[Reason(found.award.reason)] if found.award.reason else "",
    }
    return render(request, "provider/awards/award.html", context)


@require_safe
@signed_in
def slip(request: Request, slug: str, award_id: UUID) -> HttpResponse:
    """The claim code to be printed or read out."""
    found = queries.slip_for(request.user, slug, award_id)
    picture = segno.make(found.address, error="m").svg_inline(
        scale=5, border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    context = {
        **space(request, found.award.organisation),
        "award": found.award,
        "code": found.code,
        "groups": found.code.split("-"),
        "address": request.build_absolute_uri(reverse("home")) + "claim/",
        "picture": mark_safe(picture),  # noqa: S308 - drawn here, of our own address and code
    }
    response = render(request, "provider/awards/slip.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@signed_in
def document(request: Request, slug: str, award_id: UUID, number: int) -> HttpResponse:
    """A signed document, as it was made."""
    found = queries.document_for(request.user, slug, award_id, number)
    name = _WORDS.sub("-", found.award.version.name.casefold()).strip("-") or "credential"
    return HttpResponse(
        found.document,
        content_type="application/vc",
        headers={"Content-Disposition": f'attachment; filename="{name}-{number}.json"'},
    )


def _offered(request: Request, slug: str) -> list[tuple[str, str]]:
    """What can be awarded now."""
    return [
        (str(one.id), version.name)
        for one in achievements_for(request.user, slug)
        for version in one.versions.all()
        if version.state == "published"
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
