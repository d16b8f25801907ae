"""Asking learners for proof, and reading what they give."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from pydantic import Field

from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.shapes import Cursor, Limit, Page, Shape, When, Word, end, keyset, one_of
from mica.wallet import links
from mica.wallet.actions import asking
from mica.wallet.actions.sharing import open_share
from mica.wallet.queries import requests as queries
from mica.wallet.queries.requests import Request
from mica.wallet.queries.shares import Share, shown_in, standing_of

TAG: Final = "Requests"
_READ, _WRITE = "requests:read", "requests:write"
_ONE: Final = "/requests/{uuid:request_id}"
_GONE: Final = {404: "no-such-request"}


class RequestIn(Shape):
    """What is asked for, why, and until when."""

    what: Word = Field(description="Proof of what.")
    why: Word = Field(description="Because of what; it is shown before anything is given.")
    until: When = Field(description="When the answers are no longer needed; within two years.")
    address: Word = Field(
        default="", description="Whom to ask by mail; empty for a link to hand out."
    )


class RequestOut(Shape):
    """A request, and how it is answered."""

    id: UUID
    what: str
    why: str
    address: str
    until: datetime
    standing: str = one_of("open", "ended", "withdrawn")
    link: str = Field(description="Where a learner answers.")
    given: int = Field(description="Answers that are open or have ended.")
    declined: int
    created: datetime

    @classmethod
    def of(cls, request: Request, now: datetime) -> Self:
        """A request that was asked for with its access check."""
        return cls(
            id=request.id,
            what=request.what,
            why=request.why,
            address=request.address,
            until=request.until,
            standing=standing_of(request, now).value,
            link=links.request_address(request.id),
            given=getattr(request, "given", 0),
            declined=getattr(request, "declined", 0),
            created=request.created,
        )


class ShownOut(Shape):
    """One credential of an answer."""

    name: str
    issuer: str
    document: str = Field(description="As the learner holds it; verify it before you rely on it.")


class AnswerOut(Shape):
    """What a learner gave."""

    id: UUID
    learner: str
    link: str = Field(description="Where the answer is shown to people.")
    seen: bool = Field(description="Whether your organisation has opened it.")
    created: datetime
    until: datetime

    @classmethod
    def of(cls, share: Share, *, seen: bool) -> Self:
        """An answer that was asked for with its access check."""
        return cls(
            id=share.id,
            learner=share.person.name,
            link=links.share_address(share.id),
            seen=seen,
            created=share.created,
            until=share.until,
        )


class Answers(Shape):
    """The open answers to a request, the oldest first."""

    items: list[AnswerOut]


class OpenedOut(AnswerOut):
    """An answer with what it shows."""

    credentials: list[ShownOut]


def _find(call: Call, request_id: UUID) -> Request:
    return queries.request_for(call.holder, call.holder.organisation.slug, request_id)


@operation(
    "POST",
    "/requests",
    tag=TAG,
    scope=_WRITE,
    answers={201: RequestOut},
    errors={409: "what-missing why-missing words-too-long end-is-past end-too-far address-unfit"},
)
def create_request(request: Call, body: RequestIn) -> Answer:
    """Ask for proof of something: by mail, or with a link that you hand out."""
    made = asking.ask(
        request.holder.organisation,
        what=body.what,
        why=body.why,
        until=end(body.until) or request.now,
        by=request.holder.id,
        now=request.now,
        address=body.address,
    )
    return Answer(
        RequestOut.of(made, request.now), 201, {"Location": f"/api/v1/requests/{made.id}"}
    )


@operation(
    "GET",
    "/requests",
    tag=TAG,
    scope=_READ,
    answers={200: Page[RequestOut]},
    errors={400: "cursor-unfit"},
)
def list_requests(request: Call, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """List what you have asked for, the newest first."""
    found = queries.requests_by(request.holder, request.holder.organisation.slug)
    rows, following = keyset(found, cursor, limit)
    items = [RequestOut.of(one, request.now) for one in rows]
    return Answer(Page[RequestOut](items=items, next=following))


@operation("GET", _ONE, tag=TAG, scope=_READ, answers={200: RequestOut}, errors=_GONE)
def read_request(request: Call, request_id: UUID) -> Answer:
    """Read a request."""
    return Answer(RequestOut.of(_find(request, request_id), request.now))


@operation("GET", f"{_ONE}/answers", tag=TAG, scope=_READ, answers={200: Answers}, errors=_GONE)
def list_answers(request: Call, request_id: UUID) -> Answer:
    """List who has answered, and still lets you see it."""
    found = queries.answers_to(_find(request, request_id), request.now)
    items = [AnswerOut.of(one, seen=getattr(one, "seen", False)) for one in found]
    return Answer(Answers(items=items))


@operation(
    "POST",
    f"{_ONE}/answers/{{uuid:answer_id}}/open",
    tag=TAG,
    scope=_READ,
    answers={200: OpenedOut},
    errors={404: "no-such-request no-such-share"},
)
def open_answer(request: Call, request_id: UUID, answer_id: UUID) -> Answer:
    """Open an answer: read the credentials in it. The learner is shown that you have."""
    organisation = request.holder.organisation
    share = queries.answer_for(
        request.holder, organisation.slug, request_id, answer_id, request.now
    )
    open_share(share, viewer=request.holder.id, organisation=organisation.id, now=request.now)
    shown = [
        ShownOut(name=held.name, issuer=held.issuer_name, document=held.document)
        for held in shown_in(share)
    ]
    said = AnswerOut.of(share, seen=True).model_dump()
    return Answer(OpenedOut(**said, credentials=shown))


@operation("POST", f"{_ONE}/withdraw", tag=TAG, scope=_WRITE, answers={204: None}, errors=_GONE)
def withdraw_request(request: Call, request_id: UUID) -> Answer:
    """Ask no longer. What was given stays until its learner or its end takes it back."""
    asking.withdraw_request(request_id, by=request.holder.id, now=request.now)
    return Answer(status=204)
