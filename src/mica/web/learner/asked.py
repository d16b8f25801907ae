"""A request: who asks for what, why and until when, and the learner's answer."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mica.wallet.actions import answering
from mica.wallet.errors import NotFound
from mica.wallet.queries import requests as queries
from mica.wallet.rules.claims import veiled
from mica.web.access import Request, for_learner, limit
from mica.web.answers import said_on
from mica.web.learner.sharing_forms import ChooseForm, DeclineForm

_HOUR: Final = 3600
_GUESSES: Final = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What is asked, for whoever has the link; who has signed in can answer."""
    response: HttpResponseBase
    try:
        found = queries.request_at(secret, timezone.now())
    except NotFound:
        limit(request, "request-guess", _GUESSES, _HOUR)
        response = render(request, "learner/sharing/request_gone.html", status=404)
    else:
        answers = _answered if request.user.is_authenticated else _told
        response = answers(request, found)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _told(request: HttpRequest, found: queries.Request) -> HttpResponse:
    return render(request, "learner/sharing/request.html", {"asked": found})


@for_learner
def _answered(request: Request, found: queries.Request) -> HttpResponse:
    person, now = request.person, timezone.now()
    if not queries.may_answer(person, found):
        context: dict[str, Any] = {"asked": found, "veiled": veiled(found.address)}
        return render(request, "learner/sharing/request.html", context)
    given = queries.answer_of(person, found)
    held = queries.fitting(person, found.what, now)
    form = ChooseForm(_posted(request, "give"), held=held)
    declining = DeclineForm(_posted(request, "decline"))
    if form.is_bound and form.is_valid():
        with said_on(form, "holdings"):
            share = answering.answer(person, found, form.chosen(), now=now)
            messages.success(
                request, _("%(name)s can see it now.") % {"name": found.organisation.name}
            )
            return redirect("share", share=share.id)
    if declining.is_bound and declining.is_valid():
        with said_on(declining, "word"):
            answering.decline(person, found, declining.cleaned_data["word"], now=now)
            messages.success(request, _("You declined. Nothing was shown."))
            return redirect(request.path)
    context = {
        "asked": found,
        "given": given,
        "refusal": queries.refusal_of(person, found),
        "held": held,
        "form": form,
        "declining": declining,
        "may": True,
    }
    return render(request, "learner/sharing/request.html", context)


def _posted(request: Request, act: str) -> Any:
    return request.POST if request.POST.get("act") == act else None
