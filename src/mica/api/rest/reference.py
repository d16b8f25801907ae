"""The reference as a page, made from the OpenAPI document: it cannot say anything else."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import mark_safe
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
        bodies: triples of media type, what it is, and its shape.
        answers: status, meaning, what the body is, and its shape.
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
    bodies: list[tuple[str, str, str]]
    answers: list[tuple[str, str, str, str]]
    failures: list[tuple[str, list[tuple[str, str]]]]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, and every shape."""
    sections, shapes = _told()
    context = {
        "sections": sections,
        "shapes": shapes,
        "example": f'curl -H "Authorization: Bearer …" {settings.MICA_ORIGIN}/api/v1/organisation',
    }
    return render(request, "public/api.html", context)


@cache
def _told() -> tuple[dict[str, list[Told]], list[tuple[str, str, list[Member]]]]:
    sections: dict[str, list[Told]] = {}
    for method, path, one in operations():
        sections.setdefault(one["tags"][0], []).append(_operation(method, path, one))
    shapes = [
        (name, _text(shape), _members(shape))
        for name, shape in sorted(document()["components"]["schemas"].items())
    ]
    return sections, shapes


def _operation(method: str, path: str, one: Json) -> Told:
    needs = one["security"]
    text = one.get("description", "").partition("\n")[2]
    bodies = one.get("requestBody", {}).get("content", {}).items()
    return Told(
        name=one["operationId"],
        method=method,
        path=path,
        summary=one["summary"],
        text=_prose(text),
        scope="".join(needs[0].get("Token", [])),
        open=needs[0] == {},
        parameters=[_parameter(each) for each in one["parameters"]],
        bodies=[(media, *_what(body.get("x-line") or body["schema"])) for media, body in bodies],
        answers=[
            (status, answer["description"], *_answer(answer))
            for status, answer in one["responses"].items()
            if "x-codes" not in answer
        ],
        failures=[
            (status, [(code, sentences()[code]) for code in answer["x-codes"]])
            for status, answer in one["responses"].items()
            if "x-codes" in answer
        ],
    )


def _prose(text: str) -> str:
    """A text of the code's on a page: what stands between backticks is set as code."""
    parts = escape(" ".join(text.split())).split("`")
    said = [f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts)]
    return mark_safe("".join(said))  # noqa: S308 - our own words, escaped


def _answer(answer: Json) -> tuple[str, str]:
    for body in answer.get("content", {}).values():
        return _what(body["schema"])
    return "", ""


def _what(schema: Json) -> tuple[str, str]:
    return _kind(schema), _shape(schema)


def _parameter(one: Json) -> Member:
    schema = one["schema"]
    return Member(
        name=one["name"],
        place=one["in"],
        kind=_kind(schema),
        shape=_shape(schema),
        required=one["required"],
        text=_prose(one.get("description", "")),
    )


def _text(shape: Json) -> str:
    """What a shape is for; of a list of words those too."""
    words = _kind(shape) if "enum" in shape else ""
    return " ".join(part for part in (shape.get("description", ""), words) if part)


def _members(shape: Json) -> list[Member]:
    needed = shape.get("required", [])
    return [
        Member(
            name=name,
            place="",
            kind=_kind(schema),
            shape=_shape(schema),
            required=name in needed,
            text=_prose(schema.get("description", "")),
        )
        for name, schema in shape.get("properties", {}).items()
    ]


def _shape(schema: Any) -> str:
    """The name of the shape that a schema speaks of, or ""."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_PREFIX)
    parts = [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]
    return next((found for part in parts if (found := _shape(part))), "")


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
