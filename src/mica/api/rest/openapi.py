"""The OpenAPI document: what each operation needs, answers with, and how it may fail."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from mica.api.rest import (
    achievements,
    awards,
    bulk,
    lives,
    organisations,
    requests,
    uploads,
    verifying,
)
from mica.api.rest.answering import LINES
from mica.api.rest.door import FACTS, Facts, api
from mica.api.rest.shapes import Problem
from mica.errors import MicaError

Json = dict[str, Any]
OPERATIONS: Final = (
    achievements,
    awards,
    bulk,
    lives,
    uploads,
    verifying,
    requests,
    organisations,
)
"""The modules with operations in them: to import one makes its operations known."""
_PROBLEM: Final = "application/problem+json"
_OPEN: Final = {429: "too-many-tries"}
"""What may go wrong with every operation, a token or not."""
_HELD: Final = {
    401: "token-needed no-such-token",
    403: "scope-missing",
    409: "organisation-not-approved",
    422: "request-unfit",
}
"""The same of those that need a token."""
_BODY: Final = {400: "body-unreadable", 413: "body-too-large", 422: "request-unfit"}
_ONCE: Final = {409: "key-malformed key-used-otherwise key-still-running"}
_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "Sent again with the same key within 24 hours, the request is done once, and "
    "answered again with `Idempotency-Replayed: true`.",
}
_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "pattern": '^("[!#-~]*"|\\*)$'},
    "description": "The ETag of what you have read: refused where somebody changed it since.",
}


@cache
def document() -> Json:
    """The document, made once: nothing in it changes while the process runs."""
    made: Json = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    made["servers"] = [{"url": "/"}]
    schemas = made["components"]["schemas"]
    problem = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for methods in made["paths"].values():
        for operation in methods.values():
            _complete(operation, FACTS[operation["operationId"]])
    return made


def operations() -> Iterator[tuple[str, str, Json]]:
    """Every operation: method, address and what the document says of it."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _complete(operation: Json, facts: Facts) -> None:
    operation["parameters"] += [_KEY] * facts.once + [_MATCH] * facts.matched
    if facts.scope is None:
        operation["security"] = [{}, {"Token": ["verify"]}]
    else:
        operation["security"] = [{"Token": [facts.scope] if facts.scope else []}]
    for status in facts.answers:
        _answer(operation["responses"][status], facts)
    body = operation.get("requestBody", {}).get("content", {})
    if facts.lines:
        each = body["application/json"]["schema"]["items"]
        for media_type in LINES:
            body[media_type] = {"schema": {"type": "string"}, "x-line": each}
    for status, codes in _failures(facts, has_body=bool(body)).items():
        operation["responses"][status] = {
            "description": HTTPStatus(status).phrase,
            "content": {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            "x-codes": codes,
        }
    operation["responses"] = {
        str(status): operation["responses"][status] for status in sorted(operation["responses"])
    }


def _answer(answer: Json, facts: Facts) -> None:
    if facts.once:
        answer["headers"] = {
            "Idempotency-Replayed": {
                "description": "`true` where this was answered before.",
                "schema": {"type": "string"},
            }
        }


def _failures(facts: Facts, *, has_body: bool) -> dict[int, list[str]]:
    """HTTP status to the codes that an operation may answer with it."""
    tables: list[dict[int, str]] = [dict(facts.errors), _OPEN]
    tables.append(_HELD if facts.scope is not None else {401: "no-such-token", 403: _HELD[403]})
    tables += [_BODY] * has_body + [_ONCE] * facts.once
    found: dict[int, list[str]] = {}
    for table in tables:
        for status, codes in table.items():
            known = found.setdefault(int(status), [])
            known += [code for code in codes.split() if code not in known]
    return dict(sorted(found.items()))


@cache
def sentences() -> dict[str, str]:
    """Every code that an error of ours can have, with its sentence."""
    return {code: text for one in _kinds(MicaError) for code, text in one.sentences.items()}


def _kinds(kind: type[MicaError]) -> Iterator[type[MicaError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
