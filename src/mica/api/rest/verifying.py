"""Verifying: one document at once, for anybody; many in the background, for an organisation."""

from datetime import datetime
from io import BytesIO
from typing import Annotated, Any, Final, Self
from uuid import UUID

import orjson
from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from mica.api.rest.door import Answer, Call, OpenCall, operation
from mica.api.rest.shapes import Cursor, Limit, Page, Shape, Word, keyset, one_of
from mica.errors import MicaError
from mica.vc.errors import Undecidable
from mica.verification import actions, queries
from mica.verification.queries import Batch, Row
from mica.verification.rules import wording
from mica.verification.rules.many import MEMBERS, Item, Upload, items
from mica.verification.speech import HERE

TAG: Final = "Verifying"
_SCOPE: Final = "verify"
_ONE: Final = "/batches/{uuid:batch_id}"
_GONE: Final = {404: "no-such-batch"}
_VERDICTS: Final = ("valid", "invalid", "undecided", "unusable")
_MOST: Final = 1000
_MAX_TEXT: Final = 5_000_000
_NAME: Final = 200


class DocumentIn(Shape):
    """What is to be verified."""

    document: dict[str, Any] | str = Field(
        description="A credential or presentation: as a JSON object, or as text (JSON, a JWT, or a "
        "link to one).",
        max_length=_MAX_TEXT,
    )


class VerdictOut(Shape):
    """What was found."""

    verdict: str = one_of(*_VERDICTS)
    sentence: str = Field(description="For a person: who, what, from whom, when, still valid?")
    code: str | None = Field(description="Why there is no report; null where there is one.")
    report: dict[str, Any] | None = Field(
        description="Every check, each passed, failed or undecided; and who stands behind it."
    )


class Named(Shape):
    """One document of several."""

    name: Word = Field(default="", description="By which you know it again.")
    document: dict[str, Any] | str


class ManyIn(Shape):
    """Documents to be verified."""

    items: list[Named] = Field(min_length=1, max_length=_MOST)


class BatchOut(Shape):
    """Documents that were handed in together, and how far they are."""

    id: UUID
    total: int
    done: int
    counts: dict[str, int] = Field(description="How many have each verdict.")
    created: datetime
    until: datetime = Field(description="Until when the results are kept.")

    @classmethod
    def of(cls, batch: Batch) -> Self:
        """A batch that was asked for with its access check."""
        far = queries.progress(batch)
        return cls(
            id=batch.id,
            total=far.total,
            done=far.done,
            counts=far.counts,
            created=batch.created,
            until=batch.until,
        )


class ResultOut(Shape):
    """What was found of one document of several."""

    number: int
    name: str
    verdict: str = Field(description="Empty while it waits.")
    sentence: str
    title: str
    learner: str
    issuer: str
    until: str = Field(description="When the credential ends, as it says itself.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """A row of a batch that was asked for with its access check."""
        return cls(
            number=row.number,
            name=row.name,
            verdict=row.verdict,
            sentence=row.sentence,
            title=row.title,
            learner=row.learner,
            issuer=row.issuer,
            until=row.valid_until,
        )


def _bytes(document: dict[str, Any] | str) -> bytes:
    if isinstance(document, str):
        return document.encode("utf-8", "surrogatepass")
    return orjson.dumps(document)


def _verdict(data: bytes, now: datetime) -> Answer:
    """A verdict; an outage is not a forgery, and neither is what is no credential at all."""
    try:
        found = queries.judged(data, now)
    except MicaError as error:
        return Answer(
            VerdictOut(
                verdict="undecided" if isinstance(error, Undecidable) else "unusable",
                sentence=wording.fault(error.code, error.data, str(error), HERE),
                code=error.code,
                report=None,
            )
        )
    return Answer(
        VerdictOut(
            verdict=found.report.verdict.value,
            sentence=wording.headline(found.report, found.behind, HERE),
            code=None,
            report=found.as_json(),
        )
    )


@operation("POST", "/verify", tag=TAG, scope=None, answers={200: VerdictOut})
def verify_document(request: OpenCall, body: DocumentIn) -> Answer:
    """Verify a credential or presentation of any issuer. Needs no token; nothing of it is kept.

    The verdict is valid, invalid, undecided (something needed could not be had) or unusable (this
    is no credential). All of them are answered with 200.
    """
    return _verdict(_bytes(body.document), request.now)


@operation(
    "POST",
    "/verify/file",
    tag=TAG,
    scope=None,
    answers={200: VerdictOut},
    errors={413: "body-too-large"},
)
def verify_file(request: OpenCall, file: Annotated[UploadedFile, File()]) -> Answer:
    """Verify a file: a document, or a PNG or SVG picture with one inside."""
    return _verdict(file.read(), request.now)


def _started(call: Call, found: list[Item]) -> Answer:
    slug = call.holder.organisation.slug
    started = actions.start_batch_for(slug, found, by=call.holder, language="en", now=call.now)
    batch = queries.batch_for(call.holder, slug, started.id, call.now)
    return Answer(BatchOut.of(batch), 202, {"Location": f"/api/v1/batches/{batch.id}"})


@operation("POST", "/batches", tag=TAG, scope=_SCOPE, answers={202: BatchOut})
def create_batch(request: Call, body: ManyIn) -> Answer:
    """Verify up to 1,000 documents in the background."""
    return _started(
        request,
        [
            Item(one.name or str(number), _bytes(one.document))
            for number, one in enumerate(body.items, 1)
        ],
    )


@operation(
    "POST",
    "/batches/file",
    tag=TAG,
    scope=_SCOPE,
    answers={202: BatchOut},
    errors={
        409: "too-many-at-once too-large-at-once not-a-zip nothing-given",
        413: "body-too-large",
    },
)
def create_batch_of_file(request: Call, file: Annotated[UploadedFile, File()]) -> Answer:
    """Verify a ZIP of documents, or a CSV of links, in the background: up to 10,000."""
    given = Upload((file.name or "")[-_NAME:], BytesIO(file.read()))
    return _started(request, list(items([given], MEMBERS)))


@operation(
    "GET",
    "/batches",
    tag=TAG,
    scope=_SCOPE,
    answers={200: Page[BatchOut]},
    errors={400: "cursor-unfit"},
)
def list_batches(request: Call, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """List what was handed in and is still kept, the newest first."""
    found = queries.batches_for(request.holder, request.holder.organisation.slug, request.now)
    rows, following = keyset(found, cursor, limit)
    return Answer(Page[BatchOut](items=[BatchOut.of(one) for one in rows], next=following))


def _find(call: Call, batch_id: UUID) -> Batch:
    return queries.batch_for(call.holder, call.holder.organisation.slug, batch_id, call.now)


@operation("GET", _ONE, tag=TAG, scope=_SCOPE, answers={200: BatchOut}, errors=_GONE)
def read_batch(request: Call, batch_id: UUID) -> Answer:
    """Read how far a batch is."""
    return Answer(BatchOut.of(_find(request, batch_id)))


@operation(
    "GET",
    f"{_ONE}/results",
    tag=TAG,
    scope=_SCOPE,
    answers={200: Page[ResultOut]},
    errors={400: "cursor-unfit", 404: "no-such-batch"},
)
def list_results(
    request: Call, batch_id: UUID, verdict: Word = "", cursor: Cursor = "", limit: Limit = 50
) -> Answer:
    """List what was found of each document, in the order in which they were handed in."""
    found = queries.rows(_find(request, batch_id), only=verdict)
    rows, following = keyset(found, cursor, limit, by="number", newest_first=False)
    return Answer(Page[ResultOut](items=[ResultOut.of(one) for one in rows], next=following))


@operation("DELETE", _ONE, tag=TAG, scope=_SCOPE, answers={204: None}, errors=_GONE)
def delete_batch(request: Call, batch_id: UUID) -> Answer:
    """Delete a batch with all that was found."""
    actions.delete_batch(
        request.holder.organisation.slug, batch_id, by=request.holder, now=request.now
    )
    return Answer(status=204)
