"""Versions: drafts are kept as they are, published ones are frozen, and strangers get nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from mica.catalogue import actions
from mica.catalogue.models import Achievement, Picture, Version
from mica.catalogue.rules import Description, Fault, as_json
from mica.core.errors import Missing
from mica.core.ids import new_id
from mica.core.models import AuditEntry
from tests.catalogue.test_pictures import JPEG, PLACE, segment
from tests.granting import BREAD, published, refused
from tests.town import Town, member


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))


def states(achievement: UUID) -> list[tuple[int, str]]:
    rows = Version.objects.filter(achievement_id=achievement).order_by("number")
    return list(rows.values_list("number", "state"))


def test_a_draft_may_be_incomplete_and_is_kept(town: Town, now: datetime) -> None:
    by = town.officer.id
    draft = actions.create_achievement(town.provider.id, Description(name="Bre"), by=by, now=now)
    actions.save_draft(draft.id, replace(BREAD, criteria=""), by=by, now=now)

    kept = Version.objects.get()
    assert (kept.state, kept.name, kept.content) == (
        "draft",
        "Bread baking",
        as_json(replace(BREAD, criteria="")),
    )
    assert verbs() == ["catalogue.create", "catalogue.save"]


def test_an_incomplete_draft_is_not_published(town: Town, now: datetime) -> None:
    by = town.officer.id
    draft = actions.create_achievement(
        town.provider.id, replace(BREAD, criteria=""), by=by, now=now
    )

    with refused("not-publishable") as caught:
        actions.publish(draft.id, by=by, now=now)

    assert caught.value.data["faults"] == [Fault("criteria", "missing")]
    assert states(draft.achievement_id) == [(1, "draft")]


def test_a_new_version_takes_the_place_of_the_old_one(town: Town, now: datetime) -> None:
    by, later = town.officer.id, now + timedelta(days=1)
    first = published(town, now)
    draft = actions.start_version(first.achievement_id, by=by, now=later)
    same = actions.start_version(first.achievement_id, by=by, now=later)

    assert (draft.id, draft.number, draft.content) == (same.id, 2, first.content)

    actions.publish(draft.id, by=by, now=later)

    first.refresh_from_db()
    assert states(first.achievement_id) == [(1, "superseded"), (2, "published")]
    assert (first.ended, first.content) == (later, as_json(BREAD))


def test_a_withdrawn_version_is_no_longer_in_use(town: Town, now: datetime) -> None:
    by, version = town.officer.id, published(town, now)

    actions.withdraw(version.id, by=by, now=now)

    assert states(version.achievement_id) == [(1, "withdrawn")]
    with refused("nothing-published"):
        actions.withdraw(version.id, by=by, now=now)
    draft = actions.start_version(version.achievement_id, by=by, now=now)
    actions.publish(draft.id, by=by, now=now)
    assert states(version.achievement_id) == [(1, "withdrawn"), (2, "published")]


def test_a_published_version_is_not_saved_or_published_again(town: Town, now: datetime) -> None:
    by, version = town.officer.id, published(town, now)

    with refused("version-frozen"):
        actions.save_draft(version.id, BREAD, by=by, now=now)
    with refused("version-frozen"):
        actions.publish(version.id, by=by, now=now)


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"name": "Cake"},
        {"number": 7},
        {"published": None},
        {"state": "draft"},
    ],
    ids=["content", "name", "number", "date", "back to a draft"],
)
def test_the_database_itself_refuses_to_change_a_published_version(
    town: Town, now: datetime, change: dict[str, Any]
) -> None:
    version = published(town, now)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Version.objects.filter(id=version.id).update(**change)
    with pytest.raises(DatabaseError, match="never goes"), transaction.atomic():
        Version.objects.filter(id=version.id).delete()


def test_a_code_names_one_achievement_of_an_organisation(town: Town, now: datetime) -> None:
    by = town.officer.id
    actions.create_achievement(town.provider.id, BREAD, by=by, now=now, code="B-1 ")

    with refused("code-taken"):
        actions.create_achievement(town.provider.id, BREAD, by=by, now=now, code="B-1")

    actions.create_achievement(town.provider.id, BREAD, by=by, now=now)
    actions.create_achievement(town.provider.id, BREAD, by=by, now=now)
    actions.create_achievement(town.rival.id, BREAD, by=town.outsider.id, now=now, code="B-1")
    assert Achievement.objects.count() == 4


def test_a_picture_is_kept_without_what_it_tells_of_its_owner(town: Town, now: datetime) -> None:
    loaded = JPEG[:2] + segment(0xE1, PLACE) + JPEG[2:]

    actions.add_picture(town.provider.id, loaded, by=town.officer.id, now=now)

    kept = Picture.objects.get()
    assert (kept.media_type, bytes(kept.data)) == ("image/jpeg", JPEG)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<svg/>", "not-a-picture"), (JPEG + bytes(500_000), "picture-too-large")],
)
def test_what_is_no_picture_is_not_kept(town: Town, now: datetime, data: bytes, code: str) -> None:
    with refused(code):
        actions.add_picture(town.provider.id, data, by=town.officer.id, now=now)

    assert Picture.objects.count() == 0


@pytest.mark.parametrize("asked", ["somebody else's", "../../status/1", "no such"])
def test_a_description_shows_a_picture_of_its_own_organisation(
    town: Town, now: datetime, asked: str
) -> None:
    other = actions.add_picture(town.rival.id, JPEG, by=town.outsider.id, now=now)
    known = {"somebody else's": str(other.id), "no such": str(new_id())}

    with refused("no-such-picture"):
        actions.create_achievement(
            town.provider.id,
            replace(BREAD, picture=known.get(asked, asked)),
            by=town.officer.id,
            now=now,
        )


def act_on(act: str, town: Town, version: Version, by: UUID, now: datetime) -> object:
    match act:
        case "create":
            return actions.create_achievement(town.provider.id, BREAD, by=by, now=now)
        case "picture":
            return actions.add_picture(town.provider.id, JPEG, by=by, now=now)
        case "save":
            return actions.save_draft(version.id, BREAD, by=by, now=now)
        case "start":
            return actions.start_version(version.achievement_id, by=by, now=now)
        case "publish":
            return actions.publish(version.id, by=by, now=now)
    return actions.withdraw(version.id, by=by, now=now)


@pytest.mark.parametrize("act", ["create", "picture", "save", "start", "publish", "withdraw"])
def test_a_reader_and_an_outsider_write_nothing(town: Town, now: datetime, act: str) -> None:
    reader = member(town.provider, "Reader Rita", "reader")
    draft = actions.create_achievement(town.provider.id, BREAD, by=town.officer.id, now=now)
    version = published(town, now) if act == "withdraw" else draft
    before = verbs()

    for who in (reader, town.outsider, town.learner):
        with pytest.raises(Missing):
            act_on(act, town, version, who.id, now)

    assert verbs() == before


@pytest.mark.parametrize("act", ["save", "publish", "withdraw", "start"])
def test_what_is_not_there_is_said_to_be_so(town: Town, now: datetime, act: str) -> None:
    nothing = Version(id=new_id(), achievement_id=new_id())

    with refused("no-such-achievement"):
        act_on(act, town, nothing, town.officer.id, now)


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_a_version_at_once_write_on_one(town: Town, now: datetime) -> None:
    first = published(town, now)

    def start(_: int) -> UUID:
        try:
            return actions.start_version(first.achievement_id, by=town.officer.id, now=now).id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(start, range(4)))

    assert len(made) == 1
    assert states(first.achievement_id) == [(1, "published"), (2, "draft")]
