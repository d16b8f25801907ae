"""Who calls: the organisation whose token a request carries (RFC 6750)."""

from datetime import datetime
from typing import ClassVar, Final

from django.http import HttpRequest

from mica.core import errors, limits
from mica.people.actions import use_token
from mica.people.queries import TokenHolder

_MINUTE: Final = 60
ANYBODY_OFTEN: Final = 60
"""Verifications a minute from one address without a token."""


class NoToken(errors.Unproven):
    """The request names nobody."""

    sentences: ClassVar = {
        "token-needed": "This door needs a token. Send it as “Authorization: Bearer …”; an owner "
        "of your organisation makes one.",
    }


def caller(request: HttpRequest, scope: str, now: datetime) -> TokenHolder:
    """Who calls, allowed to do what a scope names; whatever the token is for where it is "".

    Raises:
        NoToken: `token-needed`.
        PeopleError: as `people.actions.use_token`; `scope-missing`.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoToken("token-needed")
    holder = use_token(secret.strip(), now=now)
    if scope:
        holder.check(scope)
    return holder


def anybody(request: HttpRequest, scope: str, door: str, *, often: int, now: datetime) -> None:
    """Let everybody in, so often a minute from one address; whoever shows a token, as they like.

    Raises:
        TooMany: `too-many-tries`.
        PeopleError: as `caller`, where a token is shown.
    """
    if "Authorization" in request.headers:
        caller(request, scope, now)
    else:
        limits.check(door, limits.client_address(request), often, _MINUTE)
