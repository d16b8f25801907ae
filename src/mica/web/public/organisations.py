"""What everybody may know of an organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mica.catalogue.queries import public_achievements
from mica.people import queries


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an approved organisation is, and what can be earned there."""
    found = queries.organisation_at(slug)
    context = {"organisation": found, "achievements": public_achievements(found)}
    return render(request, "public/organisation.html", context)
