"""What somebody shares, for whoever has the link.

The first page says whose it is, for whom, why and until when, and shows no credential: scanners of
mail and previews of messengers fetch it, and that is no look. The credentials are opened by a form,
and that is noted.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mica.people.queries import organisations_of
from mica.wallet.actions.sharing import open_share
from mica.wallet.errors import NotFound
from mica.wallet.queries import papers
from mica.wallet.queries import shares as queries
from mica.web.access import ACTING_FOR, limit
from mica.web.verdicts import shown

_HOUR: Final = 3600
_GUESSES: Final = 30
"""Links that show nothing, which one network address may try within an hour."""
_OPENINGS: Final = 120
"""Times that one network address may have credentials verified here within an hour."""

View = Callable[..., HttpResponse]


def _by_link(view: View) -> View:
    """A page for whoever has a link: kept by nobody; one calm page where it shows nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        try:
            response = view(request, secret, **more)
        except NotFound as error:
            if error.code == "no-such-view":
                return redirect("share-link", secret=secret)
            limit(request, "share-guess", _GUESSES, _HOUR)
            response = render(request, "public/share_gone.html", status=404)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        # Not "no-referrer": browsers then send forms without an origin, and the guard refuses them.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, secret: str) -> HttpResponse:
    """Whose it is, for whom, why, until when; and the form that opens it."""
    now = timezone.now()
    found = queries.share_at(secret, now)
    if _is_own(request, found):
        return redirect("share-own", secret=secret)
    if request.method == "POST":
        limit(request, "share-open", _OPENINGS, _HOUR)
        viewer = request.user.id if request.user.is_authenticated else None
        view = open_share(
            found, viewer=viewer, organisation=_for(request.POST.get("for", "")), now=now
        )
        return redirect("shared", secret=secret, view=view.id)
    context: dict[str, Any] = {"share": found, "number": len(queries.shown_in(found))}
    if request.user.is_authenticated:
        context["memberships"] = organisations_of(request.user)
    return render(request, "public/share.html", context)


@_by_link
@require_GET
def opened(request: HttpRequest, secret: str, view: UUID) -> HttpResponse:
    """The credentials, each verified now."""
    limit(request, "share-verify", _OPENINGS, _HOUR)
    now = timezone.now()
    found = queries.view_at(secret, view, now)
    context = {"secret": secret, "view": found, **_shown(found.share, now)}
    return render(request, "public/shared.html", context)


@_by_link
@require_GET
def document(request: HttpRequest, secret: str, view: UUID, holding: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """One credential as a file."""
    found = queries.view_at(secret, view, timezone.now())
    file = papers.document_file(queries.holding_in(found.share, holding))
    response = HttpResponse(file.data, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.ascii_name}"'
    return response


@_by_link
@require_GET
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """What others see, for its owner and whoever helps them; nothing is noted."""
    now = timezone.now()
    found = queries.share_at(secret, now)
    if not _is_own(request, found):
        return redirect("share-link", secret=secret)
    return render(request, "public/shared.html", {"own": True, **_shown(found, now)})


def _shown(share: queries.Share, now: datetime) -> dict[str, Any]:
    rows = [(holding, shown(judged)) for holding, judged in queries.judged_in(share, now)]
    return {"share": share, "rows": rows, "now": now}


def _is_own(request: HttpRequest, share: queries.Share) -> bool:
    """Whether its owner looks, or somebody who acts for them."""
    if not request.user.is_authenticated:
        return False
    acting = request.session.get(ACTING_FOR)
    return str(share.person_id) == (acting or str(request.user.id))


def _for(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
