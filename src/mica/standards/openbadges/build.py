"""The classes of Open Badges 3.0 as frozen values, and how they are written as JSON.

Source: Open Badges 3.0, appendix A (data models). A member here is the format's member in snake
case; `type` is the name of the class; what is None or empty is left out. Lists are always written
as lists and the few single types as plain texts, so that the published JSON schema is content too.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, TypeAlias

from mica.standards.openbadges.identity import identity_hash
from mica.standards.vocabulary import (
    AchievementType,
    IdentifierType,
    ResultStatus,
    ResultType,
    TargetType,
)
from mica.vc.documents import JsonObject
from mica.vc.timestamps import format_timestamp

Word: TypeAlias = str
"""A word of a half-open list: one of the list's, or one's own with `ext:` in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An object of the format."""

    plain_type: ClassVar[bool] = False
    """The schema wants the type as a plain text, not as a list."""
    typed: ClassVar[bool] = True
    """It says its type at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Thing):
    """A picture by URL (https: or data:), with a caption for who cannot see it."""

    plain_type: ClassVar[bool] = True
    id: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry(Thing):
    """An identifier in another system."""

    plain_type: ClassVar[bool] = True
    identifier: str
    identifier_type: IdentifierType | Word


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject(Thing):
    """Whom a badge is for, in plain or hashed form. See `identity`."""

    plain_type: ClassVar[bool] = True
    hashed: bool
    identity_hash: str
    identity_type: IdentifierType | Word
    salt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates(Thing):
    """A place on earth, in degrees (WGS 84)."""

    plain_type: ClassVar[bool] = True
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Thing):
    """Where a profile is to be found. The country code is of ISO 3166-1 alpha-2."""

    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Thing):
    """A person or an organisation. The format does not ask for a name; people do."""

    id: str
    name: str
    url: str | None = None
    phone: str | None = None
    description: str | None = None
    image: Image | None = None
    email: str | None = None
    address: Address | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    official: str | None = None
    parent_org: "Profile | None" = None
    family_name: str | None = None
    given_name: str | None = None
    additional_name: str | None = None
    patronymic_name: str | None = None
    honorific_prefix: str | None = None
    honorific_suffix: str | None = None
    family_name_prefix: str | None = None
    date_of_birth: date | None = None
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Thing):
    """A node of a framework, a taxonomy or a standard that something corresponds to."""

    target_name: str
    target_url: str
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: TargetType | Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Thing):
    """Another achievement that this one goes with: a translation, another version."""

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Thing):
    """Proof of learning."""

    id: str | None = None
    name: str | None = None
    narrative: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel(Thing):
    """One level of a rubric. `points` and `level` are texts in this format."""

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription(Thing):
    """What a result can be. `allowed_value` runs from low to high; all values are texts."""

    id: str
    name: str
    result_type: ResultType | Word
    allowed_value: tuple[str, ...] = ()
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = ()
    value_min: str | None = None
    value_max: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Thing):
    """What a learner reached; the two references are ids of the achievement's descriptions."""

    result_description: str | None = None
    value: str | None = None
    achieved_level: str | None = None
    status: ResultStatus | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Thing):
    """What has to be done to earn it: a page, a text in Markdown, or both."""

    typed: ClassVar[bool] = False
    id: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Thing):
    """What can be earned. Credits have no unit in this format."""

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: AchievementType | Word | None = None
    image: Image | None = None
    creator: Profile | None = None
    credits_available: float | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    human_code: str | None = None
    in_language: str | None = None
    version: str | None = None
    tag: tuple[str, ...] = ()
    alignment: tuple[Alignment, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    other_identifier: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject(Thing):
    """Who earned what, and how well. One of id and identifier has to be given."""

    achievement: Achievement
    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()
    result: tuple[Result, ...] = ()
    activity_start_date: datetime | None = None
    activity_end_date: datetime | None = None
    credits_earned: float | None = None
    narrative: str | None = None
    license_number: str | None = None
    role: str | None = None
    term: str | None = None
    source: Profile | None = None
    image: Image | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubject(Thing):
    """What is endorsed, by its id, and what is said of it (Markdown)."""

    id: str
    endorsement_comment: str | None = None


def identity(
    identifier: str, kind: IdentifierType | Word, *, salt: str | None = None
) -> IdentityObject:
    """Whom a badge is for: hashed where a salt is given, else in plain sight.

    >>> identity("a@example.org", IdentifierType.EMAIL_ADDRESS).identity_hash
    'a@example.org'
    """
    if salt is None:
        return IdentityObject(hashed=False, identity_hash=identifier, identity_type=kind)
    hashed = identity_hash(identifier, salt)
    return IdentityObject(hashed=True, identity_hash=hashed, identity_type=kind, salt=salt)


def as_json(value: Any) -> Any:
    """A value of this module as plain JSON values.

    Raises:
        Refused: `timestamp-without-offset` for a naive moment.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    if isinstance(value, datetime):
        return format_timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    return _object(value) if isinstance(value, Thing) else value


def _object(thing: Thing) -> JsonObject:
    name = type(thing).__name__
    made: JsonObject = {}
    if thing.typed:
        made["type"] = name if thing.plain_type else [name]
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value is not None and value != ():
            made[_camel(field.name)] = as_json(value)
    return made


@cache  # of the names in this module, never of a stranger's
def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
