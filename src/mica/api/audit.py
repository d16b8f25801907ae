"""The audit log's doors: its published head, and proofs by which anybody can hold us to it.

Public: sizes, moments and hashes, nothing of what the entries say.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mica.api.answers import answered, as_json
from mica.core import queries
from mica.core.errors import NotUnderstood

_DIGITS: Final = 18
_QUESTIONS: Final = ({"entry"}, {"entry", "size"}, {"from"}, {"from", "to"})


@require_safe
@cache_control(public=True, max_age=60)
def head(_request: HttpRequest) -> HttpResponse:
    """The newest head: size, root in hexadecimal, and when it was published."""
    return as_json(queries.head().as_json())


@require_safe
@answered
def proof(request: HttpRequest) -> HttpResponse:
    """That an entry is in the log, or that a head's log begins with an earlier head's.

    The path is as RFC 6962 §2.1.1 and §2.1.2 have it, its hashes in hexadecimal.
    """
    asked = {name: _number(value) for name, value in request.GET.items()}
    if set(asked) not in _QUESTIONS:
        raise NotUnderstood("audit-bad-question")
    if "from" in asked:
        held = queries.consistency(asked["from"], asked.get("to"))
        ends = {"from": held.old.as_json(), "to": held.new.as_json()}
        return as_json({**ends, "path": [one.hex() for one in held.path]})
    found = queries.inclusion(asked["entry"], asked.get("size"))
    return as_json(
        {
            "entry": found.number,
            "leaf": found.leaf.hex(),
            "head": found.head.as_json(),
            "path": [one.hex() for one in found.path],
        }
    )


def _number(text: object) -> int:
    said = str(text)
    if not (said.isascii() and said.isdecimal() and len(said) <= _DIGITS):
        raise NotUnderstood("audit-bad-question")
    return int(said)
