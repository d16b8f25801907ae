"""Achievements for everybody: what a credential's achievement points to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mica.catalogue import queries, rules
from mica.web.described import shown


@require_safe
def achievement(
    request: HttpRequest, achievement_id: UUID, number: int | None = None
) -> HttpResponse:
    """A version that is or was published: the present one, or one by its number."""
    version = queries.public_version(achievement_id, number)
    newest = queries.public_version(achievement_id)
    context = {
        "version": version,
        "newest": newest,
        "organisation": version.achievement.organisation,
        "shown": shown(rules.read(version.content)),
    }
    return render(request, "public/achievement.html", context)


@require_safe
def picture(_request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """A picture. It never changes, and is nothing but a picture."""
    found = queries.picture(picture_id)
    return HttpResponse(
        bytes(found.data),
        content_type=found.media_type,
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
