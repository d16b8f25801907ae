"""How a door answers: JSON, and errors as problem details (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

import orjson
from django.http import HttpRequest, HttpResponse

from mica.core.answers import headers_of, status_of
from mica.errors import MicaError, say

MOST_FAULTS: Final = 100
"""Faults that one answer lists."""
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
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": str(error),
        "code": error.code,
    }
    said |= _more(error)
    response = as_json(said, status, "application/problem+json")
    for name, value in headers_of(error).items():
        response.headers[name] = value
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"  # RFC 6750 §3
    return response


def _more(error: MicaError) -> dict[str, Any]:
    """What is wrong where, and what stands in the way, where an error knows it."""
    more: dict[str, Any] = {}
    if faults := error.data.get("faults"):
        more["errors"] = [_fault(one, error) for one in _listed(faults)]
    if award := error.data.get("award"):
        more["award"] = award
    return more


def _listed(faults: Any) -> list[Any]:
    return list(faults)[:MOST_FAULTS]


def _fault(fault: Any, error: MicaError) -> dict[str, str]:
    row = getattr(fault, "row", None)
    place = f"/{fault.field}" if row is None else f"/{row}/{fault.field}"
    return {
        "pointer": place,
        "code": fault.code,
        "detail": say(error.sentences, fault.code, {}),
    }


def answered(view: View[P]) -> View[P]:
    """A view whose errors become problem details. A bug does not: it stays a bug."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **more)
        except MicaError as error:
            return problem(error)

    return guarded
