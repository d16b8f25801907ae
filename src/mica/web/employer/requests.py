"""Asking for proof: what an organisation asks for, and the answers it got."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mica.people.queries import Person
from mica.wallet import links
from mica.wallet.actions import asking, sharing
from mica.wallet.queries import requests as queries
from mica.wallet.queries.shares import standing_of
from mica.wallet.rules.sharing import Standing
from mica.web.access import Request, limit, organisation_of, signed_in
from mica.web.answers import said_on
from mica.web.days import end_of
from mica.web.employer.forms import AskForm
from mica.web.needs import Need
from mica.web.pictures import code
from mica.web.provider.organisations import space

_PAGE: Final = 25
_DAY: Final = 86_400
_ASKED: Final = 200
"""Requests that one organisation may send within a day: each may be a mail to a stranger."""


@signed_in
@require_GET
def requests(request: Request, slug: str) -> HttpResponse:
    """What was asked for, newest first."""
    now, organisation = timezone.now(), organisation_of(request, slug)
    found = queries.requests_by(request.user, slug)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = space(request, organisation)
    context["may"] = context["my_role"] != "reader" and organisation.state == "approved"
    context["page"] = page
    context["rows"] = [(one, standing_of(one, now).value) for one in page]
    return render(request, "employer/requests.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, slug: str) -> HttpResponse:
    """Ask for proof of something."""
    organisation = organisation_of(request, slug, "officer")
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limit(request, "ask", _ASKED, _DAY, key=organisation.id)
        with said_on(form, "until"):
            said = {**form.cleaned_data, "until": end_of(form.cleaned_data["until"])}
            made = asking.ask(organisation, **said, by=request.user.id, now=timezone.now())
            messages.success(request, _("We wrote to them.") if made.address else _("Asked."))
            return redirect("organisation-request", slug=slug, asked=made.id)
    context = {**space(request, organisation), "form": form}
    return render(request, "employer/ask.html", context)


@signed_in
@require_GET
def request(request: Request, slug: str, asked: UUID) -> HttpResponse:
    """One request, and who has answered."""
    now, organisation = timezone.now(), organisation_of(request, slug)
    found = queries.request_for(request.user, slug, asked)
    standing = standing_of(found, now)
    link = links.request_address(found.id)
    context = {
        **space(request, organisation),
        "asked": found,
        "standing": standing.value,
        "open": standing is Standing.OPEN,
        "link": link,
        "code": code(link),
        "answers": queries.answers_to(found, now),
        "refusals": queries.refusals_of(found),
    }
    return render(request, "employer/request.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, slug: str, asked: UUID) -> HttpResponse:
    """Ask no longer, once it was asked twice."""
    organisation = organisation_of(request, slug, "officer")
    found = queries.request_for(request.user, slug, asked)
    if request.method == "POST":
        asking.withdraw_request(found.id, by=request.user.id, now=timezone.now())
        messages.success(request, _("You ask no longer."))
        return redirect("organisation-request", slug=slug, asked=asked)
    context = {**space(request, organisation), "asked": found}
    return render(request, "employer/withdraw.html", context)


@signed_in
@require_POST
def answer(request: Request, slug: str, asked: UUID, share: UUID) -> HttpResponse:
    """Open an answer in the organisation's name: the learner is told."""
    now, organisation = timezone.now(), organisation_of(request, slug)
    found = queries.answer_for(request.user, slug, asked, share, now)
    view = sharing.open_share(found, viewer=request.user.id, organisation=organisation.id, now=now)
    return redirect("shared", secret=links.secret_of("share", found.id), view=view.id)


def needs(person: Person, now: datetime) -> Iterator[Need]:
    """Answers that nobody has opened yet."""
    for one, number in queries.unseen_answers(person, now):
        yield Need(
            ngettext(
                "%(number)d answer to “%(what)s” was not opened yet.",
                "%(number)d answers to “%(what)s” were not opened yet.",
                number,
            )
            % {"number": number, "what": one.what},
            reverse("organisation-request", args=[one.organisation.slug, one.id]),
            _("Look at it"),
        )
