"""Awarding several learners in one request."""

from typing import Annotated, Final
from uuid import UUID

from ninja import Body
from pydantic import Field

from mica.api.rest.awards import TAG, WRITE, GrantIn
from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.shapes import Shape, When, beginning
from mica.api.rest.uploads import UploadOut
from mica.issuing.actions.many import MOST, award_many

Learners = Annotated[list[GrantIn], Field(min_length=1, max_length=MOST)]
_ERRORS: Final = {
    404: "no-such-achievement",
    409: "grant-unfit nothing-published schedule-in-past",
    413: "body-too-large",
}


class Ended(Shape):
    """What became of one learner."""

    award: UUID
    new: bool = Field(description="False where this learner had the award already.")


class Awarded(Shape):
    """What became of each learner, in the order in which they were named."""

    items: list[Ended]


@operation(
    "POST",
    "/achievements/{uuid:achievement_id}/awards",
    tag=TAG,
    scope=WRITE,
    answers={201: Awarded, 202: UploadOut},
    errors=_ERRORS,
    lines=True,
)
def create_awards(
    request: Call,
    achievement_id: UUID,
    body: Annotated[Learners, Body()],
    at: When | None = None,
) -> Answer:
    """Award an achievement to up to 1,000 learners: all of them, or nobody.

    The body is a list, or a learner on each line (application/jsonl). Up to 50 are awarded while
    you wait: 201, with what became of each. More are awarded in the background: 202, with an upload
    whose progress and rows you can read. Whoever has the award already is passed over.
    """
    done = award_many(
        request.holder.organisation,
        achievement_id,
        [one.read() for one in body],
        by=request.holder.id,
        now=request.now,
        at=beginning(at),
    )
    if done.upload is not None:
        where = {"Location": f"/api/v1/uploads/{done.upload.id}"}
        return Answer(UploadOut.of(done.upload), 202, where)
    return Answer(Awarded(items=[Ended(award=one.award, new=one.new) for one in done.ends]), 201)
