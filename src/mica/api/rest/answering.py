"""How a body is read, and how what goes wrong is answered: problem details, always."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, ClassVar, Final

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from mica.api.answers import as_json, problem
from mica.errors import MicaError

LINES: Final = ("application/jsonl", "application/x-ndjson")
_SHOWN: Final = 20
"""Faults that one answer lists."""


class RestError(MicaError):
    """The request itself cannot be used."""

    sentences: ClassVar = {
        "body-unreadable": "The body is not JSON. Send JSON in UTF-8.",
        "request-unfit": "The request does not have the form that the reference describes: see "
        "each place.",
        "body-too-large": "The request is larger than what is taken at once. Send less at a time.",
        "no-such-door": "There is nothing at this address. The reference lists every address.",
        "method-not-taken": "This address does not take this method.",
    }


class RestParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no half characters. One value on each line where so said."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value that a body says."""
        if request.content_type in LINES:
            return [orjson.loads(line) for line in request.body.splitlines() if line.strip()]
        return orjson.loads(request.body)


def answer_errors(api: NinjaAPI) -> None:
    """Let everything that goes wrong be a problem. A bug does not: it stays a bug."""
    api.add_exception_handler(MicaError, _known)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(SuspiciousOperation, _unreadable)


def said(code: str, status: HTTPStatus, **more: Any) -> HttpResponse:
    """A problem of the request itself."""
    error = RestError(code)
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": str(error),
        "code": code,
        **more,
    }
    return as_json(body, status, "application/problem+json")


def _known(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if not isinstance(error, MicaError):
        raise TypeError
    return problem(error)


def _unfit(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    if not isinstance(error, ValidationError):
        raise TypeError
    faults = [
        {"pointer": _pointer(one["loc"]), "code": str(one["type"]), "detail": str(one["msg"])}
        for one in error.errors[:_SHOWN]
    ]
    return said("request-unfit", HTTPStatus.UNPROCESSABLE_ENTITY, errors=faults)


def _unreadable(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    return said("body-unreadable", HTTPStatus.BAD_REQUEST)


def _too_large(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    return said("body-too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _pointer(place: Any) -> str:
    """A place as a JSON pointer (RFC 6901); of what is no body with its kind: `query/limit`."""
    kind, *rest = [str(part).replace("~", "~0").replace("/", "~1") for part in place] or [""]
    if kind == "body":
        return "".join(f"/{part}" for part in rest[1:])  # the first names our own parameter
    return "/".join([kind, *rest])


def nothing_there(_request: HttpRequest) -> HttpResponse:
    """Below our own prefix a machine asks: it is told so in its own way."""
    return said("no-such-door", HTTPStatus.NOT_FOUND)


def one_way(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose refusal of a method is a problem too."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        response = view(request, *args, **more)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refused = said("method-not-taken", HTTPStatus.METHOD_NOT_ALLOWED)
        refused.headers["Allow"] = response.headers["Allow"]
        return refused

    return guarded
