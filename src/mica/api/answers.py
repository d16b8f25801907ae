"""How a door answers: JSON, and errors as problem details (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

import orjson
from django.http import HttpRequest, HttpResponse

from mica.core import errors
from mica.errors import MicaError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

_STATUS: Final[tuple[tuple[type[MicaError], HTTPStatus], ...]] = (
    (errors.Missing, HTTPStatus.NOT_FOUND),
    (errors.Forbidden, HTTPStatus.FORBIDDEN),
    (errors.Unfit, HTTPStatus.CONFLICT),
    (errors.TooOften, HTTPStatus.TOO_MANY_REQUESTS),
)
"""The kind of an error, and its status. What has no kind is about what was sent: 400."""


def as_json(
    values: Any, status: HTTPStatus = HTTPStatus.OK, media_type: str = "application/json"
) -> HttpResponse:
    """Plain values as an answer."""
    return HttpResponse(orjson.dumps(values), status=status, content_type=media_type)


def problem(error: MicaError, status: HTTPStatus | None = None) -> HttpResponse:
    """An error as an answer: its code for machines, its sentence for people."""
    known = (status for kind, status in _STATUS if isinstance(error, kind))
    chosen = status or next(known, HTTPStatus.BAD_REQUEST)
    said = {
        "type": "about:blank",
        "title": chosen.phrase,
        "status": chosen.value,
        "detail": str(error),
        "code": error.code,
    }
    return as_json(said, chosen, "application/problem+json")


def answered(view: View[P]) -> View[P]:
    """A view whose errors become problem details. A bug does not: it stays a bug."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **more)
        except MicaError as error:
            return problem(error)

    return guarded
