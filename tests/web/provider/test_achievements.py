"""Achievements on pages: written as drafts, faults beside fields, published, withdrawn; public."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mica.catalogue import actions
from mica.catalogue.models import Achievement, Picture, Version
from mica.catalogue.rules import Credit, Lasts, Level, read
from mica.core.ids import new_id
from mica.people.models import Organisation, Person
from tests.catalogue.test_pictures import JPEG, PLACE, segment
from tests.granting import BREAD, published
from tests.town import Town, member

Browse = Callable[[Person], Client]
PAGE = "/organisations/river-college/achievements/"
WRITTEN = {
    "name": "Bread baking",
    "description": "Baking bread.",
    "criteria": "Bake three loaves.",
    "outcomes": "Bakes a loaf\n\nKeeps a starter alive\n",
    "kind": "MicroCredential",
    "language": "en",
    "level_framework": "EQF",
    "level_key": "3",
    "credit_amount": "2.5",
    "credit_unit": "ECTS",
    "lasts": "period",
    "months": "12",
}


def said(response: Any) -> str:
    text: str = unescape(response.content.decode())
    return text


def written(client: Client, address: str, button: str = "keep", **more: Any) -> Any:
    return client.post(address, {**WRITTEN, button: "", **more}, follow=True)


def test_an_empty_list_says_what_to_do_first(town: Town, browse: Browse) -> None:
    page = said(browse(town.officer).get(PAGE))

    assert ("What can be earned with you?" in page, f"{PAGE}new/" in page) == (True, True)
    assert f"{PAGE}new/" not in said(browse(member(town.provider, "Rita", "reader")).get(PAGE))


def test_what_is_written_is_kept_as_it_was_meant(town: Town, browse: Browse) -> None:
    response = written(browse(town.officer), f"{PAGE}new/", code="B-1", suspendable="on")
    version = Version.objects.get()
    description = read(version.content)

    assert response.redirect_chain[-1][0] == f"{PAGE}{version.achievement_id}/"
    assert (version.state, version.achievement.code, version.achievement.suspendable) == (
        "draft",
        "B-1",
        True,
    )
    assert (description.outcomes, description.level, description.credit) == (
        ("Bakes a loaf", "Keeps a starter alive"),
        Level("EQF", "3"),
        Credit("ECTS", "2.5"),
    )
    assert (description.validity.lasts, description.validity.months) == (Lasts.PERIOD, 12)


def test_an_incomplete_draft_is_kept_and_its_faults_stand_beside_the_fields(
    town: Town, browse: Browse
) -> None:
    response = written(
        browse(town.officer),
        f"{PAGE}new/",
        "publish",
        criteria="",
        level_key="",
        lasts="until",
        credit_amount="five",
    )
    page = said(response)
    achievement = Achievement.objects.get()

    assert response.redirect_chain[-1][0] == f"{PAGE}{achievement.id}/write/?faults"
    assert "The draft is kept. Before it can be published:" in page
    for field in ("criteria", "level_framework", "credit_amount", "until"):
        assert f'id="id_{field}_error"' in page
    assert 'id="id_name_error"' not in page
    assert Version.objects.get().state == "draft"


def test_a_day_until_which_it_holds_holds_through_it(town: Town, browse: Browse) -> None:
    written(browse(town.officer), f"{PAGE}new/", lasts="until", until="2028-02-29")

    validity = read(Version.objects.get().content).validity
    assert validity.until == datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)


def test_a_code_that_is_taken_is_told_beside_its_field(town: Town, browse: Browse) -> None:
    client = browse(town.officer)
    written(client, f"{PAGE}new/", code="B-1")
    page = said(written(client, f"{PAGE}new/", code="B-1"))

    assert 'id="id_code_error"' in page
    assert Achievement.objects.count() == 1


def test_a_draft_is_looked_at_and_then_published(town: Town, browse: Browse) -> None:
    client = browse(town.officer)
    response = written(client, f"{PAGE}new/", "publish")
    version = Version.objects.get()
    address = f"{PAGE}{version.achievement_id}/publish/"

    assert response.redirect_chain[-1][0] == address
    version.refresh_from_db()
    assert version.state == "draft"

    client.post(address)
    version.refresh_from_db()
    assert version.state == "published"
    assert client.get(address).status_code == 302


def test_a_new_version_shows_what_is_different(town: Town, now: datetime, browse: Browse) -> None:
    client, first = browse(town.officer), published(town, now)
    address = f"{PAGE}{first.achievement_id}/"
    client.post(f"{address}version/")
    written(client, f"{address}write/", name="Bread and rolls", lasts="ever", months="")
    page = said(client.get(f"{address}publish/"))

    assert "What is different from version 1" in page
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert ("Bread baking</td>" in table, "Bread and rolls</td>" in table) == (True, True)
    assert "How long an award holds" not in table


def test_a_published_version_is_not_written_on(town: Town, now: datetime, browse: Browse) -> None:
    address = f"{PAGE}{published(town, now).achievement_id}/write/"

    for response in (browse(town.officer).get(address), written(browse(town.officer), address)):
        assert response.status_code == 409
        assert "A published version never changes. Start a new version." in said(response)


def test_what_is_withdrawn_stays_readable(town: Town, now: datetime, browse: Browse) -> None:
    version = published(town, now)
    address = f"{PAGE}{version.achievement_id}/withdraw/"

    assert browse(town.officer).get(address).status_code == 200
    browse(town.officer).post(address)

    version.refresh_from_db()
    assert version.state == "withdrawn"
    assert "No longer awarded" in said(Client().get(f"/achievements/{version.achievement_id}"))
    assert browse(town.officer).get(address).status_code == 409


# -- pictures ---------------------------------------------------------------------------------
def test_a_picture_is_shown_without_what_it_tells_of_its_owner(town: Town, browse: Browse) -> None:
    loaded = JPEG[:2] + segment(0xE1, PLACE) + JPEG[2:]
    client = browse(town.officer)
    written(client, f"{PAGE}new/", picture=SimpleUploadedFile("loaf.jpg", loaded))
    picture = Picture.objects.get()
    response = Client().get(f"/pictures/{picture.id}")

    assert read(Version.objects.get().content).picture == str(picture.id)
    assert (response.content, response["Content-Type"]) == (JPEG, "image/jpeg")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get(f"/pictures/{new_id()}").status_code == 404

    write = f"{PAGE}{Achievement.objects.get().id}/write/"
    written(client, write)
    assert read(Version.objects.get().content).picture == str(picture.id)
    written(client, write, no_picture="on")
    assert read(Version.objects.get().content).picture == ""


@pytest.mark.parametrize(
    "data", [b"<svg onload='alert(1)'/>", b"GIF89a", JPEG + bytes(500_000), b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_told_beside_the_field(
    town: Town, browse: Browse, data: bytes
) -> None:
    page = said(
        written(browse(town.officer), f"{PAGE}new/", picture=SimpleUploadedFile("a.png", data))
    )

    assert 'id="id_picture_error"' in page
    assert (Achievement.objects.count(), Picture.objects.count()) == (0, 0)


# -- for everybody ----------------------------------------------------------------------------
def test_everybody_reads_what_is_published_and_never_a_draft(
    town: Town, now: datetime, browse: Browse
) -> None:
    first = published(town, now)
    draft = actions.start_version(first.achievement_id, by=town.officer.id, now=now)
    address = f"/achievements/{first.achievement_id}"
    page = said(Client().get(address))

    assert all(text in page for text in ("Bread baking", *BREAD.outcomes, "EQF 3", "2.5 ECTS"))
    assert 'id="outcome-1"' in page
    assert [Client().get(one).status_code for one in (f"{address}/1", f"{address}/2")] == [200, 404]

    actions.publish(draft.id, by=town.officer.id, now=now)
    assert "There is a newer version" in said(Client().get(f"{address}/1"))
    assert "There is a newer version" not in said(Client().get(address))
    assert Client().get(f"/achievements/{new_id()}").status_code == 404


def test_an_organisations_public_page_lists_what_can_be_earned(town: Town, now: datetime) -> None:
    version = published(town, now)

    assert f"/achievements/{version.achievement_id}" in said(Client().get("/o/river-college"))


def test_markup_in_a_description_stays_text(town: Town, browse: Browse) -> None:
    evil = "<script>alert(1)</script>"
    client = browse(town.officer)
    written(client, f"{PAGE}new/", "publish", name=evil, description=evil, outcomes=evil)
    achievement = Achievement.objects.get()
    client.post(f"{PAGE}{achievement.id}/publish/")

    for address in (PAGE, f"{PAGE}{achievement.id}/", f"/achievements/{achievement.id}"):
        page = client.get(address).content.decode()
        assert (evil in page, "&lt;script&gt;" in page) == (False, True)


# -- who may ----------------------------------------------------------------------------------
def addresses(achievement: UUID) -> list[tuple[str, str]]:
    return [
        ("get", PAGE),
        ("get", f"{PAGE}{achievement}/"),
        ("get", f"{PAGE}new/"),
        ("post", f"{PAGE}new/"),
        ("get", f"{PAGE}{achievement}/write/"),
        ("post", f"{PAGE}{achievement}/write/"),
        ("get", f"{PAGE}{achievement}/publish/"),
        ("post", f"{PAGE}{achievement}/publish/"),
        ("post", f"{PAGE}{achievement}/version/"),
        ("get", f"{PAGE}{achievement}/withdraw/"),
        ("post", f"{PAGE}{achievement}/withdraw/"),
    ]


def statuses(client: Client, achievement: UUID) -> list[int]:
    return [
        getattr(client, method)(address, WRITTEN if method == "post" else None).status_code
        for method, address in addresses(achievement)
    ]


@pytest.mark.parametrize("role", ["outsider", "learner", "recruiter", "operator"])
def test_nobody_else_learns_what_an_organisation_writes(
    town: Town, now: datetime, browse: Browse, role: str
) -> None:
    version = published(town, now)

    assert statuses(browse(getattr(town, role)), version.achievement_id) == [404] * 11
    rival = f"/organisations/rival-school/achievements/{version.achievement_id}/"
    assert browse(town.outsider).get(rival).status_code == 404
    assert list(Version.objects.values_list("state", flat=True)) == ["published"]


def test_a_reader_looks_and_writes_nothing(town: Town, now: datetime, browse: Browse) -> None:
    version = published(town, now)
    client = browse(member(town.provider, "Rita", "reader"))
    found = statuses(client, version.achievement_id)

    assert (found[:2], set(found[2:])) == ([200, 200], {404})
    assert list(Version.objects.values_list("state", flat=True)) == ["published"]


def test_whoever_has_not_signed_in_is_asked_to(town: Town, now: datetime) -> None:
    assert statuses(Client(), published(town, now).achievement_id) == [302] * 11


def test_an_achievement_of_an_organisation_that_was_suspended_stays_readable(
    town: Town, now: datetime
) -> None:
    version = published(town, now)
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    assert Client().get(f"/achievements/{version.achievement_id}").status_code == 200
