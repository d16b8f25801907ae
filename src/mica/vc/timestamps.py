"""Moments in documents: xsd:dateTimeStamp, read strictly and written in one way.

Sources: VC Data Model 2.0 §4.9 (validity period) and its date-time conversion; XML Schema 1.1 part
2 §3.4.28.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from mica.vc.errors import Refused


def parse_timestamp(text: str) -> datetime:
    """The moment that an xsd:dateTimeStamp names, in UTC.

    To the microsecond: finer digits are cut off. Midnight may be written 24:00:00, and then belongs
    to the next day. Letters are upper case, and an offset is a must: without one, a moment is a
    different one in every time zone.

    >>> parse_timestamp("2026-01-15T24:00:00+01:00").isoformat()
    '2026-01-15T23:00:00+00:00'

    Raises:
        Refused: `timestamp-malformed`, `timestamp-without-offset`, `timestamp-leap-second`,
            `timestamp-no-such-day`, or `timestamp-out-of-range` for years that cannot be reckoned
            with here (before 1 and after 9999).
    """
    match = _STAMP.fullmatch(text)
    if match is None:
        raise Refused(_why(text), text=text[:MAX_SHOWN])
    midnight, year = match.group("midnight", "year")
    if len(year) != len("2026") or year == "0000":
        raise Refused("timestamp-out-of-range", text=text[:MAX_SHOWN])
    if midnight:
        text = text.replace("T24:", "T00:", 1)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("timestamp-no-such-day", text=text[:MAX_SHOWN]) from None
    try:
        return (moment + timedelta(days=1) if midnight else moment).astimezone(UTC)
    except OverflowError:
        raise Refused("timestamp-out-of-range", text=text[:MAX_SHOWN]) from None


def format_timestamp(moment: datetime) -> str:
    """The xsd:dateTimeStamp of an aware moment: UTC with `Z`, a fraction only where there is one.

    >>> format_timestamp(datetime(2026, 1, 15, 9, tzinfo=UTC))
    '2026-01-15T09:00:00Z'

    Raises:
        Refused: `timestamp-without-offset` for a naive moment.
    """
    if moment.tzinfo is None:
        raise Refused("timestamp-without-offset", text=moment.isoformat())
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _why(text: str) -> str:
    if _STAMP.fullmatch(text + "Z"):
        return "timestamp-without-offset"
    return "timestamp-leap-second" if _LEAP_SECOND.fullmatch(text) else "timestamp-malformed"


MAX_SHOWN: Final = 80
"""How much of a stranger's text is repeated in a finding, in characters."""
_DAY: Final = (
    r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
)
_OFFSET: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_STAMP: Final = re.compile(
    rf"{_DAY}T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    rf"|(?P<midnight>24:00:00)(?:\.0+)?){_OFFSET}"
)
_LEAP_SECOND: Final = re.compile(rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:60(?:\.[0-9]+)?{_OFFSET}?")
