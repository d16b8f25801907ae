"""Awards, one at a time: granted, read, listed, and what may become of them."""

from datetime import datetime
from http import HTTPStatus
from typing import Final, Self
from uuid import UUID

from pydantic import Field

from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.histories import History, history_out
from mica.api.rest.shapes import (
    Cursor,
    Limit,
    Page,
    Shape,
    Text,
    When,
    Word,
    beginning,
    cursor_at,
    end,
    one_of,
    read_cursor,
)
from mica.issuing.actions import awarding
from mica.issuing.queries import (
    Award,
    award_for,
    awards_for,
    credentials_of,
    page_of,
    slip_for,
    standing,
)
from mica.issuing.rules.grants import MAX_EVIDENCE, Evidence, Grant
from mica.issuing.rules.life import Standing, State

TAG: Final = "Awards"
READ: Final = "awards:read"
WRITE: Final = "awards:write"
ONE: Final = "/awards/{uuid:award_id}"
GONE: Final = {404: "no-such-award"}


class EvidenceIn(Shape):
    """Proof of learning."""

    url: Text = Field(default="", description="Where it lies, http or https.")
    name: Text = ""
    narrative: Text = Field(default="", description="What it shows.")


class GrantIn(Shape):
    """One learner, and what is granted. An address or a reference says who it is."""

    name: Word
    address: Word = Field(
        default="", description="The learner's mail address; the claim is sent to it."
    )
    reference: Word = Field(default="", description="Your own name for the learner.")
    result: Word = Field(default="", description="What was reached, such as “Passed” or “87”.")
    awarded: When | None = Field(
        default=None, description="When it was reached; now where it is null."
    )
    evidence: list[EvidenceIn] = Field(default_factory=list, max_length=MAX_EVIDENCE)
    note: Text = Field(default="", description="A narrative that stands on the credential.")
    until: When | None = Field(
        default=None, description="When this award ends; as the achievement says where it is null."
    )

    def read(self) -> Grant:
        """As the rules have it."""
        return Grant(
            name=self.name,
            address=self.address,
            reference=self.reference,
            result=self.result,
            awarded=beginning(self.awarded),
            evidence=tuple(Evidence(one.url, one.name, one.narrative) for one in self.evidence),
            note=self.note,
            until=end(self.until),
        )


class AwardIn(GrantIn):
    """An award to one learner."""

    achievement: UUID
    at: When | None = Field(default=None, description="A later moment at which to issue it.")


class AwardOut(Shape):
    """An award, and what it is now."""

    id: UUID
    achievement: UUID
    version: UUID
    version_number: int
    achievement_name: str
    name: str
    address: str
    reference: str
    result: str
    awarded: datetime
    until: datetime | None
    evidence: list[EvidenceIn]
    note: str
    standing: str = one_of(*(one.value for one in Standing))
    state: str = one_of(*(one.value for one in State))
    reason: str
    reason_note: str
    scheduled: datetime | None
    claimed: datetime | None
    renews: UUID | None
    upload: UUID | None
    created: datetime
    changed: datetime

    @classmethod
    def of(cls, award: Award, now: datetime) -> Self:
        """An award with its version, as a query gave it."""
        return cls(
            id=award.id,
            achievement=award.achievement_id,
            version=award.version_id,
            version_number=award.version.number,
            achievement_name=award.version.name,
            name=award.name,
            address=award.address,
            reference=award.reference,
            result=award.result,
            awarded=award.awarded,
            until=award.valid_until,
            evidence=[EvidenceIn.model_construct(**one) for one in award.evidence],
            note=award.note,
            standing=standing(award, now).value,
            state=str(award.state),
            reason=award.reason,
            reason_note=award.reason_note,
            scheduled=award.scheduled,
            claimed=award.claimed,
            renews=award.renews_id,
            upload=award.upload,
            created=award.created,
            changed=award.changed,
        )


class DocumentOut(Shape):
    """One signed document of an award; after a correction there are several."""

    number: int
    document: str = Field(description="The credential, as it was signed.")
    key: UUID
    valid_from: datetime
    signed: datetime


class Documents(Shape):
    """The documents of an award, the newest first: that one stands."""

    items: list[DocumentOut]


class SlipOut(Shape):
    """What a learner needs to claim an award."""

    award: UUID
    code: str = Field(description="In groups, to be printed or read out.")
    address: str = Field(description="The link by which it is claimed.")


@operation(
    "POST",
    "/awards",
    tag=TAG,
    scope=WRITE,
    answers={201: AwardOut},
    errors={
        404: "no-such-achievement",
        409: "grant-unfit already-awarded nothing-published schedule-in-past",
    },
)
def create_award(request: Call, body: AwardIn) -> Answer:
    """Award an achievement to one learner.

    Whoever has it already is not awarded again: the answer is `already-awarded`, with the id of the
    award that stands.
    """
    made = awarding.award(
        request.holder.organisation,
        body.achievement,
        body.read(),
        by=request.holder.id,
        now=request.now,
        at=beginning(body.at),
    )
    where = {"Location": f"/api/v1/awards/{made.id}"}
    return Answer(AwardOut.of(made, request.now), HTTPStatus.CREATED, where)


@operation(
    "GET",
    "/awards",
    tag=TAG,
    scope=READ,
    answers={200: Page[AwardOut]},
    errors={400: "cursor-unfit"},
)
def list_awards(
    request: Call,
    *,
    search: Word = "",
    standing: Word = "",
    achievement: UUID | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Answer:
    """List awards, the newest first.

    `search` takes a mail address or a reference, whole, or how words of a name begin. `standing` is
    what an award is now, or `expiring` (within 30 days) or `returned` (its mail came back).
    """
    place = read_cursor(cursor) if cursor else None
    found = awards_for(
        request.holder,
        request.holder.organisation.slug,
        now=request.now,
        search=search,
        standing=standing,
        achievement=achievement,
        before=place if isinstance(place, UUID) else None,
    )
    lines, more = page_of(found, limit, request.now)
    items = [AwardOut.of(line.award, request.now) for line in lines]
    return Answer(Page[AwardOut](items=items, next=cursor_at(items[-1].id) if more else None))


def found_award(call: Call, award_id: UUID) -> Award:
    """One award of the caller's.

    Raises:
        issuing.errors.NotFound: `no-such-award`.
    """
    return award_for(call.holder, call.holder.organisation.slug, award_id)


@operation("GET", ONE, tag=TAG, scope=READ, answers={200: AwardOut}, errors=GONE)
def read_award(request: Call, award_id: UUID) -> Answer:
    """Read an award."""
    return Answer(AwardOut.of(found_award(request, award_id), request.now))


@operation("GET", f"{ONE}/documents", tag=TAG, scope=READ, answers={200: Documents}, errors=GONE)
def read_documents(request: Call, award_id: UUID) -> Answer:
    """Read the signed documents of an award."""
    found = credentials_of(found_award(request, award_id))
    items = [
        DocumentOut(
            number=one.number,
            document=one.document,
            key=one.key,
            valid_from=one.valid_from,
            signed=one.signed,
        )
        for one in found
    ]
    return Answer(Documents(items=items))


@operation("GET", f"{ONE}/history", tag=TAG, scope=READ, answers={200: History}, errors=GONE)
def read_award_history(request: Call, award_id: UUID) -> Answer:
    """Read what the audit log says of an award, the newest first."""
    return Answer(history_out([found_award(request, award_id).id]))


@operation(
    "GET",
    f"{ONE}/claim",
    tag=TAG,
    scope=WRITE,
    answers={200: SlipOut},
    errors={404: "no-such-award", 409: "act-does-not-fit claimed-already"},
)
def read_claim(request: Call, award_id: UUID) -> Answer:
    """Read the claim code and link of an award, for a learner without mail.

    Whoever has the code can claim the award, so hand it to the learner alone.
    """
    slip = slip_for(request.holder, request.holder.organisation.slug, award_id)
    return Answer(SlipOut(award=slip.award.id, code=slip.code, address=slip.address))
