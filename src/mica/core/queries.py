"""Named reads of the core."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from mica.core.errors import NotInLog
from mica.core.models import AuditEntry, AuditHead, AuditTile, Message
from mica.core.reading import entries
from mica.core.rules import tree
from mica.vc.timestamps import format_timestamp

TILE: Final = 256
TILE_BITS: Final = 8
ALIVE: Final = timedelta(seconds=60)
"""A worker that was not heard of for so long is gone."""


# -- the log ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Head:
    """The log's size and root, and when that was published; None where it never was."""

    size: int
    root: bytes
    at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """As it is published."""
        at = None if self.at is None else format_timestamp(self.at)
        return {"size": self.size, "root": self.root.hex(), "at": at}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an entry stands in the log below a head."""

    number: int
    leaf: bytes
    head: Head
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that a head's log begins with an earlier head's."""

    old: Head
    new: Head
    path: Sequence[bytes]


def head() -> Head:
    """The newest head that was published; public. Before the first, that of an empty log."""
    row = AuditHead.objects.order_by("-size").first()
    return Head(0, tree.EMPTY, None) if row is None else _head(row)


def heads() -> list[Head]:
    """Every head that was published, the oldest first; public."""
    return [_head(row) for row in AuditHead.objects.order_by("size").iterator()]


def _head(row: AuditHead) -> Head:
    return Head(row.size, bytes(row.root), row.at)


def _head_at(size: int) -> Head:
    row = AuditHead.objects.filter(size=size).first()
    if row is None:
        raise NotInLog("no-such-head", size=size)
    return _head(row)


def inclusion(number: int, size: int | None = None) -> Inclusion:
    """The proof that an entry stands in the log; public, since it holds hashes only.

    Args:
        number: of the entry, from 1.
        size: of a published head; the newest where it is None.

    Raises:
        NotInLog: `no-such-entry`, `no-such-head`.
    """
    below = head() if size is None else _head_at(size)
    if not 0 < number <= below.size:
        raise NotInLog("no-such-entry", number=number, size=below.size)
    leaf, *path = _roots([(number - 1, number), *tree.inclusion(number - 1, below.size)])
    return Inclusion(number, leaf, below, path)


def consistency(old: int, new: int | None = None) -> Consistency:
    """The proof that a published head's log is the beginning of a later one's; public.

    Args:
        old: size of a published head.
        new: size of the same or a later one; the newest where it is None.

    Raises:
        NotInLog: `no-such-head`.
    """
    first, second = _head_at(old), head() if new is None else _head_at(new)
    if first.size > second.size:
        raise NotInLog("no-such-head", size=new)
    return Consistency(first, second, _roots(tree.consistency(first.size, second.size)))


def subtree(start: int, end: int) -> bytes:
    """The root over a run of the log's leaves, which `mica.core.rules.tree` planned."""
    return _roots([(start, end)])[0]


def _roots(runs: Sequence[tree.Run]) -> list[bytes]:
    """The roots over runs. Reads tiles where they are whole, so that a long log stays quick."""
    top, leaves = _top(), dict[int, list[bytes]]()
    return [_root(start, end, top, leaves) for start, end in runs]


def _root(start: int, end: int, top: int, leaves: dict[int, list[bytes]]) -> bytes:
    peaks, loose = [], start
    for first, last in tree.pieces(start, end):
        level = min(((last - first).bit_length() - 1) // TILE_BITS, top)
        if not level:
            break  # the pieces only get smaller: the rest is read as leaves, at once
        peaks.append(tree.root(_tiles(level, first >> TILE_BITS * level, last - first)))
        loose = last
    growing = tree.Growing()
    while loose < end:  # a tile's leaves at a time: the next run is likely to need the same
        block, offset = divmod(loose, TILE)
        if block not in leaves:
            found = entries(block * TILE, (block + 1) * TILE)
            leaves[block] = [entry.leaf for entry in found]
        here = leaves[block][offset : offset + end - loose]
        if not here:
            raise NotInLog("no-such-entry", number=loose + 1, size=end)
        for leaf in here:
            growing.add(leaf)
        loose += len(here)
    return tree.fold([*peaks, *growing.peaks])


def _tiles(level: int, first: int, leaves: int) -> list[bytes]:
    last = first + (leaves >> TILE_BITS * level)
    rows = AuditTile.objects.filter(level=level, index__gte=first, index__lt=last)
    return [bytes(root) for root in rows.order_by("index").values_list("root", flat=True)]


def _top() -> int:
    return AuditTile.objects.aggregate(top=Max("level"))["top"] or 0


def log_size() -> int:
    """How many entries the log has."""
    return AuditEntry.objects.aggregate(last=Max("number"))["last"] or 0


def history(things: Sequence[UUID | str], *, most: int = 200) -> list[AuditEntry]:
    """What was done to things, the newest first. Whoever asks has checked who may see them."""
    rows = AuditEntry.objects.filter(thing__in=[str(thing) for thing in things])
    return list(rows.order_by("-number")[:most])


# -- jobs -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class JobsState:
    """How the background work stands.

    Attributes:
        workers: how many were heard of within the last minute.
        heard: when a worker was last heard of; None where none ever was, or all ended in order.
        waiting: jobs that could run now.
        oldest: since when the longest of them waits; None where none does.
        later: jobs for a later moment, those that are tried again among them.
        running: jobs at work.
        failed: jobs that were given up, by the name of their task.
    """

    workers: int
    heard: datetime | None
    waiting: int
    oldest: datetime | None
    later: int
    running: int
    failed: dict[str, int]


def jobs_state(now: datetime) -> JobsState:
    """How the background work stands, for the operator's health checks."""
    heard = ProcrastinateWorker.objects.aggregate(
        last=Max("last_heartbeat"), alive=Count("id", filter=Q(last_heartbeat__gte=now - ALIVE))
    )
    due = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    found = ProcrastinateJob.objects.filter(status__in=("todo", "doing")).aggregate(
        waiting=Count("id", filter=due, distinct=True),
        later=Count("id", filter=Q(status="todo", scheduled_at__gt=now), distinct=True),
        running=Count("id", filter=Q(status="doing"), distinct=True),
        oldest=Min("procrastinateevent__at", filter=due),
    )
    failed = ProcrastinateJob.objects.filter(status="failed").values_list("task_name")
    return JobsState(
        workers=heard["alive"],
        heard=heard["last"],
        failed=dict(failed.annotate(number=Count("id")).order_by("task_name")),
        **found,
    )


# -- mail -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MailState:
    """How the sending of mail stands.

    Attributes:
        waiting: mails that no server took yet.
        oldest: when the oldest of them was written.
        fault: what went wrong at the latest try of one of them, or "".
        failed: mails that were given up within the last week.
        bounced: mails that came back within the last week.
    """

    waiting: int
    oldest: datetime | None
    fault: str
    failed: int
    bounced: int


def mail_state(now: datetime) -> MailState:
    """How the sending of mail stands, for the operator's health checks."""
    queued = Message.objects.filter(state=Message.State.QUEUED)
    latest = queued.exclude(fault="").order_by("-changed").values_list("fault", flat=True).first()
    recent = Message.objects.filter(changed__gte=now - timedelta(days=7))
    return MailState(
        **queued.aggregate(waiting=Count("id"), oldest=Min("created")),
        fault=latest or "",
        **recent.aggregate(
            failed=Count("id", filter=Q(state=Message.State.FAILED)),
            bounced=Count("id", filter=Q(state=Message.State.BOUNCED)),
        ),
    )


def messages_about(things: Sequence[UUID]) -> list[Message]:
    """The mails about things, the newest first. Whoever asks has checked who may see them."""
    return list(Message.objects.filter(about__in=things).order_by("-created"))


def outbox(most: int = 200) -> list[Message]:
    """The newest mails of all. The caller sees to it that this is a machine for trying Mica out."""
    return list(Message.objects.order_by("-created")[:most])


def in_outbox(message_id: UUID) -> Message | None:
    """One mail; None where there is none. The caller sees to it as for `outbox`."""
    return Message.objects.filter(id=message_id).first()
