"""Awarding the rows of a file in the background, piece by piece; each row once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from mica.catalogue.queries import published_version
from mica.core import audit, jobs
from mica.issuing.actions.awarding import Row, events_of, grant_all, identity_of, standing
from mica.issuing.actions.intake import locked
from mica.issuing.errors import Unfit
from mica.issuing.models import Award, Upload, UploadRow
from mica.issuing.rules import lines
from mica.people.errors import PeopleError
from mica.people.queries import check_approved
from mica.signing.actions import ensure_key
from mica.signing.errors import SigningError
from mica.vc.errors import VcError

CHUNK: Final = 500
"""Rows for each job: a job is one transaction, and what a killed worker has to do again."""
_KEEP: Final = """
UPDATE issuing_uploadrow row SET state = said.state, award = said.award, code = said.code
  FROM unnest(%s::bigint[], %s::text[], %s::uuid[], %s::text[]) AS said(id, state, award, code)
 WHERE row.id = said.id
"""


@transaction.atomic
def start(upload_id: UUID, *, by: UUID, now: datetime) -> Upload:
    """Begin to award the rows of a file, or go on where that was stopped or stands still.

    Raises:
        NotFound: `no-such-upload`.
        Unfit: `rows-faulty` with their `count`, `nothing-to-award`, `upload-ended`,
            `upload-reading`, `schedule-in-past`.
        catalogue.errors.CatalogueError: nothing published any more.
        people.errors.PeopleError: not an officer, or not approved.
    """
    upload = locked(upload_id, by)
    check_approved(upload.organisation)
    _check_startable(upload, now)
    if upload.version_id is None:
        upload.version = published_version(upload.achievement_id, upload.organisation)
        upload.by = by
    ready = upload.rows.filter(state=UploadRow.State.READY).order_by("number")
    numbers = list(ready.values_list("number", flat=True))
    if not numbers and upload.state == Upload.State.READY:
        raise Unfit("nothing-to-award")
    upload.state, upload.code, upload.data, upload.changed = Upload.State.RUNNING, "", {}, now
    upload.started = upload.started or now
    if not numbers:
        upload.state, upload.finished = Upload.State.DONE, now
    upload.save()
    ensure_key(upload.organisation_id, now)  # or the second worker waits for the first to make it
    jobs.queue_all(
        "issuing.award_rows",
        [
            {"upload": str(upload.id), "first": piece[0], "last": piece[-1]}
            for piece in (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))
        ],
    )
    audit.record("issuing.start_upload", upload.id, by=by, now=now, rows=len(numbers))
    return upload


@transaction.atomic
def stop(upload_id: UUID, *, by: UUID, now: datetime) -> Upload:
    """Award no further rows. What is awarded stands; `start` goes on.

    Raises:
        NotFound: `no-such-upload`.
        Unfit: `upload-ended`.
        people.errors.NotAllowed: who does it is no officer.
    """
    upload = locked(upload_id, by)
    if upload.state != Upload.State.RUNNING:
        raise Unfit("upload-ended")
    upload.state, upload.code, upload.changed = Upload.State.STOPPED, "upload-stopped", now
    upload.save(update_fields=["state", "code", "changed"])
    audit.record("issuing.stop_upload", upload.id, by=by, now=now)
    return upload


@transaction.atomic
def end(upload_id: UUID, *, by: UUID, now: datetime) -> Upload:
    """Be done with a stopped file: the rows that are left are not awarded.

    Raises:
        NotFound: `no-such-upload`.
        Unfit: `upload-running`, `upload-ended`.
        people.errors.NotAllowed: who does it is no officer.
    """
    upload = locked(upload_id, by)
    if upload.state != Upload.State.STOPPED:
        raise Unfit("upload-running" if upload.state == Upload.State.RUNNING else "upload-ended")
    upload.rows.filter(state=UploadRow.State.READY).update(state=UploadRow.State.LEFT_OUT)
    upload.state, upload.finished, upload.changed = Upload.State.DONE, now, now
    upload.save(update_fields=["state", "finished", "changed"])
    audit.record("issuing.end_upload", upload.id, by=by, now=now)
    return upload


def award_rows(upload_id: UUID, first: int, last: int, *, now: datetime) -> None:
    """Award the rows of a file between two numbers, in one transaction.

    May run twice, also at once: rows are locked, and one that has ended is passed over. A row that
    cannot be awarded is put aside with its reason, and the others go on. What concerns them all
    (the organisation is suspended, its keys cannot be opened) stops the file and says why.
    """
    try:
        with transaction.atomic():
            _award_rows(upload_id, first, last, now)
    except (PeopleError, SigningError) as error:
        Upload.objects.filter(id=upload_id, state=Upload.State.RUNNING).update(
            state=Upload.State.STOPPED, code=error.code, changed=now
        )


def _award_rows(upload_id: UUID, first: int, last: int, now: datetime) -> None:
    upload = (
        Upload.objects.filter(id=upload_id, state=Upload.State.RUNNING)
        .select_related("version__achievement", "organisation")
        .first()
    )
    if upload is None:
        return
    rows = list(
        upload.rows.select_for_update()
        .filter(number__range=(first, last), state=UploadRow.State.READY)
        .order_by("number")
    )
    made = _award_some(upload, rows, now)
    _keep(rows)
    _finish(upload_id, now)
    audit.record_all(events_of(made), by=upload.by, now=now)


def _award_some(upload: Upload, rows: Sequence[UploadRow], now: datetime) -> list[Award]:
    """Award rows and note in them what became of each; halve where one of them cannot be."""
    if not rows:
        return []
    try:
        return _award_together(upload, rows, now)
    except VcError as error:
        if len(rows) > 1:
            middle = len(rows) // 2
            before = _award_some(upload, rows[:middle], now)
            return before + _award_some(upload, rows[middle:], now)
        rows[0].state, rows[0].code = UploadRow.State.FAILED, error.code
        return []


def _award_together(upload: Upload, rows: Sequence[UploadRow], now: datetime) -> list[Award]:
    if upload.version is None:
        return []
    zone, at = timezone.get_default_timezone(), upload.at
    at = at if at is not None and at > now else None
    judged = {row.number: lines.judge(row.cells, now=at or now, zone=zone) for row in rows}
    sound = [Row(number, one.grant) for number, one in judged.items() if not one.faults]
    with transaction.atomic():
        made = grant_all(
            upload.version,
            sound,
            organisation=upload.organisation,
            by=upload.by,
            now=now,
            upload=upload.id,
            at=at,
        )
    by_row = {award.row: award for award in made}
    passed = [row for row in sound if row.number not in by_row]
    before = standing(upload.version, [row.grant for row in passed])
    for row in rows:
        one = judged[row.number]
        if one.faults:
            row.state, row.code = UploadRow.State.FAILED, one.faults[0].code
        elif row.number in by_row:
            row.state, row.award = UploadRow.State.AWARDED, by_row[row.number].id
        else:
            row.state = UploadRow.State.STANDING
            row.award = before.get(identity_of(one.grant))
    return made


def _keep(rows: Sequence[UploadRow]) -> None:
    """Write what became of rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                [row.id for row in rows],
                [str(row.state) for row in rows],
                [row.award for row in rows],
                [row.code for row in rows],
            ],
        )


def _finish(upload_id: UUID, now: datetime) -> None:
    """Say that a file is done when its last row is.

    The lock makes pieces that end at the same moment look one after the other, so that the later
    one sees that nothing is left.
    """
    upload = Upload.objects.select_for_update().filter(id=upload_id).first()
    if upload is None or upload.state != Upload.State.RUNNING:
        return
    if not upload.rows.filter(state=UploadRow.State.READY).exists():
        upload.state, upload.finished, upload.changed = Upload.State.DONE, now, now
        upload.save(update_fields=["state", "finished", "changed"])


def _check_startable(upload: Upload, now: datetime) -> None:
    states = Upload.State
    if upload.state in {states.READING, states.REFUSED}:
        raise Unfit("upload-reading")
    if upload.state in {states.DONE, states.CANCELLED}:
        raise Unfit("upload-ended")
    if upload.state == states.READY:
        if count := upload.rows.filter(state=UploadRow.State.FAULTY).count():
            raise Unfit("rows-faulty", count=count)
        if upload.at is not None and upload.at <= now:
            raise Unfit("schedule-in-past")
