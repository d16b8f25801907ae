"""Anybody can hold us to our log, and learns nothing of what it says."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from mica.core import actions, audit
from mica.core.rules import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def heads(now: datetime) -> list[str]:
    """The roots at 3 and at 10."""
    roots = []
    for number in (3, 7):
        audit.record_all(
            [audit.Event("issuing.award", uuid4()) for _ in range(number)], by=None, now=now
        )
        roots.append(actions.keep_head(now=now).root.hex())
    return roots


def test_before_the_first_head_the_log_is_empty(client: Client) -> None:
    assert client.get("/audit/head").json() == {"size": 0, "root": tree.EMPTY.hex(), "at": None}


def test_the_newest_head_is_published(client: Client, heads: list[str]) -> None:
    answer = client.get("/audit/head")

    assert answer.json() == {"size": 10, "root": heads[1], "at": "2026-06-01T12:00:00Z"}
    assert answer["Cache-Control"] == "public, max-age=60"


def test_an_entry_is_proved_by_what_is_answered(client: Client, heads: list[str]) -> None:
    said = client.get("/audit/proof", {"entry": "2", "size": "3"}).json()
    path = [bytes.fromhex(one) for one in said["path"]]

    assert sorted(said) == ["entry", "head", "leaf", "path"]
    assert said["head"]["root"] == heads[0]
    assert tree.check_inclusion(
        bytes.fromhex(said["leaf"]), 1, 3, path, bytes.fromhex(said["head"]["root"])
    )


def test_nothing_was_rewritten_by_what_is_answered(client: Client, heads: list[str]) -> None:
    said = client.get("/audit/proof", {"from": "3"}).json()
    path = [bytes.fromhex(one) for one in said["path"]]

    assert (said["from"]["root"], said["to"]["root"]) == (heads[0], heads[1])
    assert tree.check_consistency(3, 10, path, *map(bytes.fromhex, heads))


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ({}, 400, "audit-bad-question"),
        ({"entry": "x"}, 400, "audit-bad-question"),
        ({"entry": "-1"}, 400, "audit-bad-question"),
        ({"entry": "²"}, 400, "audit-bad-question"),
        ({"entry": "9" * 19}, 400, "audit-bad-question"),
        ({"entry": "1", "from": "3"}, 400, "audit-bad-question"),
        ({"size": "3"}, 400, "audit-bad-question"),
        ({"entry": "0"}, 404, "no-such-entry"),
        ({"entry": "11"}, 404, "no-such-entry"),
        ({"entry": "1", "size": "4"}, 404, "no-such-head"),
        ({"from": "0"}, 404, "no-such-head"),
        ({"from": "10", "to": "3"}, 404, "no-such-head"),
    ],
)
def test_other_questions_are_answered_with_what_to_do(
    client: Client, heads: list[str], question: dict[str, str], status: int, code: str
) -> None:
    answer = client.get("/audit/proof", question)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
