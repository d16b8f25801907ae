"""What persons and organisations may do, on plain values."""

from datetime import UTC, date, datetime

import pytest

from mica.people import rules


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("River College", [], "river-college"),
        ("École d'Été – Liège", [], "ecole-d-ete-liege"),
        ("River College", ["river-college"], "river-college-2"),
        ("River College", ["river-college", "river-college-2"], "river-college-3"),
        ("学校", [], "organisation"),
        ("Register", [], "register-2"),
        ("../../etc/passwd", [], "etc-passwd"),
        ("a" * 90, [], "a" * 50),
    ],
)
def test_a_slug_is_plain_and_free(name: str, taken: list[str], slug: str) -> None:
    assert rules.slug_of(name, taken) == slug


@pytest.mark.parametrize(
    ("held", "wanted", "does"),
    [
        ("owner", "officer", True),
        ("officer", "officer", True),
        ("officer", "owner", False),
        ("reader", "officer", False),
    ],
)
def test_each_role_does_what_those_before_it_do(held: str, wanted: str, *, does: bool) -> None:
    assert rules.has_role(held, wanted) is does


def test_a_code_is_read_as_it_was_meant() -> None:
    assert rules.read_code(" o1l-i 2ab–c ") == "01112ABC"
    assert rules.grouped("01112ABC") == "0111-2ABC"


def test_codes_never_have_letters_that_are_misread() -> None:
    letters = {letter for number in range(32) for letter in rules.code_of(number, 1)}

    assert len(letters) == 32
    assert letters & set("ILOU") == set()


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 6, 1), date(2026, 5, 31), 15),
        (date(2010, 6, 1), date(2026, 6, 1), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_in_full_years(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


@pytest.mark.parametrize(
    ("born", "age", "needed"),
    [
        (date(2011, 6, 2), 15, True),
        (date(2011, 6, 1), 15, False),
        (None, 15, False),
        (date(2020, 1, 1), 0, False),
    ],
)
def test_a_guardian_consents_for_the_young(born: date | None, age: int, *, needed: bool) -> None:
    assert rules.needs_guardian(born, date(2026, 6, 1), age) is needed


def test_what_is_given_until_a_moment_ends_at_that_moment() -> None:
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)

    assert rules.holds(noon, until=None, ended=None)
    assert not rules.holds(noon, until=noon, ended=None)
    assert not rules.holds(noon, until=None, ended=noon)
