"""Verification of what is good, in time, and of what cannot be examined."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mica.vc import documents
from mica.vc.errors import Unreachable, Unusable
from mica.vc.report import Verdict
from mica.vc.resolve import Resource
from tests.cast import (
    GOOD,
    PROVIDER,
    WEB,
    WEB_URL,
    Actor,
    by_web,
    changed,
    credential,
    did_document,
    every_suite,
    findings,
    judged,
    shelf,
    status_list,
    with_status,
)

# what is good


@every_suite
def test_a_good_credential_is_valid(actor: Actor, suite: str) -> None:
    report = judged(actor.signs(credential(actor), suite=suite))
    assert findings(report) == {}
    assert report.verdict is Verdict.VALID


def test_the_same_input_and_moment_give_the_same_report() -> None:
    document = with_status()
    signed = PROVIDER.signs(document)
    lists = shelf(status_list())
    first, second = (json.dumps(judged(signed, lists).as_json()) for _ in range(2))
    assert first == second


def test_verification_changes_nothing_in_the_document() -> None:
    before = copy.deepcopy(GOOD)
    judged(GOOD)
    assert before == GOOD


def test_a_credential_of_a_did_web_issuer_is_valid_with_its_document() -> None:
    resolve = shelf(**{WEB_URL: did_document(PROVIDER, WEB)})
    assert judged(by_web(), resolve).verdict is Verdict.VALID


def test_one_and_many_of_a_value_are_read_alike() -> None:
    one = changed(credential(), "/credentialSubject/type", "AchievementSubject")
    assert judged(PROVIDER.signs(one)).verdict is Verdict.VALID


def test_steps_are_in_order() -> None:
    report = judged(PROVIDER.signs(with_status()), shelf(status_list()))
    steps = [check.step for check in report.checks]
    assert steps == sorted(steps)
    assert steps == [
        "1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "5.1",
    ]  # fmt: skip


# time


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 1, 15, 8, 59, 59, tzinfo=UTC), {"not-yet-valid": "failed"}),
        (datetime(2026, 1, 15, 9, tzinfo=UTC), {}),
        (datetime(2031, 1, 15, 9, tzinfo=UTC), {}),
        (datetime(2031, 1, 15, 9, 0, 1, tzinfo=UTC), {"expired": "failed"}),
    ],
)
def test_validity_begins_and_ends_to_the_second(now: datetime, expected: dict[str, str]) -> None:
    assert findings(judged(GOOD, now=now)) == expected


# a bug or an outage is never a forgery


def test_an_outage_in_the_middle_is_undecided() -> None:
    def down(url: str) -> Resource:
        raise Unreachable("offline", url=url)

    assert judged(PROVIDER.signs(with_status()), down).verdict is Verdict.UNDECIDED


def test_a_bug_in_the_resolver_is_not_a_verdict() -> None:
    def broken(_url: str) -> Resource:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judged(by_web(), broken)


# what cannot be examined


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"id": "a", "id": "b"}', "duplicate-key"),
        ('{"n": 9007199254740992}', "number-out-of-range"),
        ('{"n": NaN}', "not-json"),
        ('{"n": 1e999}', "number-out-of-range"),
        ('{"t": "\\ud800"}', "bad-text"),
        ("[" * 10_000 + "]" * 10_000, "too-deep"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "too-deep"),
        ('{"a": "' + "x" * 100_000_000 + '"}', "too-large"),
        ("[]", "not-an-object"),
        ("<html>", "not-json"),
    ],
    ids=lambda value: value[:24],
)
def test_ambiguous_or_absurd_input_is_unusable(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        documents.read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", b"x", (1,)])
def test_values_that_json_cannot_carry_are_unusable(value: Any) -> None:
    with pytest.raises(Unusable):
        judged({**GOOD, "name": value})
