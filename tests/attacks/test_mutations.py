"""Thousands of small changes to a bad credential, its list and its keys: none is ever valid."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mica.vc.errors import Unusable
from mica.vc.resolve import Shelf
from tests.attacks.hands import handed
from tests.cast import (
    LIST_URL,
    PROVIDER,
    WEB,
    WEB_URL,
    did_document,
    status_list,
    with_status,
)

BAD = PROVIDER.signs(
    with_status(issuer={"id": WEB, "type": ["Profile"]}, validUntil="2026-02-01T00:00:00Z"),
    method=f"{WEB}#key-1",
)
WORLD = {"document": BAD, "list": status_list(94567), "keys": did_document(PROVIDER, WEB)}
CHANGES: list[Callable[[Any], Any]] = [
    lambda _: None,
    lambda _: [],
    lambda _: {},
    lambda _: 7,
    lambda _: "",
    lambda _: True,
    lambda value: [value],
    lambda value: [value, value],
    lambda value: [None, value],
    lambda value: [[value]],
    lambda value: {"@value": value},
    lambda value: {"id": value},
    lambda value: {"@id": value},
    lambda value: {"x": value},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def mutated(document: Any, chance: random.Random) -> Any:
    made = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 2, 3))):
        *above, last = chance.choice(list(places(made)) or [()]) or [None]
        place = made
        for key in above:
            place = place[key]
        if last is not None:
            place[last] = chance.choice(CHANGES)(place[last])
    return made


def run(which: str, times: int) -> set[str]:
    chance, seen = random.Random(which), set()  # noqa: S311 - the same run every time
    for _ in range(times):
        world = {**WORLD, which: mutated(WORLD[which], chance)}
        pages = {LIST_URL: world["list"], WEB_URL: world["keys"]}
        resolve = Shelf({url: json.dumps(page).encode() for url, page in pages.items()})
        try:
            seen.add(handed(world["document"], resolve).verdict.value)
        except Unusable:
            seen.add("unusable")
    return seen


@pytest.mark.parametrize("which", WORLD)
def test_no_small_change_makes_an_expired_and_revoked_credential_valid(which: str) -> None:
    assert run(which, 300) <= {"invalid", "undecided", "unusable"}


@pytest.mark.slow
@pytest.mark.parametrize("which", WORLD)
def test_no_change_of_thousands_does(which: str) -> None:
    assert run(which, 2_000) <= {"invalid", "undecided", "unusable"}
