"""Lists of awards: searched, filtered, paged, and shown to members alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mica.core.ids import new_id
from mica.issuing import queries
from mica.issuing.actions import claiming, life
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.grants import Grant
from mica.issuing.rules.life import Standing
from mica.people.errors import NotAllowed
from tests.granting import BREAD, LENA, YEAR, awarded, published, refused
from tests.town import Town, member

DAY = timedelta(days=1)
NAMES = ("Lena Learner", "Lénaïc O'Brien", "हिन्दी नाम", "Jean-Luc Lenz", "100% Ann_a")

SEARCHES = {
    "": {0, 1, 2, 3, 4},
    "lena": {0},
    "le": {0, 3},
    "learner lena": {0},
    "LÉN": {1},
    "o'b": {1},
    "हिन्दी": {2},
    "luc": {3},
    "jean-luc": {3},
    "P1@Example.ORG": {1},
    "S-4": {4},
    "S-": set[int](),
    "100%": {4},
    "%": set[int](),
    "'": set[int](),
    "\\": set[int](),
    "a & b | !c :* <-> (": set[int](),
    "x\0y": set[int](),
    "nobody": set[int](),
}
"""What is searched, and whom it finds."""


@pytest.fixture
def many(town: Town, now: datetime) -> list[Award]:
    """One award for each of NAMES, with addresses p0@…, references S-0, …"""
    version = published(town, now, replace(BREAD, validity=YEAR), suspendable=True)
    return [
        awarded(
            town,
            version,
            now,
            Grant(name=name, address=f"p{number}@example.org", reference=f"S-{number}"),
        )
        for number, name in enumerate(NAMES)
    ]


def test_a_search_finds_words_of_names_and_whole_addresses(
    town: Town, many: list[Award], now: datetime
) -> None:
    numbers = {one.id: number for number, one in enumerate(many)}

    def found(search: str) -> set[int]:
        rows = queries.awards_for(town.officer, "river-college", now=now, search=search)
        return {numbers[one.id] for one in rows}

    assert {search: found(search) for search in SEARCHES} == SEARCHES


def test_each_award_is_found_under_what_it_is(town: Town, many: list[Award], now: datetime) -> None:
    by = town.officer.id
    life.revoke(many[0].id, "other", "", by=by, now=now)
    life.suspend(many[1].id, "other", "", by=by, now=now)
    claiming.claim(code_of(many[2].id, 0), person=town.learner.id, now=now)
    Award.objects.filter(id=many[3].id).update(valid_until=now + 30 * DAY)
    later = awarded(town, many[0].version, now, LENA, at=now + DAY)
    gone = awarded(town, many[0].version, now, replace(LENA, reference="x"), at=now + DAY)
    life.cancel(gone.id, by=by, now=now)

    def of(standing: str, at: datetime = now) -> set[object]:
        rows = queries.awards_for(town.officer, "river-college", now=at, standing=standing)
        return {one.id for one in rows}

    expected = {
        "revoked": {many[0].id},
        "suspended": {many[1].id},
        "claimed": {many[2].id},
        "issued": {many[3].id, many[4].id},
        "expiring": {many[3].id},
        "expired": set[object](),
        "scheduled": {later.id},
        "cancelled": {gone.id},
        "nonsense": set[object](),
    }
    assert {standing: of(standing) for standing in expected} == expected
    assert of("expired", now + 30 * DAY) == {many[3].id}
    rows = Award.objects.all()
    assert {one.id: queries.standing(one, now).value for one in rows} == {
        id_: standing for standing in Standing for id_ in of(standing)
    }


def test_pages_follow_one_another_without_gap_or_double(
    town: Town, many: list[Award], now: datetime
) -> None:
    seen: list[object] = []
    before = None
    while rows := list(
        queries.awards_for(town.officer, "river-college", now=now, before=before)[:2]
    ):
        seen += [one.id for one in rows]
        before = rows[-1].id

    assert seen == sorted((one.id for one in many), reverse=True)


def test_awards_of_one_achievement_are_found(town: Town, many: list[Award], now: datetime) -> None:
    other = awarded(town, published(town, now), now)
    rows = queries.awards_for(
        town.officer, "river-college", now=now, achievement=other.achievement_id
    )

    assert list(rows) == [other]


def test_a_reader_sees_them_and_an_outsider_nothing(
    town: Town, many: list[Award], now: datetime
) -> None:
    reader = member(town.provider, "Reader Rita", "reader")

    assert queries.awards_for(reader, "river-college", now=now).count() == 5
    assert queries.award_for(reader, "river-college", many[0].id) == many[0]
    for who in (town.outsider, town.learner, town.operator, town.recruiter):
        with pytest.raises(NotAllowed):
            queries.awards_for(who, "river-college", now=now)
        with pytest.raises(NotAllowed):
            queries.award_for(who, "river-college", many[0].id)


def test_an_award_is_not_found_through_another_organisation(
    town: Town, many: list[Award], now: datetime
) -> None:
    assert list(queries.awards_for(town.outsider, "rival-school", now=now)) == []
    for asked in (many[0].id, new_id()):
        with refused("no-such-award"):
            queries.award_for(town.outsider, "rival-school", asked)


def test_a_document_is_for_whoever_claimed_it(town: Town, many: list[Award], now: datetime) -> None:
    award = many[0]
    first = claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    life.correct(award.id, LENA, by=town.officer.id, now=now + DAY)

    newest = queries.newest_document(award.id, town.learner)
    assert (newest == first, newest == queries.credentials_of(award)[0].document) == (False, True)
    assert queries.newest_document(award.id, town.outsider) is None
    assert queries.newest_document(new_id(), town.learner) is None


def test_an_offer_shows_no_more_than_the_mail(town: Town, many: list[Award], now: datetime) -> None:
    found = queries.offer(code_of(many[0].id, 0).lower(), now)

    assert (found.achievement, found.issuer, found.name, found.standing, found.claimed_by) == (
        "Bread baking",
        "River College",
        "Lena Learner",
        "issued",
        None,
    )
    with refused("no-such-code"):
        queries.offer("0000-0000-0000-0000", now)
