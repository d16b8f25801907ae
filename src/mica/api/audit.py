"""The audit log's doors: its published head, and proofs by which anybody can hold us to it.

Public: sizes, moments and hashes, nothing of what the entries say.
"""

from typing import Any, Final

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mica.core import queries
from mica.core.errors import NotInLog

_DIGITS: Final = 18
_HOW: Final = (
    "Ask for entry=NUMBER, and size=SIZE for another head than the newest; or for from=SIZE, and "
    "to=SIZE for another head than the newest. Numbers are whole and written in digits."
)


@require_safe
@cache_control(public=True, max_age=60)
def head(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """The newest head: size, root in hexadecimal, and when it was published."""
    return JsonResponse(queries.head().as_json())


@require_safe
def proof(request: HttpRequest) -> JsonResponse:
    """That an entry is in the log, or that a head's log begins with an earlier head's.

    The path is as RFC 6962 §2.1.1 and §2.1.2 have it, its hashes in hexadecimal.
    """
    asked = {name: _number(value) for name, value in request.GET.items()}
    names = set(asked)
    if None in asked.values() or not (
        {"entry"} <= names <= {"entry", "size"} or {"from"} <= names <= {"from", "to"}
    ):
        return _problem(400, "bad-question", _HOW)
    try:
        found = _consistency(asked) if "from" in asked else _inclusion(asked)
    except NotInLog as error:
        return _problem(404, error.code, str(error))
    return JsonResponse(found)


def _inclusion(asked: dict[str, int | None]) -> dict[str, Any]:
    found = queries.inclusion(asked["entry"] or 0, asked.get("size"))
    return {
        "entry": found.number,
        "leaf": found.leaf.hex(),
        "head": found.head.as_json(),
        "path": [one.hex() for one in found.path],
    }


def _consistency(asked: dict[str, int | None]) -> dict[str, Any]:
    found = queries.consistency(asked["from"] or 0, asked.get("to"))
    return {
        "from": found.old.as_json(),
        "to": found.new.as_json(),
        "path": [one.hex() for one in found.path],
    }


def _number(text: object) -> int | None:
    said = str(text)
    fits = said.isascii() and said.isdecimal() and len(said) <= _DIGITS
    return int(said) if fits else None


def _problem(status: int, code: str, sentence: str) -> JsonResponse:
    """An error as RFC 9457 has it."""
    body = {"type": f"urn:mica:{code}", "title": code, "status": status, "detail": sentence}
    return JsonResponse(body, status=status, content_type="application/problem+json")


urlpatterns = [path("head", head, name="audit-head"), path("proof", proof, name="audit-proof")]
