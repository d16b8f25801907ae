"""The audit log is a chain that nobody rewrites."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from mica.core import actions, audit, queries
from mica.core.errors import NotInLog, NotPlain
from mica.core.models import AuditEntry, AuditHead, AuditTile
from mica.core.rules import log, tree

pytestmark = pytest.mark.django_db


def write(number: int, now: datetime) -> None:
    events = [audit.Event("issuing.award", uuid4(), {"row": row}) for row in range(number)]
    audit.record_all(events, by=uuid4(), now=now)


def test_each_entry_holds_the_one_before(now: datetime) -> None:
    person, thing = uuid4(), uuid4()
    audit.record("issuing.award", thing, by=person, now=now, version=1)
    audit.record("issuing.revoke", thing, by=None, now=now)

    first, second = AuditEntry.objects.order_by("number")
    content = log.entry_bytes(2, now, actor="", verb="issuing.revoke", thing=str(thing), data={})
    assert [first.number, second.number] == [1, 2]
    assert (first.actor, first.data, second.data) == (person, {"version": 1}, {})
    assert bytes(second.link) == log.link(bytes(first.link), content)


@pytest.mark.parametrize("model", [AuditEntry, AuditHead, AuditTile])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_a_changed_row_is_refused(model: type, change: str, now: datetime) -> None:
    write(256, now)
    actions.keep_head(now=now)
    table = model._meta.db_table
    column = [field.column for field in model._meta.fields if field.column][-1]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table, f"{column} = {column}"))


def test_an_entry_that_would_tell_who_somebody_is_stops_the_write(now: datetime) -> None:
    with pytest.raises(NotPlain):
        audit.record("people.invite", uuid4(), by=None, now=now, address="lena@example.org")

    assert AuditEntry.objects.count() == 0


def test_what_is_rolled_back_leaves_no_gap(now: datetime) -> None:
    write(2, now)
    with transaction.atomic():
        write(3, now)
        transaction.set_rollback(True)
    write(1, now)

    assert list(AuditEntry.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3]


def test_history_is_told_newest_first(now: datetime) -> None:
    thing = uuid4()
    audit.record("issuing.award", thing, by=None, now=now)
    write(3, now)
    audit.record("issuing.revoke", thing, by=None, now=now)

    assert [entry.verb for entry in queries.history([thing])] == ["issuing.revoke", "issuing.award"]


def test_a_head_is_published_once_for_each_size(now: datetime) -> None:
    nothing = actions.keep_head(now=now)
    write(300, now)
    first = actions.keep_head(now=now)
    again = actions.keep_head(now=now + timedelta(minutes=5))

    assert (nothing.size, nothing.root, nothing.at) == (0, tree.EMPTY, None)
    assert (first.size, first.at) == (300, now)
    assert again == first


def test_proofs_hold_across_tiles(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of four instead of 256, so that a short log has three levels of them."""
    monkeypatch.setattr(queries, "TILE", 4)
    monkeypatch.setattr(queries, "TILE_BITS", 2)
    heads = []
    for number in (3, 30, 1, 44):
        write(number, now)
        heads.append(actions.keep_head(now=now))

    levels = AuditTile.objects.values_list("level", flat=True)
    assert [list(levels).count(level) for level in (1, 2, 3, 4)] == [19, 4, 1, 0]
    for below in heads:
        for number in range(1, below.size + 1):
            found = queries.inclusion(number, below.size)
            assert tree.check_inclusion(
                found.leaf, number - 1, below.size, found.path, below.root
            ), number
    for old in heads:
        held = queries.consistency(old.size)
        assert held.new == heads[-1]
        assert tree.check_consistency(
            old.size, held.new.size, held.path, old.root, held.new.root
        ), old.size


@pytest.mark.parametrize(
    ("number", "size", "code"),
    [(0, None, "no-such-entry"), (6, None, "no-such-entry"), (1, 4, "no-such-head")],
)
def test_there_is_no_proof_of_what_is_not_published(
    number: int, size: int | None, code: str, now: datetime
) -> None:
    write(5, now)
    actions.keep_head(now=now)
    write(1, now)

    with pytest.raises(NotInLog) as caught:
        queries.inclusion(number, size)
    assert caught.value.code == code
