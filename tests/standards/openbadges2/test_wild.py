"""Whatever a stranger's documents hold: never valid by accident, and never a crash."""

import contextlib
import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mica.standards import openbadges2
from mica.vc.errors import Unusable
from mica.vc.report import Verdict
from tests.standards.openbadges2.cast import (
    BADGE_ID,
    HOSTED,
    HOSTED_ID,
    ISSUER_ID,
    KEY_ID,
    LIST_ID,
    SIGNED,
    WORLD,
    report,
    signed,
)

TEXTS = st.sampled_from(["", "hosted", "signed", "https://a.example/", "urn:x:1", "$", "é"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 2**40) | st.floats(-1, 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "issuer", "publicKeyPem", "x"]), inner)
    ),
    max_leaves=5,
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at] if at else []
    if isinstance(value, dict):
        for name, item in value.items():
            found += paths(item, (*at, name))
    return found


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = copy.deepcopy(document)
    place = made
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return made


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_document_of_the_world_is_judged_without_a_crash(data: st.DataObject) -> None:
    url = data.draw(st.sampled_from([ISSUER_ID, BADGE_ID, KEY_ID, LIST_ID, HOSTED_ID]))
    path = data.draw(st.sampled_from(paths(WORLD[url])))
    world = {url: changed(WORLD[url], path, data.draw(VALUES))}
    for source in (HOSTED_ID, HOSTED, signed(SIGNED)):
        with contextlib.suppress(Unusable):  # no longer a badge at all: no verdict
            assert json.loads(json.dumps(report(source, world).as_json()))["checks"] != []


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(paths(HOSTED)), VALUES)
def test_changed_assertion_is_never_valid(path: tuple[Any, ...], value: Any) -> None:
    shown = changed(HOSTED, path, value)
    if openbadges2.recognises(shown) and shown != HOSTED and path[0] != "@context":
        assert report(shown).verdict is not Verdict.VALID


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(paths(SIGNED)), VALUES)
def test_changed_payload_is_never_valid(path: tuple[Any, ...], value: Any) -> None:
    shown = changed(SIGNED, path, value)
    if not openbadges2.recognises(shown) or shown == SIGNED:
        return
    _, body, _ = signed(shown).split(".")
    head, _, signature = signed(SIGNED).split(".")
    assert report(f"{head}.{body}.{signature}").verdict is not Verdict.VALID
