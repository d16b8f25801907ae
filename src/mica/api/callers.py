"""Who calls: the organisation whose token a request carries (RFC 6750)."""

from datetime import datetime
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from mica.api.answers import problem
from mica.errors import MicaError
from mica.signing.queries import organisation_of_token


class NoToken(MicaError):
    """The request names nobody."""

    sentences: ClassVar = {
        "token-needed": "This door needs a token. Send it as “Authorization: Bearer …”; an owner "
        "of your organisation makes one.",
    }


def caller(request: HttpRequest, scope: str, now: datetime) -> UUID:
    """The id of the organisation that calls, allowed to do what a scope names.

    Raises:
        NoToken: `token-needed`.
        MicaError: as the reading of tokens.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise NoToken("token-needed")
    return organisation_of_token(secret.strip(), scope, now).id


def unauthorised(error: MicaError) -> HttpResponse:
    """The answer to a request without a token that counts."""
    response = problem(error, HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
