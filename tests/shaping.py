"""Break a document in one place, and look where its faults say they are."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from mica.vc.report import Fault
from mica.vc.shapes import Either, Later, Leaf, Many, One, Rule, Shape

GONE = object()
Place = tuple[str | int, ...]

TEXT = st.text("aZ0é:/~@ {$\x00", max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def changed(document: Any, place: Place, value: Any) -> Any:
    """A copy with another value at a place, or without it where the value is GONE."""
    made = json.loads(json.dumps(document))  # a deep copy would keep shared parts shared
    *above, last = place
    inner = made
    for key in above:
        inner = inner[key]
    if value is GONE:
        del inner[last]
    else:
        inner[last] = value
    return made


def at(document: Any, place: Place) -> Any:
    """The value at a place."""
    for key in place:
        document = document[key]
    return document


def pointer(place: Place) -> str:
    """The JSON pointer of a place whose keys need no escape."""
    return "".join(f"/{key}" for key in place)


def told(faults: list[Fault]) -> list[tuple[str, str]]:
    """What is equal between two findings: code and pointer."""
    return [(fault.code, fault.pointer) for fault in faults]


def rows(rule: Rule, value: Any, place: Place = ()) -> Iterator[tuple[Place, Rule, bool]]:
    """Every member of every table that a document reaches: where, its rule, and whether needed."""
    if isinstance(rule, Later):
        yield from rows(rule.find(value), value, place)
    elif isinstance(rule, Many | One):
        if isinstance(value, list):
            yield from rows(rule.of, value[0], (*place, 0))
        else:
            yield from rows(rule.of, value, place)
    elif isinstance(rule, Either) and isinstance(value, dict):
        yield from rows(rule.thing, value, place)
    elif isinstance(rule, Shape):
        for name, member in rule.members.items():
            if name in value:
                yield (*place, name), member, name in rule.need
                yield from rows(member, value[name], (*place, name))


def wrong_for(rule: Rule) -> Any:
    """A JSON value of a kind that a rule refuses."""
    if isinstance(rule, Leaf) and int in rule.kinds:
        return "12"
    return 12


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        yield (*place, key)
        if isinstance(one, dict | list):
            yield from places(one, (*place, key))


def resolves(document: Any, fault: Fault) -> bool:
    """Whether a fault points to a value of the document, or to where a missing member belongs."""
    steps = [s.replace("~1", "/").replace("~0", "~") for s in fault.pointer.split("/")[1:]]
    for i, key in enumerate(steps):
        last = i == len(steps) - 1
        if isinstance(document, dict) and key in document:
            document = document[key]
        elif isinstance(document, list) and key.isdecimal() and int(key) < len(document):
            document = document[int(key)]
        else:
            return last and fault.code in {"member-missing", "context-first", "context-second"}
    return True
