"""What may become of an award: suspended, reinstated, revoked, corrected, renewed, sent again."""

from uuid import UUID

from pydantic import Field

from mica.api.rest.awards import ONE, TAG, WRITE, AwardOut, GrantIn
from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.shapes import Shape, Text, When, Word, end
from mica.issuing.actions import life, renewing
from mica.issuing.rules.life import Reason


class WhyIn(Shape):
    """Why something is done to an award."""

    reason: Reason
    note: Text = Field(default="", description="In your own words; kept with the award.")


class NoteIn(Shape):
    """A remark."""

    note: Text = ""


class RenewIn(Shape):
    """A new term."""

    until: When | None = Field(
        default=None, description="Its end; as the achievement says where null."
    )
    result: Word = ""
    note: Text = ""


class ResendIn(Shape):
    """Where to."""

    address: Word = Field(
        default="", description="Another mail address, where the first was wrong."
    )


@operation(
    "POST",
    f"{ONE}/suspend",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={404: "no-such-award", 409: "act-does-not-fit not-suspendable"},
)
def suspend_award(request: Call, award_id: UUID, body: WhyIn) -> Answer:
    """Suspend an award until it is reinstated or revoked."""
    done = life.suspend(award_id, body.reason, body.note, by=request.holder.id, now=request.now)
    return Answer(AwardOut.of(done, request.now))


@operation(
    "POST",
    f"{ONE}/reinstate",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={404: "no-such-award", 409: "act-does-not-fit"},
)
def reinstate_award(request: Call, award_id: UUID, body: NoteIn) -> Answer:
    """End a suspension."""
    done = life.reinstate(award_id, body.note, by=request.holder.id, now=request.now)
    return Answer(AwardOut.of(done, request.now))


@operation(
    "POST",
    f"{ONE}/revoke",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={404: "no-such-award", 409: "act-does-not-fit"},
)
def revoke_award(request: Call, award_id: UUID, body: WhyIn) -> Answer:
    """Revoke an award, for good."""
    done = life.revoke(award_id, body.reason, body.note, by=request.holder.id, now=request.now)
    return Answer(AwardOut.of(done, request.now))


@operation(
    "POST",
    f"{ONE}/correct",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={404: "no-such-award", 409: "act-does-not-fit grant-unfit"},
)
def correct_award(request: Call, award_id: UUID, body: GrantIn) -> Answer:
    """Say anew what an award says.

    Its document is made anew under the same id, and the one before it is revoked. Say everything:
    result, evidence and note are replaced. Address and reference stay as they are.
    """
    done = life.correct(award_id, body.read(), by=request.holder.id, now=request.now)
    return Answer(AwardOut.of(done, request.now))


@operation(
    "POST",
    f"{ONE}/renew",
    tag=TAG,
    scope=WRITE,
    answers={201: AwardOut},
    errors={
        404: "no-such-award",
        409: "act-does-not-fit no-end-to-renew renewal-ends-no-later renewed-already grant-unfit",
    },
)
def renew_award(request: Call, award_id: UUID, body: RenewIn) -> Answer:
    """Award the same achievement for a new term; the award before it stays in the history."""
    made = renewing.renew(
        award_id,
        by=request.holder.id,
        now=request.now,
        until=end(body.until),
        result=body.result,
        note=body.note,
    )
    where = {"Location": f"/api/v1/awards/{made.id}"}
    return Answer(AwardOut.of(made, request.now), 201, where)


@operation(
    "POST",
    f"{ONE}/resend",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={
        404: "no-such-award",
        409: "act-does-not-fit claimed-already no-address grant-unfit",
    },
)
def resend_award(request: Call, award_id: UUID, body: ResendIn) -> Answer:
    """Send the claim again; to another address, where the first was wrong."""
    done = life.resend(award_id, by=request.holder.id, now=request.now, address=body.address)
    return Answer(AwardOut.of(done, request.now))


@operation(
    "POST",
    f"{ONE}/cancel",
    tag=TAG,
    scope=WRITE,
    answers={200: AwardOut},
    errors={404: "no-such-award", 409: "act-does-not-fit"},
)
def cancel_award(request: Call, award_id: UUID) -> Answer:
    """Drop a scheduled award before it is issued."""
    done = life.cancel(award_id, by=request.holder.id, now=request.now)
    return Answer(AwardOut.of(done, request.now))
