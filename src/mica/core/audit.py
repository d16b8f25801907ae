"""The audit log: every write says who did what, when, in a chain that shows any change.

`record` is the last thing an action does: its lock is held until the transaction ends.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from mica.core.rules import log
from mica.vc.timestamps import format_timestamp

_LOCK: Final = 0x4D696361  # "Mica"
_LAST: Final = "SELECT number, link FROM core_auditentry ORDER BY number DESC LIMIT 1"
_APPEND: Final = """
INSERT INTO core_auditentry (number, at, actor, verb, thing, data, link)
SELECT number, %s, %s, verb, thing, data::jsonb, link
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::bytea[])
    AS entry(number, verb, thing, data, link)
"""
_helper: ContextVar[UUID | None] = ContextVar("helper", default=None)


@contextmanager
def helped_by(helper: UUID | None) -> Iterator[None]:
    """While it lasts, each entry also says who acted: a learner's helper.

    So no action has to know of helpers, and none can forget to tell.
    """
    before = _helper.set(helper)
    try:
        yield
    finally:
        _helper.reset(before)


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

    Raises:
        NotPlain: as `mica.core.rules.log.plain`.
    """
    record_all([Event(verb, thing, data)], by=by, now=now)


def record_all(events: Iterable[Event], *, by: UUID | None, now: datetime) -> None:
    """Append entries, in their order, under one lock, within the caller's transaction.

    Raises:
        NotPlain: as `mica.core.rules.log.plain`; then nothing is appended.
    """
    helper = _helper.get()
    extra: dict[str, Any] = {} if helper is None else {"helper": helper}
    said = [
        (
            log.code(event.verb, "verb"),
            log.code(event.thing, "thing"),
            log.plain({**event.data, **extra}),
        )
        for event in events
    ]
    if not said:
        return
    actor, moment = "" if by is None else str(by), format_timestamp(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_LAST)
        size, before = cursor.fetchone() or (0, log.BEGINNING)
        links = []
        for number, (verb, thing, data) in enumerate(said, start=size + 1):
            entry = log.entry_bytes(number, moment, actor=actor, verb=verb, thing=thing, data=data)
            before = log.link(before, entry)
            links.append(before)
        verbs, things, kept = zip(*said, strict=True)
        numbers = list(range(size + 1, size + 1 + len(said)))
        written = [json.dumps(data) if data else "{}" for data in kept]
        cursor.execute(_APPEND, [now, by, numbers, list(verbs), list(things), written, links])
