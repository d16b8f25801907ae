"""What a parent or guardian sees, with the link from their mail and without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from mica.people import actions, queries
from mica.web.access import limit

_HOUR = 3600


@never_cache
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Read what is asked, and answer; the same link takes the answer back."""
    limit(request, "consent", 60, _HOUR)
    if request.method == "POST":
        actions.answer_consent(token, give=request.POST.get("answer") == "give", now=timezone.now())
        return redirect("consent", token=token)
    return render(request, "public/consent.html", {"consent": queries.consent_at(token)})
