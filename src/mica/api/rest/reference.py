"""The reference as a page, made from the OpenAPI document: it cannot say anything else."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mica.api.rest.openapi import Json, document, operations, sentences

_PREFIX: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a table: a parameter, or a member of a body.

    Attributes:
        name: of the parameter or member.
        place: of a parameter: path, query or header.
        kind: what it is, in few words.
        shape: name of the shape it has, or "".
        required: whether it has to be there.
        text: what it is for.
    """

    name: str
    place: str
    kind: str
    shape: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """An operation as the page tells it.

    Attributes:
        name, method, path, summary, text: of the operation.
        scope: that a token needs; "" for any token.
        open: whether it needs none.
        parameters: in path, query and header.
        bodies: pairs of media type and shape.
        answers: triples of status, meaning and shape.
        failures: status with pairs of code and sentence.
    """

    name: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    open: bool
    parameters: list[Member]
    bodies: list[tuple[str, str]]
    answers: list[tuple[str, str, str]]
    failures: list[tuple[str, list[tuple[str, str]]]]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, and every shape."""
    sections, shapes = _told()
    return render(
        request,
        "public/api.html",
        {"sections": sections, "shapes": shapes, "origin": settings.MICA_ORIGIN},
    )


@cache
def _told() -> tuple[dict[str, list[Told]], list[tuple[str, str, list[Member]]]]:
    sections: dict[str, list[Told]] = {}
    for method, path, one in operations():
        sections.setdefault(one["tags"][0], []).append(_operation(method, path, one))
    shapes = [
        (name, shape.get("description", ""), _members(shape))
        for name, shape in sorted(document()["components"]["schemas"].items())
        if "properties" in shape
    ]
    return sections, shapes


def _operation(method: str, path: str, one: Json) -> Told:
    needs = one["security"]
    text = one.get("description", "").partition("\n")[2].strip()
    bodies = one.get("requestBody", {}).get("content", {})
    return Told(
        name=one["operationId"],
        method=method,
        path=path,
        summary=one["summary"],
        text=text,
        scope="".join(needs[0].get("Token", [])),
        open=needs[0] == {},
        parameters=[_parameter(each) for each in one["parameters"]],
        bodies=[
            (media, _kind(body.get("x-line") or body["schema"])) for media, body in bodies.items()
        ],
        answers=[
            (status, answer["description"], _answer(answer))
            for status, answer in one["responses"].items()
            if "x-codes" not in answer
        ],
        failures=[
            (status, [(code, sentences()[code]) for code in answer["x-codes"]])
            for status, answer in one["responses"].items()
            if "x-codes" in answer
        ],
    )


def _answer(answer: Json) -> str:
    for body in answer.get("content", {}).values():
        return _kind(body["schema"])
    return ""


def _parameter(one: Json) -> Member:
    schema = one["schema"]
    return Member(
        name=one["name"],
        place=one["in"],
        kind=_kind(schema),
        shape=_shape(schema),
        required=one["required"],
        text=one.get("description", ""),
    )


def _members(shape: Json) -> list[Member]:
    needed = shape.get("required", [])
    return [
        Member(
            name=name,
            place="",
            kind=_kind(schema),
            shape=_shape(schema),
            required=name in needed,
            text=schema.get("description", ""),
        )
        for name, schema in shape["properties"].items()
    ]


def _shape(schema: Any) -> str:
    """The name of the shape that a schema speaks of, or ""."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_PREFIX)
    for part in [*schema.get("anyOf", []), schema.get("items") or {}]:
        if found := _shape(part):
            return found
    return ""


def _kind(schema: Any) -> str:
    """What a value is, in few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_PREFIX)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    return str(schema.get("format") or schema.get("type") or "any")
