"""Named writes: batches are handed in, judged piece by piece, and deleted."""

import secrets
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import translation

from mica.core import audit, jobs
from mica.errors import MicaError
from mica.people.models import Person
from mica.people.queries import Caller, check_approved, organisation_for
from mica.vc.errors import Undecidable
from mica.verification import queries
from mica.verification.models import Batch, Row
from mica.verification.rules import wording
from mica.verification.rules.many import Item
from mica.verification.rules.texts import plain
from mica.verification.speech import HERE

STRANGERS_KEEP: Final = timedelta(hours=1)
MEMBERS_KEEP: Final = timedelta(days=30)
CHUNK: Final = 20
"""Rows of one job."""
SLICE: Final = 10.0
"""Seconds after which a job lets others have their turn, and goes on in another."""
_WRITTEN: Final = 100
_MAX_TEXT: Final = 200


class Started(NamedTuple):
    """A batch that was handed in.

    Attributes:
        id: of the batch.
        secret: the only way to its results, where it belongs to nobody; "" otherwise.
    """

    id: UUID
    secret: str


def start_batch(items: Iterable[Item], *, language: str, now: datetime) -> Started:
    """Take documents from somebody without an account; their results are kept for an hour.

    Args:
        items: at least one.
        language: in which the sentences are said.
        now: aware.
    """
    secret = secrets.token_urlsafe(24)
    batch = Batch(
        secret_hash=queries.hash_of(secret),
        language=language,
        created=now,
        until=now + STRANGERS_KEEP,
    )
    with transaction.atomic():
        _fill(batch, items, by=None, now=now)
    return Started(batch.id, secret)


def start_batch_for(
    slug: str, items: Iterable[Item], *, by: Caller, language: str, now: datetime
) -> Started:
    """Take documents for an organisation; results are kept for 30 days, or until deleted.

    Args:
        slug: of the organisation.
        items: at least one.
        by: an officer of the organisation, or its token.
        language: in which the sentences are said.
        now: aware.

    Raises:
        people.errors.NotAllowed: as `organisation_for`.
        people.errors.Unfit: `organisation-not-approved`.
    """
    organisation = organisation_for(by, slug, role="officer")
    check_approved(organisation)
    batch = Batch(
        organisation=organisation,
        by=by if isinstance(by, Person) else None,
        language=language,
        created=now,
        until=now + MEMBERS_KEEP,
    )
    with transaction.atomic():
        _fill(batch, items, by=by.id, now=now)
    return Started(batch.id, "")


def check_rows(batch_id: UUID, first: int, last: int, *, now: datetime) -> None:
    """Judge the rows of a batch from one number to another; those that have a verdict keep it.

    Each verdict is kept as soon as it is there. What is left when the time is up is queued anew.
    """
    batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        return  # it was deleted meanwhile
    end = time.monotonic() + SLICE
    waiting = batch.rows.filter(verdict="", number__range=(first, last)).order_by("number")
    with translation.override(batch.language):
        for row in waiting.iterator(chunk_size=1):
            if time.monotonic() > end:
                rest = {"batch": str(batch_id), "first": row.number, "last": last}
                jobs.queue_all("verification.check_rows", [rest])
                return
            _judge(row, now)


def delete_batch(slug: str, batch_id: UUID, *, by: Caller, now: datetime) -> None:
    """Delete a batch of an organisation, with all that was found.

    Raises:
        people.errors.NotAllowed: as `organisation_for`; an officer may.
        NotFound: `no-such-batch`.
    """
    organisation_for(by, slug, role="officer")
    batch = queries.batch_for(by, slug, batch_id, now)
    with transaction.atomic():
        batch.delete()
        audit.record("verification.delete_batch", batch_id, by=by.id, now=now)


def discard_batch(secret: str, *, now: datetime) -> None:
    """Delete a batch that belongs to nobody, by whoever has its link.

    Raises:
        NotFound: `no-such-batch`.
    """
    batch = queries.batch_by_secret(secret, now)
    batch_id = batch.id
    with transaction.atomic():
        batch.delete()
        audit.record("verification.delete_batch", batch_id, by=None, now=now)


def sweep_batches(*, now: datetime) -> int:
    """Delete what is past its day; how many."""
    with transaction.atomic():
        gone = list(Batch.objects.filter(until__lte=now).values_list("id", flat=True))
        Batch.objects.filter(id__in=gone).delete()
        if gone:
            events = [audit.Event("verification.sweep_batch", one) for one in gone]
            audit.record_all(events, by=None, now=now)
    return len(gone)


def _fill(batch: Batch, items: Iterable[Item], *, by: UUID | None, now: datetime) -> None:
    batch.save(force_insert=True)
    for numbered in _batched(enumerate(items, start=1), _WRITTEN):
        Row.objects.bulk_create([_row(batch, number, item, now) for number, item in numbered])
        batch.total = numbered[-1][0]
    batch.save(update_fields=["total"])
    chunks = range(1, batch.total + 1, CHUNK)
    jobs.queue_all(
        "verification.check_rows",
        [{"batch": str(batch.id), "first": one, "last": one + CHUNK - 1} for one in chunks],
    )
    audit.record("verification.start_batch", batch.id, by=by, now=now, documents=batch.total)


def _row(batch: Batch, number: int, item: Item, now: datetime) -> Row:
    row = Row(batch=batch, number=number, name=plain(item.name, _MAX_TEXT) or str(number))
    if item.fault is None:
        row.data = item.data
    else:
        _refuse(row, item.fault, now)
    return row


def _judge(row: Row, now: datetime) -> None:
    try:
        found = queries.judged(bytes(row.data or b""), now)
    except MicaError as error:
        _refuse(row, error, now)
    else:
        about, behind = found.report.about, found.behind
        row.verdict, row.judged = found.report.verdict.value, now
        row.sentence = wording.headline(found.report, behind, HERE)
        row.title = plain(about.title or "", _MAX_TEXT)
        row.learner = plain(about.subject_name or "", _MAX_TEXT)
        row.issuer = wording.issuer(found.report, behind, HERE)
        row.level = behind.level.value if behind else ""
        row.valid_until = plain(about.valid_until or "", _MAX_TEXT)
        row.report = found.as_json()
    row.data = None
    Row.objects.filter(id=row.id, verdict="").update(
        **{name: getattr(row, name) for name in _FOUND}
    )


_FOUND: Final = (
    "verdict", "sentence", "title", "learner", "issuer", "level", "valid_until", "report",
    "judged", "data",
)  # fmt: skip


def _refuse(row: Row, error: MicaError, now: datetime) -> None:
    """There is no report: it could not be had, or it is no document."""
    row.verdict = "undecided" if isinstance(error, Undecidable) else "unusable"
    row.sentence = wording.fault(error.code, error.data, str(error), HERE)
    row.report = {row.verdict: {"code": error.code, "sentence": str(error)}}
    row.judged = now


def _batched(values: Iterable[tuple[int, Item]], size: int) -> Iterator[list[tuple[int, Item]]]:
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
