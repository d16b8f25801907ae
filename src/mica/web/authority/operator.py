"""What those who run the site see and decide."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mica.people import actions, queries
from mica.people.errors import Unfit
from mica.web.access import Request, limit, signed_in
from mica.web.answers import said_on, sentence_of
from mica.web.authority.forms import BornForm, DecisionForm, FindForm
from mica.web.provider.forms import InvitationForm
from mica.web.slips import shown_slip
from mica.web.states import STATES as KNOWN

STATES: Final = ("pending", "approved", "refused", "suspended")
_PAGE: Final = 50
_HOUR: Final = 3600


@signed_in
def overview(request: Request) -> HttpResponse:
    """How many there are of what."""
    numbers = queries.counts(request.user, timezone.now())
    return render(request, "authority/overview.html", {"numbers": numbers, "tabs": _tabs(request)})


@signed_in
def organisations(request: Request) -> HttpResponse:
    """Organisations by where they stand."""
    wanted = request.GET.get("state", "pending")
    state = wanted if wanted in STATES else "pending"
    found = queries.organisations_to_decide(request.user, state)
    context = {
        "states": [(KNOWN[one].word, f"?state={one}", one == state) for one in STATES],
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(request),
    }
    return render(request, "authority/organisations.html", context)


@signed_in
def organisation(request: Request, slug: str) -> HttpResponse:
    """One organisation, and the decision about it."""
    found = queries.organisation_for_operator(request.user, slug)
    form = DecisionForm(request.POST or None)
    decision = next((state for state in STATES if state in request.POST), None)
    if request.method == "POST" and decision is not None and form.is_valid():
        with said_on(form, "why"):
            actions.decide_organisation(
                found,
                decision,
                why=form.cleaned_data["why"],
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, _("Decided, and the owners are told."))
            return redirect("operator-organisations")
    context = {
        "organisation": found,
        "owners": queries.owners_for_operator(request.user, found),
        "form": form,
        "invitation": InvitationForm(initial={"role": "owner"}),
        "crumbs": [(_("Organisations"), reverse("operator-organisations"))],
    }
    return render(request, "authority/organisation.html", context)


@require_POST
@signed_in
def invite_owner(request: Request, slug: str) -> HttpResponse:
    """A new owner for an organisation that everybody has left."""
    found = queries.organisation_for_operator(request.user, slug)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            actions.invite_member(found, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, _("We wrote to them."))
        except Unfit as error:
            messages.error(request, sentence_of(error))
    return redirect("operator-organisation", slug=slug)


@signed_in
def people(request: Request) -> HttpResponse:
    """Find a person by a whole address."""
    form = FindForm(request.GET or None)
    context = {"form": form, "tabs": _tabs(request)}
    queries.check_operator(request.user)
    if form.is_valid():
        limit(request, "find-people", 200, _HOUR, key=request.user.id)
        context["found"] = queries.find_people(request.user, form.cleaned_data["address"])
    return render(request, "authority/people.html", context)


@signed_in
def person(request: Request, person: UUID) -> HttpResponse:
    """One person, as far as an operator needs to know."""
    found = queries.person_for_operator(request.user, person)
    form = BornForm(request.POST or None, initial={"born": found.born})
    if request.method == "POST" and form.is_valid():
        with said_on(form, "born"):
            actions.correct_born(
                found, form.cleaned_data["born"], by=request.user, now=timezone.now()
            )
            messages.success(request, _("Saved."))
            return redirect("operator-person", person=person)
    context = {
        "person": found,
        "addresses": queries.addresses_of(found),
        "memberships": queries.organisations_of(found),
        "slip": queries.slip_of(found),
        "form": form,
        "crumbs": [(_("People"), reverse("operator-people"))],
    }
    return render(request, "authority/person.html", context)


@require_POST
@signed_in
def close_person(request: Request, person: UUID) -> HttpResponse:
    """Shut somebody out, or let them in again."""
    found = queries.person_for_operator(request.user, person)
    closed = "close" in request.POST
    actions.close_person(found, closed=closed, by=request.user, now=timezone.now())
    return redirect("operator-person", person=person)


@require_POST
@signed_in
def replace_slip(request: Request, person: UUID) -> HttpResponse:
    """A slip for somebody who cannot sign in any more."""
    found = queries.person_for_operator(request.user, person)
    code = actions.replace_slip(found, by=request.user, now=timezone.now())
    back = (_("Person"), reverse("operator-person", args=[person]))
    return shown_slip(request, found, code, back=back)


def _tabs(request: Request) -> list[tuple[str, str, bool]]:
    pages = [
        (_("Overview"), reverse("operator")),
        (_("Organisations"), reverse("operator-organisations")),
        (_("People"), reverse("operator-people")),
    ]
    here = max((one for _name, one in pages if request.path.startswith(one)), key=len, default="")
    return [(name, address, address == here) for name, address in pages]
