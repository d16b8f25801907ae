"""Who sees which achievement."""

from datetime import datetime

import pytest

from mica.catalogue import actions, queries
from mica.catalogue.errors import NotFound
from mica.core.ids import new_id
from mica.people.errors import NotAllowed
from tests.catalogue.test_pictures import JPEG
from tests.granting import BREAD, published, refused
from tests.town import Town


def test_members_see_drafts_and_versions(town: Town, now: datetime) -> None:
    first = published(town, now)
    actions.start_version(first.achievement_id, by=town.officer.id, now=now)
    found = list(queries.achievements_for(town.owner, "river-college"))

    assert [one.id for one in found] == [first.achievement_id]
    assert [version.number for version in found[0].versions.all()] == [2, 1]
    assert queries.achievement_for(town.owner, "river-college", first.achievement_id) == found[0]


def test_an_outsider_sees_nothing_of_them(town: Town, now: datetime) -> None:
    first = published(town, now)

    with pytest.raises(NotAllowed):
        queries.achievements_for(town.outsider, "river-college")
    with pytest.raises(NotFound):
        queries.achievement_for(town.outsider, "rival-school", first.achievement_id)
    with pytest.raises(NotFound):
        queries.published_version(first.achievement_id, town.rival)


def test_anybody_sees_what_was_ever_published_and_no_draft(town: Town, now: datetime) -> None:
    by = town.officer.id
    first = published(town, now)
    second = actions.start_version(first.achievement_id, by=by, now=now)

    assert queries.public_version(first.achievement_id).number == 1
    with pytest.raises(NotFound):
        queries.public_version(first.achievement_id, 2)

    actions.publish(second.id, by=by, now=now)
    actions.withdraw(second.id, by=by, now=now)

    assert queries.public_version(first.achievement_id).number == 2
    assert queries.public_version(first.achievement_id, 1) == first
    assert list(queries.public_achievements(town.provider)) == []
    with refused("nothing-published"):
        queries.published_version(first.achievement_id, town.provider)


def test_the_public_list_has_what_is_awarded_now(town: Town, now: datetime) -> None:
    version = published(town, now)
    actions.create_achievement(town.provider.id, BREAD, by=town.officer.id, now=now)

    assert list(queries.public_achievements(town.provider)) == [version]
    assert queries.published_version(version.achievement_id, town.provider) == version


def test_a_picture_is_for_everybody(town: Town, now: datetime) -> None:
    made = actions.add_picture(town.provider.id, JPEG, by=town.officer.id, now=now)

    assert bytes(queries.picture(made.id).data) == JPEG
    with pytest.raises(NotFound):
        queries.picture(new_id())
