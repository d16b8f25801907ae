"""Who looks at a page, and whether they may: each view of somebody's own wears one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mica.core import audit, limits
from mica.people import queries
from mica.people.errors import NotAllowed
from mica.people.queries import Organisation, Person

ACTING_FOR = "acting_for"
"""The key of a session that holds the id of the learner for whom a helper acts."""

P = ParamSpec("P")


class Request(HttpRequest):
    """A request of somebody who has signed in.

    Attributes:
        user: who signed in.
        person: whose things the page is about: the learner, where a helper acts for them.
        helper: who acts for the person; None where they act for themselves.
    """

    user: Person
    person: Person
    helper: Person | None


View = Callable[Concatenate[Request, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Door[P]:
    """A view of somebody's own: who has not signed in goes there first.

    Whoever acts for a learner is asked to stop first, so that nobody mistakes whose page it is.
    """

    @never_cache
    @wraps(view)
    def guarded(plain: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponseBase:
        if not plain.user.is_authenticated:
            return redirect_to_login(plain.get_full_path())
        request = cast("Request", plain)
        if ACTING_FOR in request.session:
            return render(request, "learner/stop_first.html", status=409)
        request.person, request.helper = request.user, None
        return view(request, *args, **more)

    return guarded


def for_learner(view: View[P]) -> Door[P]:
    """A view that a helper may use in a learner's name; what is done is audited under both ids."""

    @never_cache
    @wraps(view)
    def guarded(plain: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponseBase:
        if not plain.user.is_authenticated:
            return redirect_to_login(plain.get_full_path())
        request = cast("Request", plain)
        try:
            learner = request.session.get(ACTING_FOR)
            request.person, request.helper = queries.acting_person(
                request.user, learner and UUID(learner), timezone.now()
            )
        except NotAllowed as error:
            del request.session[ACTING_FOR]
            messages.warning(request, _(error.sentences[error.code]))
            return redirect("my-home")
        with audit.helped_by(request.helper.id if request.helper else None):
            return view(request, *args, **more)

    return guarded


def organisation_of(request: Request, slug: str, role: str = "reader") -> Organisation:
    """The organisation of an address, for its members; 404 for everybody else.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    return queries.organisation_for(request.user, slug, role=role)


def limit(request: HttpRequest, door: str, times: int, seconds: int, key: Any = None) -> None:
    """Count a try at a door, of a client's network address where no other key is given.

    Raises:
        TooMany: `too-many-tries`.
    """
    limits.check(door, limits.client_address(request) if key is None else key, times, seconds)


def banner(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `acting_for`, the learner for whom a helper acts, or None."""
    session = getattr(request, "session", None)
    if session is None or ACTING_FOR not in session or not request.user.is_authenticated:
        return {"acting_for": None}
    tie = queries.helping(request.user, timezone.now()).filter(learner_id=session[ACTING_FOR])
    found = tie.first()
    return {"acting_for": found.learner if found else None}
