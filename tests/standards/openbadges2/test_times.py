"""Dates of older badges: what they leave open stays open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.standards.openbadges2 import times
from mica.standards.openbadges2.errors import Unknown
from mica.standards.openbadges2.times import Span
from mica.vc.report import Outcome
from tests.standards.openbadges2.cast import HOSTED, HOSTED_ID, exceptions, report


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-12-31T23:59:59Z", utc(2016, 12, 31, 23, 59, 59)),
        ("2016-12-31T23:59:59+00:00", utc(2016, 12, 31, 23, 59, 59)),
        ("2016-12-31T23:59:59.123456+00:00", utc(2016, 12, 31, 23, 59, 59, 123456)),
        ("2017-01-01T01:29:59+0130", utc(2016, 12, 31, 23, 59, 59)),
        ("2016-12-31T18:29:59-05:30", utc(2016, 12, 31, 23, 59, 59)),
        ("2017-10-01T00:00Z", utc(2017, 10, 1)),
        ("2018-10-29T10:21:43.087UTC", utc(2018, 10, 29, 10, 21, 43, 87000)),
        ("2018-10-19T6:30:00Z", utc(2018, 10, 19, 6, 30)),
        (1370044800, utc(2013, 6, 1)),
    ],
)
def test_exact_dates_are_moments(text: str | int, expected: datetime) -> None:
    assert times.span(text) == Span(expected, expected)


def test_date_without_time_spans_the_day_wherever_it_is() -> None:
    assert times.span("2013-06-01") == Span(utc(2013, 5, 31, 10), utc(2013, 6, 2, 12))
    assert times.span("2013-06-01").as_written == utc(2013, 6, 1)


def test_time_without_zone_spans_the_zones() -> None:
    assert times.span("2013-06-01T12:00:00") == Span(utc(2013, 5, 31, 22), utc(2013, 6, 2))
    assert times.span("2013-06-01 12:00").as_written == utc(2013, 6, 1, 12)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2013-02-30", "2013-06-01T25:00:00Z", "0001-01-01", "9999-12-31"),
        *("2013-06-01T12:00:00+25:00", "2013-06-01T12:00:00Zx", "2013-06-01T12:00:00z"),
        *(10**30, True, None, 1.5, ["2013-06-01"]),
    ],
)
def test_date_that_cannot_be_read_is_unknown(text: object) -> None:
    with pytest.raises(Unknown):
        times.span(text)
    assert not times.is_stamp(text)


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - zones are added
    st.integers(-14 * 60, 14 * 60),
)
def test_written_moment_is_read_back(moment: datetime, minutes: int) -> None:
    zone = timedelta(minutes=minutes)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{moment.isoformat()}{sign}{hours:02}:{rest:02}"
    expected = (moment - zone).replace(tzinfo=UTC)
    assert times.span(text) == Span(expected, expected)
    assert times.is_stamp(text)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 1, 9), []),
        (utc(2026, 1, 10), [("4.2", Outcome.UNDECIDED, "expired-perhaps")]),
        (utc(2026, 1, 11), [("4.2", Outcome.UNDECIDED, "expired-perhaps")]),
        (utc(2026, 1, 12), [("4.2", Outcome.FAILED, "expired")]),
    ],
)
def test_inexact_expiry_is_undecided_only_around_its_day(now: datetime, expected: object) -> None:
    hosted = {**HOSTED, "expires": "2026-01-10"}
    found = exceptions(report(hosted, {HOSTED_ID: hosted}, now=now))[1]
    assert [check for check in found if check[0] != "2.1"] == expected


def test_inexact_issue_is_undecided_only_around_its_day() -> None:
    hosted = {**HOSTED, "issuedOn": "2026-01-15"}
    found = exceptions(report(hosted, {HOSTED_ID: hosted}))[1]
    assert ("4.1", Outcome.UNDECIDED, "issued-perhaps") in found


def test_unreadable_expiry_never_passes() -> None:
    hosted = {**HOSTED, "expires": "when the cows come home"}
    found = exceptions(report(hosted, {HOSTED_ID: hosted}))[1]
    assert ("4.2", Outcome.UNDECIDED, "time-unreadable") in found


def test_missing_issue_never_passes() -> None:
    hosted = {name: value for name, value in HOSTED.items() if name != "issuedOn"}
    found = exceptions(report(hosted, {HOSTED_ID: hosted}))[1]
    assert ("4.1", Outcome.UNDECIDED, "issued-unsaid") in found
