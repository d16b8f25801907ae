"""Named writes of the core."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q

from mica.core import audit, jobs, queries
from mica.core.letters import written
from mica.core.models import Answer, AuditHead, AuditTile, Message
from mica.core.reading import entries
from mica.core.rules import tree
from mica.core.rules.post import next_try
from mica.net.post import Delayed, Post, PostError, Returned, Server, deliverable

STALLED: Final = timedelta(seconds=30)
"""After this without a sign of life a worker is taken for dead; they give one every ten seconds."""
TEXTS_KEPT: Final = timedelta(days=30)
ANSWERS_KEPT: Final = timedelta(hours=24)
_TILE_LOCK: Final = 0x4D696362
_LATE: Final = timedelta(minutes=10)
_FAULT: Final = 300
# A worker that ended took its row with it; a job without one has lost its worker, too.
_STALLED: Final = """
SELECT job.id, job.attempts FROM procrastinate_jobs job
  LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
 WHERE job.status = 'doing'
   AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
   FOR UPDATE OF job SKIP LOCKED
"""
_AGAIN: Final = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
_GIVE_UP: Final = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"
_OLD: Final = """
DELETE FROM procrastinate_jobs job
 WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
   SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() -
     CASE WHEN job.status <> 'succeeded' THEN interval '30 days'
          WHEN job.queue_name = 'core' THEN interval '1 hour' ELSE interval '7 days' END)
"""


# -- the log ----------------------------------------------------------------------------------
def keep_head(*, now: datetime) -> queries.Head:
    """Publish the log's head as it is now. One of the same size that was published stays.

    Tiles are written first, so that every proof below a published head is quick.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TILE_LOCK])
        size = queries.log_size()
        if size:
            _write_tiles(size)
            AuditHead.objects.bulk_create(
                [AuditHead(size=size, root=queries.subtree(0, size), at=now)],
                ignore_conflicts=True,
            )
    return queries.head()


def _write_tiles(size: int) -> None:
    """Write the tiles that are whole now, level by level."""
    level, below = 1, size
    while whole := below // queries.TILE:
        done = _next_tile(level)
        if done == whole:
            return
        roots = (
            (entry.leaf for entry in entries(done * queries.TILE, whole * queries.TILE))
            if level == 1
            else AuditTile.objects.filter(level=level - 1, index__gte=done * queries.TILE)
            .order_by("index")
            .values_list("root", flat=True)
        )
        tiles, growing = [], tree.Growing()
        for root in roots:
            growing.add(bytes(root))
            if growing.size == queries.TILE:
                tiles.append(AuditTile(level=level, index=done, root=growing.root()))
                done, growing = done + 1, tree.Growing()
        AuditTile.objects.bulk_create(tiles, batch_size=1000)
        level, below = level + 1, whole


def _next_tile(level: int) -> int:
    last = AuditTile.objects.filter(level=level).aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


# -- jobs -------------------------------------------------------------------------------------
def retry_stalled() -> int:
    """Queue anew the jobs whose worker is gone. How many there were.

    One that was begun too often has failed: it may be what its workers die of.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STALLED, [STALLED.total_seconds()])
        found = cursor.fetchall()
        for job, attempts in found:
            cursor.execute(_AGAIN if attempts < jobs.TRIES else _GIVE_UP, [job])
    return len(found)


def prune(*, now: datetime) -> None:
    """Throw away what nobody needs any more: old jobs, old answers, and the texts of old mails.

    That a mail was sent stays on record; what it said, and the links in it, do not.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OLD)
        cursor.execute("DELETE FROM core_cache WHERE expires < now()")
        cursor.execute("DELETE FROM core_rate WHERE until < now()")
    Answer.objects.filter(created__lt=now - ANSWERS_KEPT).delete()
    old = Message.objects.filter(changed__lt=now - TEXTS_KEPT).exclude(text="", html="")
    old.exclude(state=Message.State.QUEUED).update(text="", html="")


# -- mail -------------------------------------------------------------------------------------
def send_messages(ids: Sequence[UUID], *, now: datetime) -> None:
    """Send mails of the outbox that are due, over one connection to the mail server.

    Each is marked at once when the server took it. What it did not take for now is queued anew.
    """
    server = Server(**settings.MICA_MAIL) if settings.MICA_MAIL else None
    again: list[Message] = []
    with Post(server) as post:
        for message_id in ids:
            with transaction.atomic():
                message = (
                    Message.objects.select_for_update(skip_locked=True)
                    .filter(id=message_id, state=Message.State.QUEUED, due__lte=now)
                    .first()
                )
                if message is not None:
                    _send(message, post, now=now)
                    if message.state == Message.State.QUEUED:
                        again.append(message)
    for due in sorted({message.due for message in again}):
        waiting = [str(message.id) for message in again if message.due == due]
        jobs.queue("core.send_messages", messages=waiting, at=due)


def _send(message: Message, post: Post, *, now: datetime) -> None:
    state, message.tries, message.fault = Message.State.SENT, message.tries + 1, ""
    try:
        deliverable(message.address)  # before it becomes a header
        post.send(settings.DEFAULT_FROM_EMAIL, message.address, written(message, now=now))
    except Delayed as error:
        message.fault = str(error)[:_FAULT]
        due = next_try(message.tries, message.created, now)
        state = Message.State.FAILED if due is None else Message.State.QUEUED
        message.due = due or message.due
    except Returned as error:
        state, message.fault = Message.State.BOUNCED, str(error)[:_FAULT]
    except PostError as error:
        state, message.fault = Message.State.FAILED, str(error)[:_FAULT]
    message.state, message.changed = state, now
    message.save(update_fields=("state", "tries", "fault", "due", "changed"))


def send_late(*, now: datetime) -> int:
    """Queue the mails that should long have been tried, whose job was lost. How many."""
    late = Message.objects.filter(state=Message.State.QUEUED, due__lt=now - _LATE)
    ids = [str(message.id) for message in late.order_by("due")[:1000]]
    calls = [{"messages": ids[at : at + 100]} for at in range(0, len(ids), 100)]
    jobs.queue_all("core.send_messages", calls)
    return len(ids)


def mark_bounced(address: str, why: str, *, by: UUID | None, now: datetime) -> int:
    """Note that mail to an address came back after the server had taken it. How many mails.

    Args:
        address: as it was written to; upper and lower case are one.
        why: what the other side said, one line.
        by: the person who says so; None for the mail system.
        now: aware.
    """
    with transaction.atomic():
        sent = Message.objects.select_for_update().filter(
            address__iexact=address, state=Message.State.SENT, created__gt=now - TEXTS_KEPT
        )
        found = [message.id for message in sent]
        Message.objects.filter(id__in=found).update(
            state=Message.State.BOUNCED, fault=" ".join(why.split())[:_FAULT], changed=now
        )
        audit.record_all([audit.Event("core.bounce", one) for one in found], by=by, now=now)
    return len(found)


def erase_messages(address: str) -> int:
    """Remove every mail to an address, for somebody who leaves. How many there were."""
    return Message.objects.filter(address__iexact=address).delete()[0]


def forget_messages(*, addresses: Sequence[str], about: Sequence[UUID]) -> None:
    """Remove what was written to somebody who leaves, and what was written to others about them."""
    Message.objects.filter(Q(address__in=addresses) | Q(about__in=about)).delete()
