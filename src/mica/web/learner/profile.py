"""Who somebody is here, their data, and leaving."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mica.people import actions, queries
from mica.web.access import Request, signed_in
from mica.web.answers import said_on
from mica.web.learner import leaving
from mica.web.learner.forms import LeaveForm, ProfileForm
from mica.web.learner.tabs import tabs


@signed_in
def account(request: Request) -> HttpResponse:
    """Name, language and date of birth."""
    person = request.person
    stands = bool(settings.MICA_GUARDIAN_AGE and person.born)
    initial = {"name": person.name, "language": person.language, "born": person.born}
    form = ProfileForm(request.POST or None, initial=initial)
    form.fields["born"].disabled = stands
    if request.method == "POST" and form.is_valid():
        with said_on(form):
            actions.change_profile(person, **form.cleaned_data, by=person, now=timezone.now())
            messages.success(request, _("Saved."))
            response = redirect("account")
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
            return response
    context = {
        "form": form,
        "addresses": queries.addresses_of(person),
        "tabs": tabs(request),
        "guardians": settings.MICA_GUARDIAN_AGE,
    }
    return render(request, "learner/account.html", context)


@signed_in
def data(request: Request) -> HttpResponse:
    """Everything that is kept of somebody, and the way out."""
    return render(request, "learner/data.html", {"tabs": tabs(request)})


@require_safe
@signed_in
def download(request: Request) -> HttpResponse:
    """Everything that is kept of somebody, as a file."""
    found = {name: export(request.person) for name, export in leaving.EXPORTS.items()}
    response = HttpResponse(
        json.dumps(found, indent=2, ensure_ascii=False, default=str),
        content_type="application/json",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@signed_in
def leave(request: Request) -> HttpResponse:
    """Delete an account, once it was asked twice."""
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with said_on(form), transaction.atomic():
            for forget in leaving.ERASERS:
                forget(request.person, by=request.person, now=now)
            logout(request)
            messages.success(request, _("Your account is deleted. Your credentials stay valid."))
            return redirect("home")
    return render(request, "learner/leave.html", {"form": form, "tabs": tabs(request)})
