"""Files with many learners: handed in, put right, started, watched, reported on."""

from datetime import datetime
from typing import Annotated, Final, Self
from uuid import UUID

from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from mica.api.rest.awards import READ, WRITE
from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.shapes import Cursor, Limit, Page, Shape, Text, When, Word, beginning, keyset
from mica.api.rest.shapes import one_of as words
from mica.errors import say
from mica.issuing import queries
from mica.issuing.actions import intake, running
from mica.issuing.queries import Upload, UploadRow
from mica.issuing.sentences import SENTENCES

TAG: Final = "Uploads"
_ONE: Final = "/uploads/{uuid:upload_id}"
_GONE: Final = {404: "no-such-upload"}
_UNSTARTED: Final = {404: "no-such-upload", 409: "upload-started"}
_STATES: Final = ("reading", "refused", "ready", "running", "stopped", "done", "cancelled")
_ROW_STATES: Final = ("ready", "faulty", "left-out", "awarded", "standing", "failed")


class Counts(Shape):
    """How many rows are where."""

    ready: int
    faulty: int
    left_out: int
    awarded: int
    standing: int = Field(description="Passed over: the learner has the award already.")
    failed: int


class UploadOut(Shape):
    """A file, and how far it is."""

    id: UUID
    achievement: UUID
    name: str
    state: str = words(*_STATES)
    code: str = Field(description="Why it was refused or stopped; empty otherwise.")
    at: datetime | None
    created: datetime
    started: datetime | None
    finished: datetime | None
    rows: Counts

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """A file that was asked for with its access check."""
        found = queries.counts(upload)
        return cls(
            id=upload.id,
            achievement=upload.achievement_id,
            name=upload.name,
            state=str(upload.state),
            code=upload.code,
            at=upload.at,
            created=upload.created,
            started=upload.started,
            finished=upload.finished,
            rows=Counts(
                ready=found.ready,
                faulty=found.faulty,
                left_out=found.left_out,
                awarded=found.awarded,
                standing=found.standing,
                failed=found.failed,
            ),
        )


class CellFault(Shape):
    """What is wrong with a cell."""

    field: str
    code: str
    detail: str


class Cells(Shape):
    """What a row says, as text."""

    name: Text = ""
    address: Text = ""
    reference: Text = ""
    result: Text = ""
    date: Text = Field(default="", description="As 2026-05-31.")
    until: Text = ""
    evidence: Text = Field(default="", description="A link.")
    evidence_name: Text = ""
    evidence_text: Text = ""
    note: Text = ""


class RowOut(Shape):
    """A row, and what became of it."""

    number: int = Field(description="As a spreadsheet counts it.")
    state: str = words(*_ROW_STATES)
    cells: Cells
    faults: list[CellFault]
    award: UUID | None = Field(description="The award that was made of it, or that stood already.")
    code: str = Field(description="Why nothing could be awarded; empty otherwise.")

    @classmethod
    def of(cls, row: UploadRow) -> Self:
        """A row of a file that was asked for with its access check."""
        return cls(
            number=row.number,
            state=str(row.state),
            cells=Cells.model_construct(**{name: row.cells.get(name, "") for name in _FIELDS}),
            faults=[
                CellFault(field=field, code=code, detail=say(SENTENCES, code, data))
                for field, code, data in row.faults
            ],
            award=row.award,
            code=row.code,
        )


_FIELDS: Final = tuple(Cells.model_fields)


class LeftOut(Shape):
    """How many rows were left out."""

    count: int


def _find(call: Call, upload_id: UUID) -> Upload:
    return queries.upload_for(call.holder, call.holder.organisation.slug, upload_id)


@operation(
    "POST",
    "/uploads",
    tag=TAG,
    scope=WRITE,
    answers={201: UploadOut},
    errors={
        404: "no-such-achievement",
        409: "nothing-published schedule-in-past file-empty file-too-big file-not-a-table "
        "encoding-unknown quote-open too-many-rows too-many-columns cell-too-long no-rows "
        "spreadsheet-old spreadsheet-other spreadsheet-locked spreadsheet-damaged "
        "spreadsheet-too-big spreadsheet-unsafe columns-missing-name columns-missing-learner "
        "columns-missing-name-learner column-twice column-unclear",
        413: "body-too-large",
    },
)
def create_upload(
    request: Call,
    achievement: Annotated[UUID, Form()],
    file: Annotated[UploadedFile, File()],
    at: Annotated[When | None, Form()] = None,
) -> Answer:
    """Hand in a CSV or XLSX file with up to 200,000 learners.

    Nothing is awarded until it is started.

    A small file is read at once; a large one is `reading` until a worker has read it.
    """
    made = intake.read_upload(
        request.holder.organisation,
        achievement,
        (file.name or "").replace("\0", ""),
        file.read(),
        by=request.holder.id,
        now=request.now,
        at=beginning(at),
    )
    return Answer(UploadOut.of(made), 201, {"Location": f"/api/v1/uploads/{made.id}"})


@operation(
    "GET",
    "/uploads",
    tag=TAG,
    scope=READ,
    answers={200: Page[UploadOut]},
    errors={400: "cursor-unfit"},
)
def list_uploads(request: Call, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """List files, the newest first."""
    found = queries.uploads_for(request.holder, request.holder.organisation.slug)
    rows, following = keyset(found, cursor, limit)
    return Answer(Page[UploadOut](items=[UploadOut.of(one) for one in rows], next=following))


@operation("GET", _ONE, tag=TAG, scope=READ, answers={200: UploadOut}, errors=_GONE)
def read_upload(request: Call, upload_id: UUID) -> Answer:
    """Read how far a file is."""
    return Answer(UploadOut.of(_find(request, upload_id)))


@operation(
    "GET",
    f"{_ONE}/rows",
    tag=TAG,
    scope=READ,
    answers={200: Page[RowOut]},
    errors={400: "cursor-unfit", 404: "no-such-upload"},
)
def list_rows(
    request: Call, upload_id: UUID, state: Word = "", cursor: Cursor = "", limit: Limit = 50
) -> Answer:
    """List the rows of a file in their order: faults before it is started, the report after."""
    found = queries.rows_of(_find(request, upload_id), state=state)
    rows, following = keyset(found, cursor, limit, by="number", newest_first=False)
    return Answer(Page[RowOut](items=[RowOut.of(one) for one in rows], next=following))


@operation(
    "PUT",
    f"{_ONE}/rows/{{int:number}}",
    tag=TAG,
    scope=WRITE,
    answers={200: RowOut},
    errors={404: "no-such-upload no-such-row", 409: "upload-started"},
)
def fix_row(request: Call, upload_id: UUID, number: int, body: Cells) -> Answer:
    """Say anew what a row says; it is judged again."""
    fixed = intake.fix_row(
        upload_id, number, body.model_dump(), by=request.holder.id, now=request.now
    )
    return Answer(RowOut.of(fixed))


@operation(
    "POST",
    f"{_ONE}/rows/{{int:number}}/leave-out",
    tag=TAG,
    scope=WRITE,
    answers={204: None},
    errors={404: "no-such-upload no-such-row", 409: "upload-started"},
)
def leave_out_row(request: Call, upload_id: UUID, number: int) -> Answer:
    """Award everybody but this row."""
    intake.leave_out(upload_id, number, by=request.holder.id, now=request.now)
    return Answer(status=204)


@operation(
    "POST",
    f"{_ONE}/leave-out-faulty",
    tag=TAG,
    scope=WRITE,
    answers={200: LeftOut},
    errors=_UNSTARTED,
)
def leave_out_faulty_rows(request: Call, upload_id: UUID) -> Answer:
    """Award everybody but the rows with faults."""
    count = intake.leave_out_faulty(upload_id, by=request.holder.id, now=request.now)
    return Answer(LeftOut(count=count))


@operation(
    "POST",
    f"{_ONE}/start",
    tag=TAG,
    scope=WRITE,
    answers={202: UploadOut},
    errors={
        404: "no-such-upload",
        409: "rows-faulty nothing-to-award nothing-published upload-ended upload-reading "
        "schedule-in-past",
    },
)
def start_upload(request: Call, upload_id: UUID) -> Answer:
    """Begin to award the rows in the background, or go on where that was stopped."""
    started = running.start(upload_id, by=request.holder.id, now=request.now)
    return Answer(UploadOut.of(started), 202)


@operation(
    "POST",
    f"{_ONE}/stop",
    tag=TAG,
    scope=WRITE,
    answers={200: UploadOut},
    errors={404: "no-such-upload", 409: "upload-ended"},
)
def stop_upload(request: Call, upload_id: UUID) -> Answer:
    """Award no further rows. What is awarded stands."""
    return Answer(UploadOut.of(running.stop(upload_id, by=request.holder.id, now=request.now)))


@operation("DELETE", _ONE, tag=TAG, scope=WRITE, answers={204: None}, errors=_UNSTARTED)
def forget_upload(request: Call, upload_id: UUID) -> Answer:
    """Give up a file before anything was awarded; nothing of what it said is kept."""
    intake.forget_upload(upload_id, by=request.holder.id, now=request.now)
    return Answer(status=204)
