"""Helpers: naming one, being one, and acting for a learner."""

from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mica.people import actions, queries
from mica.people.errors import NotAllowed
from mica.web.access import ACTING_FOR, Request, for_learner, limit, signed_in
from mica.web.answers import said_on
from mica.web.learner.forms import HelperForm
from mica.web.learner.tabs import tabs

_DAY: Final = int(timedelta(days=1).total_seconds())


@signed_in
def helpers(request: Request) -> HttpResponse:
    """Who acts for me, and for whom I act."""
    now = timezone.now()
    form = HelperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "helper", 10, _DAY, key=request.person.id)
        with said_on(form, "address"):
            last = form.cleaned_data["until"]
            actions.name_helper(
                request.person,
                form.cleaned_data["address"],
                until=last
                and timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min)),
                by=request.person,
                now=now,
            )
            messages.success(request, _("We wrote to them. They can accept or decline."))
            return redirect("helpers")
    context = {
        "form": form,
        "helpers": queries.helpers_of(request.person),
        "ties": queries.helping(request.person, now),
        "asked": queries.helping_asked(request.person),
        "tabs": tabs(request),
    }
    return render(request, "learner/helpers.html", context)


@signed_in
def helping_asked(request: Request, tie: UUID) -> HttpResponse:
    """What a learner asks, and the answer to it."""
    found = queries.helper_asked(request.person, tie)
    if found.learner == request.person:
        return redirect("helpers")
    if request.method == "POST" and "accept" in request.POST:
        actions.accept_helping(tie, by=request.person, now=timezone.now())
        return redirect("helpers")
    context = {"tie": found, "crumbs": [(_("Helpers"), reverse("helpers"))]}
    return render(request, "learner/helping_asked.html", context)


@require_POST
@signed_in
def end_helping(request: Request, tie: UUID) -> HttpResponse:
    """End it, from either side, or decline."""
    actions.end_helping(tie, by=request.person, now=timezone.now())
    messages.success(request, _("It has ended."))
    return redirect("helpers")


@require_POST
@signed_in
def begin_acting(request: Request, learner: UUID) -> HttpResponse:
    """Open a learner's pages in their name."""
    now = timezone.now()
    tie = queries.helping(request.person, now).filter(learner_id=learner).first()
    if tie is None:
        raise NotAllowed("not-helping")
    actions.begin_acting(tie, by=request.person, now=now)
    request.session[ACTING_FOR] = str(learner)
    return redirect("my-home")


@require_POST
@for_learner
def stop_acting(request: Request) -> HttpResponse:
    """Be oneself again."""
    request.session.pop(ACTING_FOR, None)
    return redirect("my-home")
