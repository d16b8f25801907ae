"""From bytes to a JSON object that every reader understands in the same way.

Two readers that disagree about a document can be played against each other, so what is ambiguous is
refused here, before anything is checked: duplicate keys, numbers that doubles cannot carry, half
characters, bottomless nesting. Sources: RFC 8259, RFC 7493 (I-JSON), RFC 8785 §3.1.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn, TypeAlias

from mica.vc.errors import Unusable

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object of a stranger: string keys, any JSON value."""

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 64
MAX_VALUES: Final = 200_000
MAX_INTEGER: Final = 2**53 - 1


def parse(data: bytes | str) -> JsonObject:
    """The JSON object in a text, not yet `check`ed; duplicate keys are refused here, while seen.

    Args:
        data: UTF-8 bytes (a byte order mark is tolerated) or text; at most MAX_BYTES.

    Raises:
        Unusable: `too-large`, `not-json`, `duplicate-key`, `number-too-long`, `too-deep`,
            `not-an-object`.
    """
    if len(data) > MAX_BYTES:
        raise Unusable("too-large", size=len(data), limit=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        value = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise Unusable("not-json", reason="it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        reason = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise Unusable("not-json", reason=reason) from error
    except RecursionError as error:
        raise Unusable("too-deep", limit=MAX_DEPTH) from error
    except ValueError as error:  # Python refuses to convert integers of more than 4,300 digits
        raise Unusable("number-too-long") from error
    if not isinstance(value, dict):
        raise Unusable("not-an-object")
    return value


def read(data: bytes | str) -> JsonObject:
    """Read one JSON object strictly: `parse`, then `check`.

    Raises:
        Unusable: as `parse` and `check`.
    """
    document = parse(data)
    check(document)
    return document


@dataclass(slots=True)
class Survey:
    """What one walk over a document saw.

    Attributes:
        keys: every key in it.
        contexts: every value of `@context` in it.
        namesakes: every object inside it that has the document's own `id`.
    """

    keys: set[str] = field(default_factory=set)
    contexts: list[Any] = field(default_factory=list)
    namesakes: list[JsonObject] = field(default_factory=list)


def check(document: JsonObject) -> Survey:
    """Refuse a parsed document whose values another reader could understand differently.

    Raises:
        Unusable: `number-out-of-range`, `bad-text`, `not-a-json-value`, naming the place by JSON
            pointer (RFC 6901); `too-deep`, `too-many-values`.
    """
    seen, survey = 0, Survey()
    own = document.get("id")
    level: list[JsonObject | list[Any]] = [document]
    for _ in range(MAX_DEPTH):
        below: list[JsonObject | list[Any]] = []
        for container in level:
            seen += len(container)
            if type(container) is dict:
                survey.keys.update(container)
                _check_values(document, container.values(), below)
                if "@context" in container:
                    survey.contexts.append(container["@context"])
                if "id" in container and container["id"] == own and container is not document:
                    survey.namesakes.append(container)
            else:
                _check_values(document, container, below)
        if seen > MAX_VALUES:
            raise Unusable("too-many-values", limit=MAX_VALUES)
        if not below:
            _check_values(document, survey.keys, below)
            return survey
        level = below
    raise Unusable("too-deep", limit=MAX_DEPTH)


def pointer_to(document: Any, wanted: object) -> str:
    """The JSON pointer (RFC 6901) of a value, found by identity; "" where it is not found."""
    waiting: list[tuple[str, Any]] = [("", document)]  # not recursion: a stranger chose the depth
    while waiting:
        at, container = waiting.pop()
        if isinstance(container, dict):
            if any(key is wanted for key in container):
                return at + step(str(wanted))
            pairs = [(at + step(key), value) for key, value in container.items()]
        else:
            pairs = [(f"{at}/{index}", value) for index, value in enumerate(container)]
        for place, value in pairs:
            if value is wanted:
                return place
        waiting += [pair for pair in pairs if isinstance(pair[1], dict | list)]
    return ""


def step(key: str) -> str:
    """One step of a JSON pointer: a slash and the escaped key."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _check_values(
    document: JsonObject, values: Iterable[Any], below: list[JsonObject | list[Any]]
) -> None:
    for value in values:
        kind = type(value)
        if kind is str:
            if not value.isascii() and _LONE_SURROGATE.search(value):
                raise Unusable("bad-text", pointer=ascii(pointer_to(document, value))[1:-1])
        elif kind is dict or kind is list:
            below.append(value)
        elif kind is int:
            if not -MAX_INTEGER <= value <= MAX_INTEGER:
                raise Unusable("number-out-of-range", pointer=pointer_to(document, value))
        elif kind is float:
            if not math.isfinite(value):
                raise Unusable("number-out-of-range", pointer=pointer_to(document, value))
        elif kind is not bool and value is not None:
            raise Unusable("not-a-json-value", pointer=pointer_to(document, value))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> JsonObject:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Unusable("duplicate-key", key=ascii(key)[1:-1])
            seen.add(key)
    return made


def _no_constant(name: str) -> NoReturn:
    raise Unusable("not-json", reason=f"{name} is not a JSON number")


_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_constant=_no_constant)
