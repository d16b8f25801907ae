"""Named reads of files with many learners. An upload is first asked for with its access check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from mica.catalogue.models import Version
from mica.issuing.errors import NotFound
from mica.issuing.models import Award, Upload, UploadRow
from mica.issuing.rules.life import State
from mica.people.queries import Caller, organisation_for

_ROWS_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a file are where.

    Attributes:
        ready: to be awarded.
        faulty: with faults, neither fixed nor left out.
        left_out: by an officer.
        awarded: now, through this file.
        standing: passed over, because the learner has the award already.
        failed: that could not be awarded.
    """

    ready: int = 0
    faulty: int = 0
    left_out: int = 0
    awarded: int = 0
    standing: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """All rows but empty ones."""
        return self.wanted + self.faulty + self.left_out

    @property
    def wanted(self) -> int:
        """Rows that were or are to be awarded."""
        return self.ready + self.done

    @property
    def done(self) -> int:
        """Rows of which it is known what became of them."""
        return self.awarded + self.standing + self.failed


@dataclass(frozen=True, slots=True)
class FaultAt:
    """A fault at its place.

    Attributes:
        row: number.
        field: of `rules.columns.FIELDS`.
        text: what the cell says.
        code, data: for the sentence.
    """

    row: int
    field: str
    text: str
    code: str
    data: Mapping[str, Any]


def uploads_for(caller: Caller, slug: str) -> QuerySet[Upload]:
    """An organisation's files, newest first, each with its achievement's `title`; for its members.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
    """
    organisation = organisation_for(caller, slug)
    named = Version.objects.filter(achievement=OuterRef("achievement")).exclude(
        state=Version.State.DRAFT
    )
    title = Subquery(named.order_by("-number").values("name")[:1])
    found = Upload.objects.filter(organisation=organisation).select_related("organisation")
    return found.annotate(title=title).order_by("-id")


def upload_for(caller: Caller, slug: str, upload_id: UUID) -> Upload:
    """One file, for the members of its organisation.

    Raises:
        NotFound: `no-such-upload`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    upload = uploads_for(caller, slug).filter(id=upload_id).first()
    if upload is None:
        raise NotFound("no-such-upload")
    return upload


def counts(upload: Upload) -> Counts:
    """How many rows of a file are where."""
    found = upload.rows.values_list("state").annotate(number=Count("id")).order_by("state")
    return Counts(**{state.replace("-", "_"): number for state, number in found})


def standing_already(upload: Upload) -> int:
    """How many of the rows to be awarded are of learners who have the award already."""
    same = Award.objects.filter(
        achievement_id=upload.achievement_id,
        learner_key=OuterRef("learner_key"),
        occasion=OuterRef("occasion"),
    ).exclude(state__in=(State.REVOKED, State.CANCELLED))
    return upload.rows.filter(Exists(same), state=UploadRow.State.READY).count()


def earlier_upload(upload: Upload) -> Upload | None:
    """The newest file with the same content that was started for the same achievement."""
    same = Upload.objects.filter(
        achievement_id=upload.achievement_id,
        digest=upload.digest,
        organisation_id=upload.organisation_id,
        started__isnull=False,
    )
    return same.exclude(id=upload.id).order_by("-id").first()


def faulty_rows(upload: Upload) -> QuerySet[UploadRow]:
    """The rows with faults, in their order."""
    return upload.rows.filter(state=UploadRow.State.FAULTY).order_by("number")


def rows_of(upload: Upload, *, state: str = "") -> QuerySet[UploadRow]:
    """The rows of a file that are in a state, in their order; all where it is ""."""
    rows = upload.rows.order_by("number")
    return rows.filter(state=state) if state else rows


def faults_of(upload: Upload, most: int) -> tuple[list[FaultAt], bool]:
    """The first faults, row by row; and whether there are more."""
    found: list[FaultAt] = []
    for row in faulty_rows(upload)[: most + 1]:
        for field, code, data in row.faults:
            if len(found) == most:
                return found, True
            found.append(FaultAt(row.number, field, row.cells.get(field, ""), code, data))
    return found, False


def first_rows(upload: Upload, most: int) -> list[UploadRow]:
    """The first rows that can be awarded: they show how the file was understood."""
    return list(upload.rows.filter(state=UploadRow.State.READY).order_by("number")[:most])


def next_faulty(upload: Upload, after: int = 0) -> int | None:
    """The number of the next row with faults; of the first, when there is none after it."""
    numbers = faulty_rows(upload).values_list("number", flat=True)
    return numbers.filter(number__gt=after).first() or numbers.first()


def row_for(caller: Caller, slug: str, upload_id: UUID, number: int) -> tuple[Upload, UploadRow]:
    """One row of a file, with the file.

    Raises:
        NotFound: `no-such-upload`, `no-such-row`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    upload = upload_for(caller, slug, upload_id)
    row = upload.rows.filter(number=number).first()
    if row is None:
        raise NotFound("no-such-row", row=number)
    return upload, row


def report_rows(upload: Upload, *, faulty: bool = False) -> Iterator[UploadRow]:
    """Every row, or those with faults, in their order; read as they are asked for."""
    rows = faulty_rows(upload) if faulty else upload.rows.order_by("number")
    return rows.iterator(chunk_size=_ROWS_AT_ONCE)
