"""Whoever rewrites the log, with all the rights that a database gives, is found out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connection

from mica.cli.ends import Ends
from mica.cli.root import root
from mica.core import actions, audit
from mica.core.examination import Finding, examine
from mica.core.models import AuditEntry
from mica.core.queries import Head
from mica.core.rules import log

pytestmark = pytest.mark.django_db
SIZE = 600
HEADS = (100, 400, SIZE)
CHANGE = "UPDATE core_auditentry SET verb = 'issuing.nothing' WHERE number = %s"
REMOVE = "DELETE FROM core_auditentry WHERE number = %s"


@contextmanager
def all_rights() -> Iterator[None]:
    """The triggers out of the way, as a superuser can put them."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")


def execute(statement: str, *values: object) -> None:
    with all_rights(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite_from(number: int, *, verb: str) -> None:
    """Change an entry, and make every link from there on as if it had always been so."""
    execute("UPDATE core_auditentry SET verb = %s WHERE number = %s", verb, number)
    before = bytes(AuditEntry.objects.get(number=number - 1).link)
    for row in AuditEntry.objects.filter(number__gte=number).order_by("number"):
        entry = log.entry_bytes(
            row.number, row.at, actor=str(row.actor), verb=row.verb, thing=row.thing, data=row.data
        )
        before = log.link(before, entry)
        execute("UPDATE core_auditentry SET link = %s WHERE number = %s", before, row.number)


@pytest.fixture
def heads(now: datetime) -> list[Head]:
    """A log of 600 entries, with its head published at 100, 400 and the end."""
    kept, size = [], 0
    for head in HEADS:
        events = [audit.Event("issuing.award", uuid4(), {"row": row}) for row in range(size, head)]
        audit.record_all(events, by=uuid4(), now=now)
        kept.append(actions.keep_head(now=now))
        size = head
    return kept


def test_a_whole_log_is_found_whole(heads: list[Head]) -> None:
    report = examine()

    assert (report.number, report.findings, report.size, report.heads) == (0, [], SIZE, 3)
    assert report.root == heads[-1].root


@pytest.mark.parametrize("number", [1, 99, 256, 257, 600])
def test_a_changed_row_is_named(heads: list[Head], number: int) -> None:
    execute(CHANGE, number)

    assert examine().findings == [Finding("changed", number, number)]


@pytest.mark.parametrize(
    "column", ["actor = NULL", "at = at + interval '1 microsecond'", "data = '{}'", "thing = 'x'"]
)
def test_no_column_can_be_changed(heads: list[Head], column: str) -> None:
    execute(f"UPDATE core_auditentry SET {column} WHERE number = 77")  # noqa: S608 - our own words

    assert examine().findings == [Finding("changed", 77, 77)]


def test_a_missing_row_is_named(heads: list[Head]) -> None:
    execute(REMOVE, 300)
    execute(REMOVE, 301)

    assert examine().findings == [Finding("missing", 300, 301)]


def test_a_cut_off_end_is_named(heads: list[Head]) -> None:
    execute("DELETE FROM core_auditentry WHERE number > 590")

    assert examine().findings == [Finding("missing", 591, 600)]


def test_an_added_row_is_named(heads: list[Head]) -> None:
    for number in (0, 601):
        execute(
            "INSERT INTO core_auditentry SELECT %s, at, actor, verb, thing, data, link "
            "FROM core_auditentry WHERE number = 5",
            number,
        )

    assert examine().findings == [Finding("added", 0, 0), Finding("changed", 601, 601)]


def test_a_history_rewritten_with_its_links_differs_from_its_tiles(heads: list[Head]) -> None:
    rewrite_from(450, verb="issuing.nothing")

    assert examine().findings == [Finding("rewritten", 257, 512)]


def test_a_history_rewritten_past_the_last_tile_differs_from_its_head(heads: list[Head]) -> None:
    rewrite_from(550, verb="issuing.nothing")

    assert examine().findings == [Finding("head", 401, 600)]


def test_who_rewrites_tiles_and_heads_too_is_caught_by_a_head_noted_elsewhere(
    heads: list[Head], now: datetime
) -> None:
    rewrite_from(450, verb="issuing.nothing")
    execute("DELETE FROM core_audithead WHERE size > 400")
    execute("DELETE FROM core_audittile")
    actions.keep_head(now=now)

    assert examine().findings == []
    assert examine([heads[-1]]).findings == [Finding("head", 1, 600)]


def test_many_changes_are_counted(heads: list[Head]) -> None:
    execute("UPDATE core_auditentry SET verb = 'issuing.nothing'")

    report = examine()
    assert (report.number, len(report.findings)) == (SIZE, 100)


def test_the_command_says_which_entry_and_ends_with_failed(heads: list[Head]) -> None:
    whole = CliRunner().invoke(root, ["audit", "verify"])
    execute(CHANGE, 300)
    execute(REMOVE, 599)
    spoilt = CliRunner().invoke(root, ["audit", "verify"])
    plain = CliRunner().invoke(root, ["audit", "verify", "--json"])

    last = heads[-1]
    assert whole.output.splitlines() == [
        "The log is whole. 600 entries and 3 published heads were examined.",
        f"600:{last.root.hex()}",
    ]
    assert spoilt.output.splitlines()[1:] == [
        "  Entry 300 was changed after it was written.",
        "  Entry 599 is missing.",
    ]
    assert (whole.exit_code, spoilt.exit_code, plain.exit_code) == (
        Ends.WELL, Ends.FAILED, Ends.FAILED,
    )  # fmt: skip
    assert json.loads(plain.output)["findings"] == [
        {"kind": "changed", "first": 300, "last": 300},
        {"kind": "missing", "first": 599, "last": 599},
    ]


def test_the_command_compares_a_head_noted_elsewhere(heads: list[Head]) -> None:
    printed = CliRunner().invoke(root, ["audit", "head"]).output.strip()
    good = CliRunner().invoke(root, ["audit", "verify", "--head", printed])
    bad = CliRunner().invoke(root, ["audit", "verify", "--head", f"400:{'0' * 64}"])
    slip = CliRunner().invoke(root, ["audit", "verify", "--head", "400"])

    assert printed == f"600:{heads[-1].root.hex()}"
    assert (good.exit_code, bad.exit_code, slip.exit_code) == (
        Ends.WELL, Ends.FAILED, Ends.UNUSABLE,
    )  # fmt: skip
