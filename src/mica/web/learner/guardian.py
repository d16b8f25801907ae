"""A minor's own page: who consents."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from mica.people import actions, queries, rules
from mica.web.access import Request, limit, signed_in
from mica.web.answers import said_on
from mica.web.learner.forms import GuardianForm
from mica.web.learner.tabs import tabs

_DAY: Final = int(timedelta(days=1).total_seconds())


@signed_in
def guardian(request: Request) -> HttpResponse:
    """Ask a guardian, and see what they said."""
    if not settings.MICA_GUARDIAN_AGE:
        raise Http404
    person, now = request.person, timezone.now()
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "guardian", 5, _DAY, key=person.id)
        with said_on(form, "address"):
            actions.ask_guardian(person, **form.cleaned_data, by=person, now=now)
            messages.success(request, _("We wrote to them."))
            return redirect("guardian")
    context = {
        "form": form,
        "needed": rules.needs_guardian(person.born, now.date(), settings.MICA_GUARDIAN_AGE),
        "missing": queries.consent_needed(person, now),
        "born": person.born,
        "age": settings.MICA_GUARDIAN_AGE,
        "consents": queries.consents_of(person),
        "tabs": tabs(request),
    }
    return render(request, "learner/guardian.html", context)
