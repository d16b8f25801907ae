"""The audit log: every write says who did what, when, in a chain that shows any change.

`record` is the last thing an action does: its lock is held until the transaction ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from mica.core import rules
from mica.core.models import AuditEntry

_LOCK: Final = 0x4D696361  # "Mica"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done.

    Attributes:
        verb: feature and action, such as `issuing.award`.
        thing: id of what it was done to.
        data: ids, codes and numbers only.
    """

    verb: str
    thing: UUID | str
    data: dict[str, Any] = field(default_factory=dict)


def record(verb: str, thing: UUID | str, *, by: UUID | None, now: datetime, **data: Any) -> None:
    """Append one entry.

    Args:
        verb: feature and action.
        thing: id of what it was done to.
        by: the person's id; None for the system.
        now: aware.
        data: ids, codes and numbers only; never what identifies a person.
    """
    record_all([Event(verb, thing, data)], by=by, now=now)


def record_all(events: Iterable[Event], *, by: UUID | None, now: datetime) -> None:
    """Append entries, in their order, under one lock. Must be called inside a transaction."""
    with transaction.atomic(durable=False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-number").values_list("number", "link").first()
        size, before = (last[0], bytes(last[1])) if last else (0, rules.BEGINNING)
        entries = []
        for number, event in enumerate(events, start=size + 1):
            actor, thing = "" if by is None else str(by), str(event.thing)
            content = rules.entry_bytes(
                number, now, actor=actor, verb=event.verb, thing=thing, data=event.data
            )
            before = rules.link(before, content)
            entries.append(
                AuditEntry(
                    number=number,
                    at=now,
                    actor=by,
                    verb=event.verb,
                    thing=thing,
                    data=event.data,
                    link=before,
                )
            )
        AuditEntry.objects.bulk_create(entries, batch_size=1000)
