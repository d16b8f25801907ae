"""What a learner is asked for."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mica.people.queries import Person
from mica.wallet import links
from mica.wallet.queries import requests as queries
from mica.web.access import Request, for_learner
from mica.web.learner.wallet_tabs import wallet_tabs
from mica.web.needs import Need


@for_learner
@require_GET
def requests(request: Request) -> HttpResponse:
    """What waits for an answer."""
    found = queries.requests_for(request.person, timezone.now())
    context = {
        "tabs": wallet_tabs(request),
        "rows": [(one, links.secret_of("request", one.id)) for one in found],
    }
    return render(request, "learner/sharing/requests.html", context)


def needs(person: Person, now: datetime) -> Iterator[Need]:
    """Requests that wait for an answer."""
    for one in queries.requests_for(person, now):
        yield Need(
            _("%(name)s asks for proof: %(what)s")
            % {"name": one.organisation.name, "what": one.what},
            reverse("request", args=[links.secret_of("request", one.id)]),
            _("Answer"),
        )
