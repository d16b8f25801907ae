"""Bringing in what others issued."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.wallet.actions import arriving
from mica.wallet.actions.arriving import Brought
from mica.wallet.actions.holding import Outcome
from mica.wallet.queries import holdings
from mica.web.access import Request, for_learner, limit
from mica.web.answers import said_on
from mica.web.learner.wallet_forms import ImportForm

_HOUR: Final = 3600


@for_learner
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request) -> HttpResponse:
    """The form, and what became of each thing."""
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        limit(request, "wallet-import", 60, _HOUR, key=request.person.id)
        person, now = request.person, timezone.now()
        with said_on(form, "file"):
            brought = arriving.bring(person, form.things(), by=person.id, now=now)
            return _result(request, brought)
    return render(request, "learner/wallet/import.html", {"form": form})


def _result(request: Request, brought: list[Brought]) -> HttpResponse:
    arrived = [one.arrival for one in brought if one.arrival is not None]
    if len(arrived) == len(brought) == 1 and arrived[0].outcome is Outcome.NEW:
        return redirect("holding", holding=arrived[0].holding.id)
    now = timezone.now()
    states = {
        one.holding.id: one
        for one in holdings.in_state(request.person, [each.holding for each in arrived], now)
    }
    context = {
        "arrived": [
            (one.name, states[one.arrival.holding.id], _said(one.arrival.outcome))
            for one in brought
            if one.arrival is not None
        ],
        "refused": [
            (one.name, wording.fault(one.refused.code, one.refused.data, str(one.refused), HERE))
            for one in brought
            if one.refused is not None
        ],
    }
    return render(request, "learner/wallet/brought.html", context)


def _said(outcome: Outcome) -> str:
    return {
        Outcome.NEW: _("It is in your wallet now."),
        Outcome.REPLACED: _("It has taken the place of the version you had."),
        Outcome.SAME: _("You had it already."),
        Outcome.OLDER: _("You have a newer version of it."),
    }[outcome]
