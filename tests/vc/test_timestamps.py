from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc.errors import Refused
from mica.vc.timestamps import format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-15T09:00:00Z", datetime(2026, 1, 15, 9, tzinfo=UTC)),
        ("2026-01-15T09:00:00+14:00", datetime(2026, 1, 14, 19, tzinfo=UTC)),
        ("2026-01-15T09:00:00-00:00", datetime(2026, 1, 15, 9, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
        ("2026-12-31T24:00:00.000+01:00", datetime(2026, 12, 31, 23, tzinfo=UTC)),
        ("2024-02-29T00:00:00.5Z", datetime(2024, 2, 29, 0, 0, 0, 500000, tzinfo=UTC)),
        ("2026-01-15T09:00:00.1234569Z", datetime(2026, 1, 15, 9, 0, 0, 123456, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text, moment):
    read = parse_timestamp(text)
    assert (read, read.utcoffset()) == (moment, timedelta(0))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "timestamp-malformed"),
        ("2026-01-15", "timestamp-malformed"),
        ("2026-01-15 09:00:00Z", "timestamp-malformed"),
        ("2026-01-15t09:00:00z", "timestamp-malformed"),
        ("2026-1-15T09:00:00Z", "timestamp-malformed"),
        ("2026-01-15T09:00Z", "timestamp-malformed"),
        ("2026-01-15T09:00:00.Z", "timestamp-malformed"),
        ("2026-01-15T09:00:00Z\n", "timestamp-malformed"),
        (" 2026-01-15T09:00:00Z", "timestamp-malformed"),
        ("2026-01-15T24:00:01Z", "timestamp-malformed"),
        ("2026-01-15T24:00:00.1Z", "timestamp-malformed"),
        ("2026-01-15T25:00:00Z", "timestamp-malformed"),
        ("2026-13-15T09:00:00Z", "timestamp-malformed"),
        ("2026-01-15T09:00:00+14:01", "timestamp-malformed"),
        ("2026-01-15T09:00:00+0100", "timestamp-malformed"),
        ("2026-W03-4T09:00:00Z", "timestamp-malformed"),
        ("02026-01-15T09:00:00Z", "timestamp-malformed"),
        ("٢٠٢٦-01-15T09:00:00Z", "timestamp-malformed"),
        ("2026-01-15T09:00:00", "timestamp-without-offset"),
        ("2016-12-31T23:59:60Z", "timestamp-leap-second"),
        ("2026-02-29T09:00:00Z", "timestamp-no-such-day"),
        ("2026-04-31T24:00:00Z", "timestamp-no-such-day"),
        ("10000-01-01T00:00:00Z", "timestamp-out-of-range"),
        ("-0044-03-15T12:00:00Z", "timestamp-out-of-range"),
        ("0000-01-01T00:00:00Z", "timestamp-out-of-range"),
        ("0001-01-01T00:00:00+01:00", "timestamp-out-of-range"),
        ("9999-12-31T24:00:00Z", "timestamp-out-of-range"),
        ("9999-12-31T23:59:59-00:01", "timestamp-out-of-range"),
    ],
)
def test_what_is_no_timestamp_is_refused_with_its_reason(text, code):
    with pytest.raises(Refused) as refusal:
        parse_timestamp(text)
    assert refusal.value.code == code
    assert str(refusal.value) != code


def test_a_hostile_text_is_not_repeated_at_length():
    with pytest.raises(Refused) as refusal:
        parse_timestamp("2" * 1_000_000)
    assert len(str(refusal.value)) < 200


@given(
    st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
    )
)
def test_what_is_written_reads_as_the_same_moment(moment):
    assert parse_timestamp(format_timestamp(moment)) == moment
    assert parse_timestamp(moment.isoformat()) == moment


def test_a_naive_moment_is_not_written():
    with pytest.raises(Refused) as refusal:
        format_timestamp(datetime(2026, 1, 15))  # noqa: DTZ001 - the point of the test
    assert refusal.value.code == "timestamp-without-offset"
