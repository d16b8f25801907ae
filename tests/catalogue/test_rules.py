"""What makes a description whole, and how long an award lasts."""

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.catalogue.rules import (
    Credit,
    Description,
    Fault,
    Lasts,
    Level,
    Validity,
    as_json,
    changes,
    end_of,
    faults,
    last_moment,
    read,
)
from mica.catalogue.sentences import SENTENCES
from mica.standards.vocabulary import AchievementType
from tests.granting import BREAD

STARTS = st.integers(-631_152_000, 5_711_990_400).map(lambda at: datetime.fromtimestamp(at, UTC))
"""From 1950 to 2150, to the second."""
MONTHS = st.integers(1, 600)


def test_a_whole_description_has_no_fault() -> None:
    assert faults(BREAD) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": " \n"}, Fault("name", "missing")),
        ({"name": "x" * 201}, Fault("name", "too-long")),
        ({"description": ""}, Fault("description", "missing")),
        ({"description": "x" * 10_001}, Fault("description", "too-long")),
        ({"criteria": ""}, Fault("criteria", "missing")),
        ({"outcomes": ()}, Fault("outcomes", "missing")),
        ({"outcomes": (" ",)}, Fault("outcomes", "missing")),
        ({"outcomes": ("x",) * 51}, Fault("outcomes", "too-many-outcomes")),
        ({"outcomes": ("x" * 1001,)}, Fault("outcomes", "too-long")),
        ({"language": "english"}, Fault("language", "language-unknown")),
        ({"level": Level("EQF", " ")}, Fault("level", "level-incomplete")),
        ({"level": Level("", "4+")}, Fault("level", "level-incomplete")),
        ({"credit": Credit("", "5")}, Fault("credit", "credit-without-unit")),
        ({"credit": Credit("ECTS", "five")}, Fault("credit", "credit-not-a-number")),
        ({"credit": Credit("ECTS", "2.555")}, Fault("credit", "credit-not-a-number")),
        ({"credit": Credit("ECTS", "\u0665")}, Fault("credit", "credit-not-a-number")),
        ({"validity": Validity(Lasts.UNTIL)}, Fault("validity", "end-missing")),
        ({"validity": Validity(Lasts.PERIOD)}, Fault("validity", "period-missing")),
        ({"validity": Validity(Lasts.PERIOD, months=601)}, Fault("validity", "period-missing")),
        ({"validity": Validity(Lasts.PERIOD, months=0)}, Fault("validity", "period-missing")),
    ],
)
def test_what_is_missing_is_told_beside_its_field(change: dict[str, object], fault: Fault) -> None:
    found = faults(replace(BREAD, **change))  # type: ignore[arg-type]

    assert found == [fault]
    assert fault.code in SENTENCES


def test_an_empty_draft_says_all_that_is_missing_in_the_order_of_the_form() -> None:
    assert [one.field for one in faults(Description())] == [
        "name",
        "description",
        "criteria",
        "outcomes",
    ]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29T10:00", 12, "2025-02-28T10:00"),
        ("2024-02-29T10:00", 48, "2028-02-29T10:00"),
        ("2025-01-31T00:00", 1, "2025-02-28T00:00"),
        ("2024-01-31T00:00", 1, "2024-02-29T00:00"),
        ("2024-08-31T23:59:59", 1, "2024-09-30T23:59:59"),
        ("2024-12-31T00:00", 2, "2025-02-28T00:00"),
        ("2024-12-01T00:00", 1, "2025-01-01T00:00"),
        ("2099-03-01T00:00", 12, "2100-03-01T00:00"),
        ("2096-02-29T00:00", 48, "2100-02-28T00:00"),
    ],
)
def test_a_period_ends_at_the_end_of_months_that_are_shorter(
    start: str, months: int, end: str
) -> None:
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(end).replace(tzinfo=UTC)

    assert end_of(Validity(Lasts.PERIOD, months=months), moment) == expected


@given(STARTS, MONTHS)
def test_a_period_keeps_the_hour_and_the_day_or_the_last_there_is(
    start: datetime, months: int
) -> None:
    end = end_of(Validity(Lasts.PERIOD, months=months), start)

    assert end is not None
    assert end.timetz() == start.timetz()
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == min(start.day, calendar.monthrange(end.year, end.month)[1])


@given(STARTS, st.timedeltas(timedelta(0), timedelta(days=800)), MONTHS)
def test_who_begins_later_never_ends_on_an_earlier_day(
    start: datetime, later: timedelta, months: int
) -> None:
    period = Validity(Lasts.PERIOD, months=months)
    first, second = end_of(period, start), end_of(period, start + later)

    assert first is not None
    assert second is not None
    assert start < first
    # By the day: from 30 and 31 August half a year ends on one day, each at its own hour.
    assert first.date() <= second.date()


def test_an_award_lasts_for_ever_or_until_the_moment_that_was_said(now: datetime) -> None:
    until = now + timedelta(days=3)

    assert end_of(Validity(), now) is None
    assert end_of(Validity(Lasts.UNTIL, until), now) == until


def test_what_holds_until_a_day_holds_through_it_where_people_live() -> None:
    zone = timezone(timedelta(hours=2))

    assert last_moment(date(2024, 2, 29), zone) == datetime(2024, 2, 29, 21, 59, 59, tzinfo=UTC)


TEXTS = st.text(
    st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f"), max_size=20
).map(str.strip)
FULL = TEXTS.filter(bool)


@given(
    st.builds(
        Description,
        name=TEXTS,
        description=TEXTS,
        criteria=TEXTS,
        outcomes=st.lists(FULL, max_size=3).map(tuple),
        kind=st.sampled_from(AchievementType),
        language=st.sampled_from(["en", "fr", "pt-BR"]),
        level=st.none() | st.builds(Level, TEXTS, TEXTS),
        credit=st.none() | st.builds(Credit, TEXTS, TEXTS),
        validity=st.builds(
            Validity, st.sampled_from(Lasts), st.none() | STARTS, st.none() | MONTHS
        ),
        picture=st.sampled_from(["", "0190b0a0-0000-7000-8000-000000000000"]),
    )
)
def test_what_is_kept_is_read_as_it_was(description: Description) -> None:
    assert read(as_json(description)) == description


def test_characters_that_nothing_can_show_are_not_kept() -> None:
    spoilt = replace(BREAD, name="Bread\x00 \ud800baking\x1b ", outcomes=("\x00", " Bakes "))

    assert as_json(spoilt)["name"] == "Bread baking"
    assert as_json(spoilt)["outcomes"] == ["Bakes"]


def test_an_older_or_emptier_form_is_read() -> None:
    assert read({}) == Description()


def test_what_changed_is_told_by_field() -> None:
    newer = replace(BREAD, name="Bread", credit=None)

    assert (changes(BREAD, newer), changes(BREAD, BREAD)) == (["name", "credit"], [])
