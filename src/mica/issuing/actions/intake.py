"""Taking in a file with many learners: reading it, fixing and leaving out rows, giving it up."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from mica.catalogue.queries import published_version
from mica.core import audit, jobs
from mica.issuing.actions.awarding import identity_of
from mica.issuing.errors import NotFound, Unfit
from mica.issuing.models import Upload, UploadPiece, UploadRow
from mica.issuing.rules import columns, lines, spreadsheets, tables
from mica.people.models import Organisation
from mica.people.queries import check_approved, check_role

AT_ONCE: Final = 1_500_000
"""Bytes up to which a file is read while somebody waits; a larger one is read by a worker."""
_UNPACKED_AT_ONCE: Final = 20_000_000
_PIECE: Final = 1 << 20
_MAX_FILE_NAME: Final = 200
_OPEN: Final = (UploadRow.State.READY, UploadRow.State.FAULTY, UploadRow.State.LEFT_OUT)
_COPY: Final = """
COPY issuing_uploadrow (upload_id, number, cells, faults, state, learner_key, occasion, code)
FROM STDIN
"""
_Judged = tuple[UploadRow.State, list[list[Any]], str, str]


@transaction.atomic
def read_upload(
    organisation: Organisation,
    achievement_id: UUID,
    name: str,
    data: bytes,
    *,
    by: UUID,
    now: datetime,
    at: datetime | None = None,
) -> Upload:
    """Take in a file; a small one is read at once, a large one by a worker.

    Args:
        organisation: who awards; approved.
        achievement_id: one of its achievements, published.
        name: of the file, for people.
        data: CSV or XLSX.
        by: an officer of the organisation.
        now: aware.
        at: a later moment at which its awards are issued; at once where None.

    Raises:
        Unfit: what `rules.tables.read` refuses the file for; `schedule-in-past`.
        catalogue.errors.CatalogueError: nothing published, or not theirs.
        people.errors.PeopleError: not an officer, or not approved.
    """
    check_role(by, organisation.id, "officer")
    check_approved(organisation)
    if at is not None and at <= now:
        raise Unfit("schedule-in-past")
    published_version(achievement_id, organisation)
    if len(data) > tables.MAX_BYTES:
        raise Unfit("file-too-big", most=tables.MAX_BYTES // 1_000_000)
    upload = Upload.objects.create(
        organisation=organisation,
        achievement_id=achievement_id,
        name=name[-_MAX_FILE_NAME:],
        size=len(data),
        digest=hashlib.sha256(data).digest(),
        at=at,
        by=by,
        created=now,
        changed=now,
    )
    if _is_small(data):
        _store_rows(upload, data, now)
    else:
        _put_aside(upload, data)
    audit.record("issuing.upload", upload.id, by=by, now=now, achievement=str(achievement_id))
    return upload


@transaction.atomic
def take_rows(
    organisation: Organisation,
    achievement_id: UUID,
    name: str,
    rows: Sequence[Mapping[str, str]],
    *,
    by: UUID,
    now: datetime,
    at: datetime | None = None,
) -> Upload:
    """Take in rows that came as values rather than as a table; from then on they are like a file.

    Args:
        organisation: who awards; approved.
        achievement_id: one of its achievements, published.
        name: for people.
        rows: each field of `rules.columns.FIELDS` to text.
        by: an officer of the organisation, or its token.
        now: aware.
        at: a later moment at which its awards are issued; at once where None.

    Raises:
        catalogue.errors.CatalogueError: nothing published, or not theirs.
        people.errors.PeopleError: not an officer, or not approved.
    """
    check_role(by, organisation.id, "officer")
    check_approved(organisation)
    published_version(achievement_id, organisation)
    said = json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")
    upload = Upload.objects.create(
        organisation=organisation,
        achievement_id=achievement_id,
        name=name,
        size=len(said),
        digest=hashlib.sha256(said).digest(),
        form="values",
        state=Upload.State.READY,
        at=at,
        by=by,
        created=now,
        changed=now,
    )
    found = (tables.Line(number, dict(cells)) for number, cells in enumerate(rows, 1))
    _copy(_judged(upload, found, now))
    audit.record("issuing.upload", upload.id, by=by, now=now, achievement=str(achievement_id))
    return upload


def finish_reading(upload_id: UUID, *, now: datetime) -> None:
    """Read a large file that was taken in. Harmless where that has been done."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(id=upload_id).first()
        if upload is None or upload.state != Upload.State.READING:
            return
        pieces = upload.pieces.order_by("number").values_list("data", flat=True)
        data = b"".join(bytes(piece) for piece in pieces.iterator(chunk_size=8))
        try:
            with transaction.atomic():
                _store_rows(upload, data, now)
        except Unfit as error:
            upload.state, upload.code, upload.data = Upload.State.REFUSED, error.code, error.data
            upload.changed = now
            upload.save(update_fields=["state", "code", "data", "changed"])
        upload.pieces.all().delete()


@transaction.atomic
def fix_row(
    upload_id: UUID, number: int, cells: Mapping[str, str], *, by: UUID, now: datetime
) -> UploadRow:
    """Say anew what a row says; it is judged again, and counts again if it was left out.

    Args:
        upload_id: of a file that was not started.
        number: of the row.
        cells: field of `rules.columns.FIELDS` to text.
        by: an officer of the organisation.
        now: aware.

    Raises:
        NotFound: `no-such-upload`, `no-such-row`.
        Unfit: `upload-started`.
        people.errors.NotAllowed: who does it is no officer.
    """
    upload = _unstarted(upload_id, by)
    row = _row(upload, number)
    row.cells = {
        field: text
        for field in columns.FIELDS
        if (text := tables.tidy(cells.get(field, ""))[: tables.MAX_CELL])
    }
    row.state, row.faults, row.learner_key, row.occasion = _judge(upload, row.cells, now)
    if row.state == UploadRow.State.READY and (double := _double(upload, row)):
        row.state, row.faults = UploadRow.State.FAULTY, [_double_fault(row.cells, double)]
    row.save(update_fields=["cells", "state", "faults", "learner_key", "occasion"])
    audit.record("issuing.fix_row", upload.id, by=by, now=now, row=number)
    return row


@transaction.atomic
def leave_out(upload_id: UUID, number: int, *, by: UUID, now: datetime) -> None:
    """Award everybody but this row.

    Raises:
        NotFound, Unfit, NotAllowed: as `fix_row`.
    """
    upload = _unstarted(upload_id, by)
    row = _row(upload, number)
    row.state = UploadRow.State.LEFT_OUT
    row.save(update_fields=["state"])
    audit.record("issuing.leave_out", upload.id, by=by, now=now, row=number)


@transaction.atomic
def leave_out_faulty(upload_id: UUID, *, by: UUID, now: datetime) -> int:
    """Award everybody but the rows with faults. Returns how many those were.

    Raises:
        NotFound, Unfit, NotAllowed: as `fix_row`.
    """
    upload = _unstarted(upload_id, by)
    faulty = upload.rows.filter(state=UploadRow.State.FAULTY)
    count = faulty.update(state=UploadRow.State.LEFT_OUT)
    audit.record("issuing.leave_out", upload.id, by=by, now=now, count=count)
    return count


@transaction.atomic
def forget_upload(upload_id: UUID, *, by: UUID, now: datetime) -> None:
    """Give up a file before anything was awarded; nothing of what it said is kept.

    Raises:
        NotFound, Unfit, NotAllowed: as `fix_row`.
    """
    upload = locked(upload_id, by)
    if upload.state not in {Upload.State.READING, Upload.State.READY, Upload.State.REFUSED}:
        raise Unfit("upload-started")
    upload.rows.all().delete()
    upload.pieces.all().delete()
    upload.state, upload.finished, upload.changed = Upload.State.CANCELLED, now, now
    upload.save(update_fields=["state", "finished", "changed"])
    audit.record("issuing.forget_upload", upload.id, by=by, now=now)


def locked(upload_id: UUID, by: UUID) -> Upload:
    """An upload under lock, for an officer of its organisation.

    Raises:
        NotFound: `no-such-upload`.
        people.errors.NotAllowed: who asks is no officer.
    """
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .filter(id=upload_id)
        .select_related("organisation")
        .first()
    )
    if upload is None:
        raise NotFound("no-such-upload")
    check_role(by, upload.organisation_id, "officer", hidden=NotFound("no-such-upload"))
    return upload


# -- reading ----------------------------------------------------------------------------------
def _is_small(data: bytes) -> bool:
    if len(data) > AT_ONCE:
        return False
    is_zip = data.startswith(b"PK\x03\x04")
    return not is_zip or spreadsheets.unpacked_size(data) <= _UNPACKED_AT_ONCE


def _put_aside(upload: Upload, data: bytes) -> None:
    """Keep a large file until a worker reads it."""
    pieces = [
        UploadPiece(upload=upload, number=number, data=data[start : start + _PIECE])
        for number, start in enumerate(range(0, len(data), _PIECE))
    ]
    UploadPiece.objects.bulk_create(pieces, batch_size=8)
    jobs.queue("issuing.read_upload", upload=str(upload.id))


def _store_rows(upload: Upload, data: bytes, now: datetime) -> None:
    """Judge every row and keep it. Part of a transaction, which a refused file undoes."""
    table = tables.read(data)
    _copy(_judged(upload, table.lines, now))
    heading = table.heading
    upload.form, upload.state, upload.changed = table.form, Upload.State.READY, now
    upload.titles = dict(heading.titles)
    upload.letters = {field: columns.letter(place) for field, place in heading.places.items()}
    upload.notes = {**table.notes, "ignored": list(heading.ignored)}
    upload.save(update_fields=["form", "titles", "letters", "notes", "state", "changed"])


def _copy(rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(row)


def _judged(
    upload: Upload, found: Iterable[tables.Line], now: datetime
) -> Iterator[tuple[Any, ...]]:
    first: dict[tuple[str, str], int] = {}
    for line in found:
        state, faults, key, occasion = _judge(upload, line.cells, now, over=line.over)
        if state == UploadRow.State.READY:
            number = first.setdefault((key, occasion), line.number)
            if number != line.number:
                state, faults = UploadRow.State.FAULTY, [_double_fault(line.cells, number)]
        cells = json.dumps(line.cells, ensure_ascii=False)
        said = json.dumps(faults)
        yield upload.id, line.number, cells, said, str(state), key, occasion, ""


def _judge(
    upload: Upload, cells: Mapping[str, str], now: datetime, *, over: bool = False
) -> _Judged:
    judged = lines.judge(
        cells, now=upload.at or now, zone=timezone.get_default_timezone(), over=over
    )
    faults: list[list[Any]] = [[one.field, one.code, {}] for one in judged.faults]
    state = UploadRow.State.FAULTY if faults else UploadRow.State.READY
    return state, faults, *identity_of(judged.grant)


def _double(upload: Upload, row: UploadRow) -> int | None:
    """The row that grants the same to the same learner, if there is one."""
    same = upload.rows.filter(
        learner_key=row.learner_key, occasion=row.occasion, state=UploadRow.State.READY
    )
    return same.exclude(id=row.id).order_by("number").values_list("number", flat=True).first()


def _double_fault(cells: Mapping[str, str], number: int) -> list[Any]:
    field = "reference" if cells.get("reference") else "address"
    return [field, "row-double", {"row": number}]


def _unstarted(upload_id: UUID, by: UUID) -> Upload:
    upload = locked(upload_id, by)
    if upload.state != Upload.State.READY:
        raise Unfit("upload-started")
    return upload


def _row(upload: Upload, number: int) -> UploadRow:
    row = upload.rows.filter(number=number, state__in=_OPEN).first()
    if row is None:
        raise NotFound("no-such-row", row=number)
    return row


def forget_old(*, before: datetime, now: datetime) -> int:
    """Give up files that nobody started: what they say about people is not kept for nothing.

    Args:
        before: those taken in before this moment.
        now: aware.

    Returns:
        How many.
    """
    with transaction.atomic():
        waiting = (Upload.State.READING, Upload.State.READY, Upload.State.REFUSED)
        old = Upload.objects.select_for_update().filter(state__in=waiting, created__lt=before)
        ids = list(old.values_list("id", flat=True))
        UploadRow.objects.filter(upload__in=ids).delete()
        UploadPiece.objects.filter(upload__in=ids).delete()
        Upload.objects.filter(id__in=ids).update(
            state=Upload.State.CANCELLED, finished=now, changed=now
        )
        events = [audit.Event("issuing.forget_upload", one) for one in ids]
        audit.record_all(events, by=None, now=now)
    return len(ids)
