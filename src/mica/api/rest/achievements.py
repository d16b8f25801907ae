"""Achievements: described in a draft, published as a version that never changes, withdrawn."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.histories import History, history_out
from mica.api.rest.matching import etag, seen_at
from mica.api.rest.shapes import Cursor, Limit, Page, Shape, Text, When, Word, end, keyset, one_of
from mica.catalogue import actions, rules
from mica.catalogue.errors import NotFound, Unfit
from mica.catalogue.queries import Achievement, Version, achievement_for, achievements_for
from mica.standards.vocabulary import AchievementType

TAG: Final = "Achievements"
_ONE: Final = "/achievements/{uuid:achievement_id}"
_READ, _WRITE = "achievements:read", "achievements:write"
_GONE: Final = {404: "no-such-achievement"}


class Level(Shape):
    """A level of a framework."""

    framework: Word = Field(examples=["EQF"])
    key: Word = Field(examples=["4"])


class Credit(Shape):
    """An amount of learning."""

    unit: Word = Field(examples=["ECTS"])
    amount: Word = Field(examples=["2.5"], description="Decimal digits.")


class Validity(Shape):
    """For how long an award holds."""

    lasts: rules.Lasts = rules.Lasts.EVER
    until: When | None = Field(default=None, description="With `until`: a day is meant to its end.")
    months: int | None = Field(
        default=None, ge=1, le=rules.MAX_MONTHS, description="With `period`."
    )


class DescriptionIn(Shape):
    """What an achievement is. A draft may be incomplete."""

    name: Text = ""
    description: Text = ""
    criteria: Text = Field(default="", description="What has to be done to earn it.")
    outcomes: list[Text] = Field(
        default_factory=list, max_length=rules.MAX_OUTCOMES, description="One statement each."
    )
    kind: AchievementType = AchievementType.BADGE
    language: Word = Field(default="en", description="Of these texts (BCP 47).")
    level: Level | None = None
    credit: Credit | None = None
    validity: Validity = Validity()
    picture: Word = Field(default="", description="The id of a picture, as `add_picture` gives it.")

    def read(self) -> rules.Description:
        """As the rules have it."""
        level, credit, validity = self.level, self.credit, self.validity
        return rules.Description(
            name=self.name,
            description=self.description,
            criteria=self.criteria,
            outcomes=tuple(self.outcomes),
            kind=self.kind,
            language=self.language,
            level=None if level is None else rules.Level(level.framework, level.key),
            credit=None if credit is None else rules.Credit(credit.unit, credit.amount),
            validity=rules.Validity(validity.lasts, end(validity.until), validity.months),
            picture=self.picture,
        )


class AchievementIn(DescriptionIn):
    """A new achievement."""

    code: Word = Field(default="", description="Your own name for it; it names one achievement.")
    suspendable: bool = Field(default=False, description="Whether its awards can be suspended.")


class VersionOut(Shape):
    """One description of an achievement. A published one never changes."""

    id: UUID
    achievement: UUID
    number: int
    state: str = one_of("draft", "published", "superseded", "withdrawn")
    description: DescriptionIn
    changed: datetime
    published: datetime | None
    ended: datetime | None


class AchievementOut(Shape):
    """What can be earned, with its versions, the newest first."""

    id: UUID
    code: str
    suspendable: bool
    created: datetime
    versions: list[VersionOut]


class PictureOut(Shape):
    """A picture that was made safe."""

    id: UUID
    media_type: str


def version_out(version: Version) -> VersionOut:
    """A version as it is answered."""
    said = rules.read(version.content)
    level, credit, validity = said.level, said.credit, said.validity
    return VersionOut(
        id=version.id,
        achievement=version.achievement_id,
        number=version.number,
        state=version.state,
        description=DescriptionIn.model_construct(  # what is kept is not doubted
            name=said.name,
            description=said.description,
            criteria=said.criteria,
            outcomes=list(said.outcomes),
            kind=said.kind,
            language=said.language,
            level=level and Level.model_construct(framework=level.framework, key=level.key),
            credit=credit and Credit.model_construct(unit=credit.unit, amount=credit.amount),
            validity=Validity.model_construct(
                lasts=validity.lasts, until=validity.until, months=validity.months
            ),
            picture=said.picture,
        ),
        changed=version.changed,
        published=version.published,
        ended=version.ended,
    )


def _out(achievement: Achievement) -> AchievementOut:
    return AchievementOut(
        id=achievement.id,
        code=achievement.code,
        suspendable=achievement.suspendable,
        created=achievement.created,
        versions=[version_out(one) for one in achievement.versions.all()],
    )


def _find(call: Call, achievement_id: UUID) -> Achievement:
    return achievement_for(call.holder, call.holder.organisation.slug, achievement_id)


def _in_state(call: Call, achievement_id: UUID, state: str) -> Version:
    """The version of an achievement that is in a state; there is one at the most."""
    for version in _find(call, achievement_id).versions.all():
        if version.state == state:
            return version
    raise Unfit("nothing-published") if state == "published" else NotFound("no-such-draft")


def _versioned(version: Version, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    return Answer(version_out(version), status, {"ETag": etag(version.id, version.changed)})


@operation(
    "GET",
    "/achievements",
    tag=TAG,
    scope=_READ,
    answers={200: Page[AchievementOut]},
    errors={400: "cursor-unfit"},
)
def list_achievements(request: Call, cursor: Cursor = "", limit: Limit = 50) -> Answer:
    """List your achievements, the newest first."""
    found = achievements_for(request.holder, request.holder.organisation.slug)
    rows, following = keyset(found, cursor, limit)
    return Answer(Page[AchievementOut](items=[_out(one) for one in rows], next=following))


@operation(
    "POST",
    "/achievements",
    tag=TAG,
    scope=_WRITE,
    answers={201: VersionOut},
    errors={409: "code-taken no-such-picture"},
)
def create_achievement(request: Call, body: AchievementIn) -> Answer:
    """Describe a new achievement. It begins as a draft, which may be incomplete."""
    made = actions.create_achievement(
        request.holder.organisation.id,
        body.read(),
        by=request.holder.id,
        now=request.now,
        code=body.code,
        suspendable=body.suspendable,
    )
    return _versioned(made, HTTPStatus.CREATED)


@operation("GET", _ONE, tag=TAG, scope=_READ, answers={200: AchievementOut}, errors=_GONE)
def read_achievement(request: Call, achievement_id: UUID) -> Answer:
    """Read an achievement with all its versions."""
    return Answer(_out(_find(request, achievement_id)))


@operation("POST", f"{_ONE}/draft", tag=TAG, scope=_WRITE, answers={200: VersionOut}, errors=_GONE)
def start_draft(request: Call, achievement_id: UUID) -> Answer:
    """Begin a new version as a copy of the newest one; or get the draft that is there."""
    return _versioned(actions.start_version(achievement_id, by=request.holder.id, now=request.now))


@operation(
    "GET",
    f"{_ONE}/draft",
    tag=TAG,
    scope=_READ,
    answers={200: VersionOut},
    errors={404: "no-such-achievement no-such-draft"},
)
def read_draft(request: Call, achievement_id: UUID) -> Answer:
    """Read the draft. Its ETag says which one you have read."""
    return _versioned(_in_state(request, achievement_id, "draft"))


@operation(
    "PUT",
    f"{_ONE}/draft",
    tag=TAG,
    scope=_WRITE,
    answers={200: VersionOut},
    errors={
        404: "no-such-achievement no-such-draft",
        409: "version-frozen no-such-picture",
        412: "draft-changed",
    },
    matched=True,
)
def change_draft(request: Call, achievement_id: UUID, body: DescriptionIn) -> Answer:
    """Replace what the draft says.

    With If-Match only if nobody has changed it since you read it.
    """
    draft = _in_state(request, achievement_id, "draft")
    seen = seen_at(request.http, draft.id, draft.changed)
    saved = actions.save_draft(
        draft.id, body.read(), by=request.holder.id, now=request.now, seen=seen
    )
    return _versioned(saved)


@operation(
    "POST",
    f"{_ONE}/publish",
    tag=TAG,
    scope=_WRITE,
    answers={200: VersionOut},
    errors={
        404: "no-such-achievement no-such-draft",
        409: "version-frozen not-publishable",
    },
)
def publish_draft(request: Call, achievement_id: UUID) -> Answer:
    """Publish the draft: it never changes from then on, and is what is awarded."""
    draft = _in_state(request, achievement_id, "draft")
    return _versioned(actions.publish(draft.id, by=request.holder.id, now=request.now))


@operation(
    "POST",
    f"{_ONE}/withdraw",
    tag=TAG,
    scope=_WRITE,
    answers={200: VersionOut},
    errors={404: "no-such-achievement", 409: "nothing-published"},
)
def withdraw_achievement(request: Call, achievement_id: UUID) -> Answer:
    """Take the published version out of use. What was awarded stands."""
    version = _in_state(request, achievement_id, "published")
    return _versioned(actions.withdraw(version.id, by=request.holder.id, now=request.now))


@operation(
    "GET",
    f"{_ONE}/history",
    tag=TAG,
    scope=_READ,
    answers={200: History},
    errors=_GONE,
)
def read_achievement_history(request: Call, achievement_id: UUID) -> Answer:
    """Read what the audit log says of an achievement and its versions, the newest first."""
    found = _find(request, achievement_id)
    return Answer(history_out([found.id, *(one.id for one in found.versions.all())]))


@operation(
    "POST",
    "/pictures",
    tag=TAG,
    scope=_WRITE,
    answers={201: PictureOut},
    errors={409: "picture-too-large not-a-picture", 413: "body-too-large"},
)
def add_picture(request: Call, file: Annotated[UploadedFile, File()]) -> Answer:
    """Hand in a picture for a description: PNG, JPEG or WebP."""
    made = actions.add_picture(
        request.holder.organisation.id, file.read(), by=request.holder.id, now=request.now
    )
    return Answer(PictureOut(id=made.id, media_type=made.media_type), HTTPStatus.CREATED)
