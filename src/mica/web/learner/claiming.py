"""Claiming: what a code is for, before and after signing in, and the taking of it."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mica.issuing import queries as issuing
from mica.issuing.codes import LENGTH, tidy
from mica.issuing.queries import Offer
from mica.people import actions as people
from mica.people import rules as people_rules
from mica.people.queries import Person
from mica.wallet import proofs
from mica.wallet.actions import claiming
from mica.wallet.actions.holding import Arrival, Outcome
from mica.wallet.errors import Unfit
from mica.wallet.queries.holdings import holding_of_award
from mica.wallet.rules.claims import Way, veiled
from mica.web.access import Request, for_learner, limit
from mica.web.answers import said_on
from mica.web.learner.wallet_forms import ClaimForm, CodeForm, ProveForm

_HOUR: Final = int(timedelta(hours=1).total_seconds())
_TRIES: Final = 200
"""Codes that may be asked for from one network address in an hour; a class shares one address."""
_SENT: Final = "claim_address_code"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = tidy(form.cleaned_data["code"])
        if len(code) == LENGTH:
            return redirect("claim-code", code=code)
        form.add_error("code", _(Unfit.sentences["code-unfit"]))
    return render(request, "learner/wallet/code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def claim_code(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a code is for; whoever has signed in can take it."""
    limit(request, "claim", _TRIES, _HOUR)
    offer = issuing.offer(code, timezone.now())
    response: HttpResponseBase
    if request.user.is_authenticated:
        response = _offered(request, code, offer)
    else:
        response = render(request, "learner/wallet/offer.html", _context(offer, way=None))
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@for_learner
def _offered(request: Request, code: str, offer: Offer) -> HttpResponse:
    way = claiming.way_of(request.person, offer)
    act = request.POST.get("act", "")
    if act == "send" and way is Way.PROVE:
        return _send(request, code, offer)
    if act == "prove" and way is Way.PROVE:
        return _prove(request, code, offer)
    form = ClaimForm(request.POST if act == "claim" else None)
    if act == "claim" and form.is_valid() and way in {Way.OPEN, Way.MINE}:
        with said_on(form, "proof"):
            return _taken(request, code, form.cleaned_data["proof"])
    return _shown(request, offer, way, form=form)


def _taken(request: Request, code: str, proof: str) -> HttpResponse:
    arrival = claiming.claim(
        request.person, code, by=request.person.id, now=timezone.now(), proof=proof
    )
    tell_arrival(request, arrival)
    return redirect("holding", holding=arrival.holding.id)


def tell_arrival(request: HttpRequest, arrival: Arrival) -> None:
    """What became of a document, as a message on the next page."""
    said = {
        Outcome.NEW: _("It is yours now."),
        Outcome.REPLACED: _("You have the newer version now. The one before is in its history."),
        Outcome.SAME: _("You have it already."),
        Outcome.OLDER: _("You have a newer version of it already."),
    }[arrival.outcome]
    messages.success(request, said)


def _send(request: Request, code: str, offer: Offer) -> HttpResponse:
    """A code to the address of the award: whoever reads it has shown that the address is theirs."""
    if request.helper is not None:  # addresses are the learner's own business
        return _shown(request, offer, Way.PROVE)
    limit(request, "code-person", 10, _HOUR, key=request.person.id)
    limit(request, "code-address", 5, _HOUR, key=people_rules.address_of(offer.address))
    sent = people.send_code(
        offer.address, language=request.person.language, person=request.person, now=timezone.now()
    )
    request.session[_SENT] = {"id": str(sent), "award": str(offer.award)}
    return redirect("claim-code", code=code)


def _prove(request: Request, code: str, offer: Offer) -> HttpResponse:
    form, sent = ProveForm(request.POST), _sent(request, offer)
    if sent is not None and form.is_valid():
        with said_on(form, "typed"):
            people.add_address(
                request.person,
                sent,
                form.cleaned_data["typed"],
                by=request.person,
                now=timezone.now(),
            )
            request.session.pop(_SENT)
            return _taken(request, code, "")
    return _shown(request, offer, Way.PROVE, prove=form)


def _sent(request: Request, offer: Offer) -> UUID | None:
    sent = request.session.get(_SENT)
    return UUID(sent["id"]) if sent and sent["award"] == str(offer.award) else None


def _shown(request: Request, offer: Offer, way: Way, **forms: Any) -> HttpResponse:
    now = timezone.now()
    proving = way is Way.PROVE and _sent(request, offer) is not None
    context = {
        **_context(offer, way=way),
        "form": ClaimForm(),
        "prove": ProveForm() if proving else None,
        "challenge": _challenge(request.person, offer, now),
        "domain": settings.MICA_ORIGIN,
        "held": holding_of_award(request.person, offer.award) if way is Way.MINE else None,
        "helper": request.helper,
        **forms,
    }
    return render(request, "learner/wallet/offer.html", context)


def _challenge(person: Person, offer: Offer, now: datetime) -> str:
    return proofs.challenges(person.id, offer.award, now)[0]


def _context(offer: Offer, way: Way | None) -> dict[str, Any]:
    return {"offer": offer, "way": way.value if way else "", "veiled": veiled(offer.address)}
