"""What everybody may know of an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mica.people import queries


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an approved organisation is."""
    return render(
        request, "public/organisation.html", {"organisation": queries.organisation_at(slug)}
    )
