"""How a door answers: JSON, and errors as problem details (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

import orjson
from django.http import HttpRequest, HttpResponse

from mica.core.answers import headers_of, status_of
from mica.errors import MicaError

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def as_json(
    values: Any, status: HTTPStatus = HTTPStatus.OK, media_type: str = "application/json"
) -> HttpResponse:
    """Plain values as an answer."""
    return HttpResponse(orjson.dumps(values), status=status, content_type=media_type)


def problem(error: MicaError) -> HttpResponse:
    """An error as an answer: its code for machines, its sentence for people."""
    status = status_of(error)
    said = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": str(error),
        "code": error.code,
    }
    response = as_json(said, status, "application/problem+json")
    for name, value in headers_of(error).items():
        response.headers[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"  # RFC 6750 §3
    return response


def answered(view: View[P]) -> View[P]:
    """A view whose errors become problem details. A bug does not: it stays a bug."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **more)
        except MicaError as error:
            return problem(error)

    return guarded
