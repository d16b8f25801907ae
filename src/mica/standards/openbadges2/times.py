"""Moments as badges write them, each as the span of time in which it may lie.

Open Badges 2.0 asks for ISO 8601 with a time zone. Older badges and inCredible leave out the zone
or the time of day, or count seconds; what they leave open stays open here, and a check that falls
inside the span is undecided.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from mica.standards.openbadges2.errors import Unknown

_ISO: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r" ?(?P<zone>Z|UTC|(?P<offset>[+-]\d\d):?(?P<more>\d\d))?)?",
    re.ASCII,
)
_AHEAD: Final = timedelta(hours=14)
"""Where the day begins first on earth."""
_BEHIND: Final = timedelta(hours=12)
"""Where it ends last."""


@dataclass(frozen=True, slots=True)
class Span:
    """A moment that lies between two others, both aware; they are equal where it is exact."""

    earliest: datetime
    latest: datetime

    @property
    def as_written(self) -> datetime:
        """The moment with what it leaves open taken as midnight and UTC."""
        return self.earliest if self.earliest == self.latest else self.earliest + _AHEAD


def span(value: Any) -> Span:
    """The span of a date as written: text, or seconds since 1970 (Open Badges 1.0).

    Raises:
        Unknown: `time-unreadable`.
    """
    try:
        if type(value) is int:
            moment = datetime.fromtimestamp(value, UTC)
            return Span(moment, moment)
        match = _ISO.fullmatch(value) if isinstance(value, str) else None
        if match is not None:
            return _span(match)
    except (ValueError, OverflowError, OSError) as error:
        raise Unknown("time-unreadable", text=str(value)[:80]) from error
    raise Unknown("time-unreadable", text=str(value)[:80])


def is_stamp(value: Any) -> bool:
    """Whether a value is a date with time and zone, as Open Badges 2.0 asks."""
    match = _ISO.fullmatch(value) if isinstance(value, str) else None
    if match is None or match["zone"] in (None, "UTC") or len(match["hour"]) == 1:
        return False
    try:
        _span(match)
    except (ValueError, OverflowError):
        return False
    return True


def same(one: Any, other: Any) -> bool:
    """Whether two dates as written are the same moment."""
    try:
        return span(one) == span(other)
    except Unknown:
        return False


def _span(match: re.Match[str]) -> Span:
    day = datetime.fromisoformat(match["day"]).replace(tzinfo=UTC)
    if match["hour"] is None:
        return Span(day - _AHEAD, day + timedelta(days=1) + _BEHIND)
    moment = day.replace(
        hour=int(match["hour"]),
        minute=int(match["minute"]),
        second=int(match["second"] or 0),
        microsecond=int((match["part"] or "").ljust(6, "0")[:6]),
    )
    if match["zone"] is None:
        return Span(moment - _AHEAD, moment + _BEHIND)
    if match["offset"] is not None:
        minutes = int(match["offset"]) * 60
        minutes += int(match["more"]) * (-1 if match["offset"][0] == "-" else 1)
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(UTC)
    return Span(moment, moment)
