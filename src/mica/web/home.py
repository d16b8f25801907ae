"""The page that answers: what needs me now?"""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mica.people import queries
from mica.web.access import Request, for_learner
from mica.web.authority.needs import needs as needs_of_operators
from mica.web.employer.requests import needs as needs_of_askers
from mica.web.learner.needs import needs as needs_of_persons
from mica.web.learner.requests import needs as needs_of_asked
from mica.web.learner.wallet_needs import needs as needs_of_holders
from mica.web.needs import Finder
from mica.web.provider.needs import needs as needs_of_members
from mica.web.provider.needs import needs_of_awards

FINDERS: Final[list[Finder]] = [needs_of_persons, needs_of_holders, needs_of_asked]
"""What waits for a person themselves; also shown to a helper who acts for them."""
OWN_FINDERS: Final[list[Finder]] = [
    needs_of_members,
    needs_of_awards,
    needs_of_askers,
    needs_of_operators,
]
"""What waits for them in their offices; never shown to a helper."""


@for_learner
def my_home(request: Request) -> HttpResponse:
    """What needs this person now, and where they can go."""
    now = timezone.now()
    finders = FINDERS if request.helper else [*FINDERS, *OWN_FINDERS]
    context = {
        "person": request.person,
        "needs": [need for finder in finders for need in finder(request.person, now)],
        "memberships": () if request.helper else queries.organisations_of(request.user),
        "ties": () if request.helper else queries.helping(request.user, now),
    }
    return render(request, "learner/home.html", context)
