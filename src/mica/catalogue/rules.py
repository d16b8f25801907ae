"""What a description of an achievement holds, when it is whole, and for how long an award lasts.

Rules as prose: docs/rules/catalogue.md. The terms are those of Open Badges 3.0, appendix A.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from typing import Any, Final

from mica.standards.vocabulary import AchievementType

SCHEMA: Final = 1
"""Of the JSON in which a version is kept. A published one is never rewritten: `read` knows all."""
MAX_NAME: Final = 200
MAX_TEXT: Final = 10_000
MAX_OUTCOMES: Final = 50
MAX_OUTCOME: Final = 1_000
MAX_MONTHS: Final = 600
MAX_PICTURE: Final = 500_000
"""Bytes."""
_AMOUNT: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_UNSHOWN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Lasts(StrEnum):
    """For how long an award holds."""

    EVER = "ever"
    UNTIL = "until"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Validity:
    """For how long an award holds.

    Attributes:
        lasts: for ever, until a date, or a period from the award on.
        until: the moment, aware, where it lasts until one.
        months: the period in months.
    """

    lasts: Lasts = Lasts.EVER
    until: datetime | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a framework. Keys are texts: "4+" and "2.5" exist.

    Attributes:
        framework: its short name, such as EQF.
        key: of the level.
    """

    framework: str
    key: str


@dataclass(frozen=True, slots=True)
class Credit:
    """An amount of learning.

    Attributes:
        unit: the credit system's short name, such as ECTS.
        amount: decimal digits, at most two after the point.
    """

    unit: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What an achievement is.

    Attributes:
        name: in lists and on the credential.
        description: what it is, in some sentences.
        criteria: what has to be done to earn it.
        outcomes: what who has earned it knows, understands or can do, one statement each.
        kind: a word of Open Badges' list of achievement types.
        language: of these texts, as BCP 47 has it.
        level, credit: None where there is none.
        validity: of an award.
        picture: id of an uploaded picture, or "".
    """

    name: str = ""
    description: str = ""
    criteria: str = ""
    outcomes: tuple[str, ...] = ()
    kind: AchievementType = AchievementType.BADGE
    language: str = "en"
    level: Level | None = None
    credit: Credit | None = None
    validity: Validity = Validity()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a description from being published.

    Attributes:
        field: name of the attribute of Description.
        code: a code of the feature's sentences.
    """

    field: str
    code: str


def faults(description: Description) -> list[Fault]:
    """Everything that keeps a description from being published, in the order of the form."""
    return list(_faults(description))


def _faults(description: Description) -> Iterator[Fault]:
    for field in ("name", "description", "criteria"):
        text = getattr(description, field)
        if not text.strip():
            yield Fault(field, "missing")
        elif len(text) > (MAX_NAME if field == "name" else MAX_TEXT):
            yield Fault(field, "too-long")
    if not any(outcome.strip() for outcome in description.outcomes):
        yield Fault("outcomes", "missing")
    if len(description.outcomes) > MAX_OUTCOMES:
        yield Fault("outcomes", "too-many-outcomes")
    if any(len(outcome) > MAX_OUTCOME for outcome in description.outcomes):
        yield Fault("outcomes", "too-long")
    if not _LANGUAGE.fullmatch(description.language):
        yield Fault("language", "language-unknown")
    yield from _measure_faults(description)


def _measure_faults(description: Description) -> Iterator[Fault]:
    level, credit, validity = description.level, description.credit, description.validity
    if level is not None and not (level.framework.strip() and level.key.strip()):
        yield Fault("level", "level-incomplete")
    if credit is not None:
        if not credit.unit.strip():
            yield Fault("credit", "credit-without-unit")
        elif not _AMOUNT.fullmatch(credit.amount):
            yield Fault("credit", "credit-not-a-number")
    if validity.lasts is Lasts.UNTIL and validity.until is None:
        yield Fault("validity", "end-missing")
    if validity.lasts is Lasts.PERIOD and not 0 < (validity.months or 0) <= MAX_MONTHS:
        yield Fault("validity", "period-missing")


def end_of(validity: Validity, start: datetime) -> datetime | None:
    """When an award ends that begins at a moment; None where it does not.

    A period of months ends on the same day of the month, or on the month's last where there is no
    such day: from 29 February a year ends on 28 February.

    Args:
        validity: as described.
        start: aware.
    """
    if validity.lasts is Lasts.UNTIL:
        return validity.until
    if validity.lasts is Lasts.EVER or validity.months is None:
        return None
    years, month = divmod(start.month - 1 + validity.months, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return start.replace(year=year, month=month, day=day)


def as_json(description: Description) -> dict[str, Any]:
    """A description as plain JSON values; what is empty, or cannot be shown, is left out."""
    level, credit, validity = description.level, description.credit, description.validity
    until = validity.until
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "name": _shown(description.name),
        "description": _shown(description.description),
        "criteria": _shown(description.criteria),
        "outcomes": [said for one in description.outcomes if (said := _shown(one))],
        "kind": description.kind.value,
        "language": description.language,
        "level": level and {"framework": _shown(level.framework), "key": _shown(level.key)},
        "credit": credit and {"unit": _shown(credit.unit), "amount": _shown(credit.amount)},
        "validity": {
            "lasts": validity.lasts.value,
            **({} if until is None else {"until": until.astimezone(UTC).isoformat()}),
            **({} if validity.months is None else {"months": validity.months}),
        },
        "picture": description.picture,
    }
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _shown(text: str) -> str:
    """A text without white space around it and without characters that nothing can show."""
    return _UNSHOWN.sub("", text).strip()


def last_moment(day: date, zone: tzinfo) -> datetime:
    """The last second of a day: what holds until a day holds through it.

    Args:
        day: as people name it.
        zone: where they live.
    """
    return datetime.combine(day, time(23, 59, 59), zone)


def changes(old: Description, new: Description) -> list[str]:
    """The names of the attributes in which two descriptions differ, in the order of the form."""
    names = (field.name for field in fields(Description))
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def read(values: dict[str, Any]) -> Description:
    """The description behind the JSON of any schema so far. Our own JSON: it is not doubted."""
    level, credit = values.get("level"), values.get("credit")
    validity = values.get("validity", {})
    until = validity.get("until")
    return Description(
        name=values.get("name", ""),
        description=values.get("description", ""),
        criteria=values.get("criteria", ""),
        outcomes=tuple(values.get("outcomes", ())),
        kind=AchievementType(values.get("kind", AchievementType.BADGE)),
        language=values.get("language", "en"),
        level=Level(level["framework"], level["key"]) if level else None,
        credit=Credit(credit["unit"], credit["amount"]) if credit else None,
        validity=Validity(
            Lasts(validity.get("lasts", Lasts.EVER)),
            datetime.fromisoformat(until) if until else None,
            validity.get("months"),
        ),
        picture=values.get("picture", ""),
    )
