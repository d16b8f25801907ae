"""What holds for every document: a signature breaks with any change, and with nothing else."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mica.vc import documents
from mica.vc.documents import step
from mica.vc.report import Verdict
from tests.cast import PROVIDER, PROVIDER_P256, PROVIDER_P384, Actor, changed, findings, judged
from tests.standards.openbadges import strategies
from tests.standards.openbadges.strategies import DOCUMENTS

SUITES = [
    (PROVIDER, "eddsa-rdfc-2022"),
    (PROVIDER, "eddsa-jcs-2022"),
    (PROVIDER_P256, "ecdsa-rdfc-2019"),
    (PROVIDER_P384, "ecdsa-jcs-2019"),
]
every_suite = pytest.mark.parametrize(("actor", "suite"), SUITES, ids=lambda v: str(v)[:16])
few = settings(max_examples=40, suppress_health_check=HealthCheck)
many = settings(max_examples=1500, suppress_health_check=HealthCheck)


def signed(actor: Actor, suite: str, document: dict[str, Any]) -> dict[str, Any]:
    named = {**document, "issuer": {**document["issuer"], "id": actor.did}}
    return actor.signs(strategies.fit(named, suite), suite=suite)


def leaves(value: Any, at: str = "") -> list[tuple[str, Any]]:
    """Every text, number and truth value, with its pointer."""
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, at + step(name))]
    if isinstance(value, list):
        return [leaf for i, inner in enumerate(value) for leaf in leaves(inner, f"{at}/{i}")]
    return [(at, value)] if value is not None else []


def other(draw: st.DataObject, value: Any) -> Any:
    """Another value of the same kind: often close by, sometimes anything."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return draw.draw(st.sampled_from([value + 1, -value - 1, value + 0.5]))
    close = [value + "x", value[:-1], value.swapcase(), value[::-1], " " + value, value + "\u200b"]
    return draw.draw(st.sampled_from([text for text in close if text != value]))


def shuffled(draw: st.DataObject, value: Any) -> Any:
    """The same value with the members of every object in another order."""
    if isinstance(value, dict):
        names = draw.draw(st.permutations(list(value)))
        return {name: shuffled(draw, value[name]) for name in names}
    return [shuffled(draw, inner) for inner in value] if isinstance(value, list) else value


def check_any_change(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    good = signed(actor, suite, document)
    assert findings(judged(good)) == {}
    pointer, value = draw.draw(st.sampled_from(leaves(good)))
    bad = changed(good, pointer, other(draw, value))
    assert judged(bad).verdict is not Verdict.VALID, pointer


def check_any_form(actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject) -> None:
    good = signed(actor, suite, document)
    form = {
        "indent": draw.draw(st.sampled_from([None, 0, 3])),
        "ensure_ascii": draw.draw(st.booleans()),
    }
    again = json.dumps(shuffled(draw, copy.deepcopy(good)), **form)
    encoded = draw.draw(st.sampled_from([again, again.encode(), again.encode("utf-8-sig")]))
    report = judged(documents.read(encoded))
    assert (findings(report), report.verdict) == ({}, Verdict.VALID)


@every_suite
@given(document=DOCUMENTS, draw=st.data())
@few
def test_any_one_changed_value_is_not_valid(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    check_any_change(actor, suite, document, draw)


@every_suite
@given(document=DOCUMENTS, draw=st.data())
@few
def test_reordered_reformatted_and_reencoded_stays_valid(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    check_any_form(actor, suite, document, draw)


@every_suite
@given(document=DOCUMENTS, draw=st.data())
@few
def test_any_left_out_member_is_not_valid(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    good = signed(actor, suite, document)
    name = draw.draw(st.sampled_from([name for name in good if good[name] not in ([], None)]))
    bad = {key: value for key, value in good.items() if key != name}
    assume(name != "@context" or suite.endswith("rdfc-2022"))
    assert judged(bad).verdict is not Verdict.VALID, name


@pytest.mark.slow
@every_suite
@given(document=DOCUMENTS, draw=st.data())
@many
def test_any_one_changed_value_is_not_valid_at_length(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    check_any_change(actor, suite, document, draw)


@pytest.mark.slow
@every_suite
@given(document=DOCUMENTS, draw=st.data())
@many
def test_reordered_reformatted_and_reencoded_stays_valid_at_length(
    actor: Actor, suite: str, document: dict[str, Any], draw: st.DataObject
) -> None:
    check_any_form(actor, suite, document, draw)
