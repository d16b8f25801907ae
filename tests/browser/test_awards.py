"""The pages of achievements and awards in a real browser, in every state that they show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from mica.catalogue import actions as catalogue
from mica.core.models import Message
from mica.issuing.actions import claiming, life, renewing
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.grants import Evidence, Grant
from mica.people.models import Person
from tests.browser.looking import assert_kept, tab_to
from tests.catalogue.test_pictures import JPEG
from tests.granting import BREAD, LENA, YEAR, awarded, published
from tests.town import Town

HOME = "/organisations/river-college"
FULL = replace(
    LENA,
    result="87 of 100",
    note="With care.",
    reference="S-17",
    evidence=(Evidence("https://work.example/loaf", "A loaf", "Baked by hand"),),
)


def lived(town: Town) -> dict[str, Award]:
    """Awards of one achievement that has a second version in the making."""
    by, now = town.officer.id, datetime.now(UTC)
    picture = catalogue.add_picture(town.provider.id, JPEG, by=by, now=now)
    described = replace(BREAD, validity=YEAR, picture=str(picture.id))
    version = published(town, now, described, suspendable=True, code="B-1")
    draft = catalogue.start_version(version.achievement_id, by=by, now=now)
    catalogue.save_draft(draft.id, replace(described, name="Bread and rolls"), by=by, now=now)
    claimed = awarded(town, version, now, FULL)
    claiming.claim(code_of(claimed.id, 0), person=town.learner.id, now=now)
    life.correct(claimed.id, replace(FULL, name="Lena Learner"), by=by, now=now)
    renewing.renew(claimed.id, by=by, now=now)
    lost = awarded(town, version, now, Grant(name="Kai", address="kai@nowhere.example"))
    Message.objects.filter(about=lost.id).update(state="bounced", fault="550 no such mailbox")
    ended = awarded(town, version, now, Grant(name="Rue", address="rue@example.org"))
    life.revoke(ended.id, "misconduct", "Proven.", by=by, now=now)
    later = Grant(name="Sana", address="sana@example.org")
    planned = awarded(town, version, now, later, at=now + timedelta(days=3))
    paper = awarded(town, version, now, Grant(name="Ali", reference="S-18"))
    return {"claimed": claimed, "lost": lost, "ended": ended, "planned": planned, "paper": paper}


def addresses(awards: dict[str, Award], unfinished: object) -> list[str]:
    achievement = awards["paper"].achievement_id
    own = f"{HOME}/achievements/{achievement}"
    one = {name: f"{HOME}/awards/{award.id}" for name, award in awards.items()}
    acts = ("resend", "correct", "renew", "suspend", "revoke", "slip")
    return [
        f"{HOME}/achievements/",
        f"{HOME}/achievements/new/",
        f"{HOME}/achievements/{unfinished}/write/?faults",
        *(f"{own}/{page}" for page in ("", "write/", "publish/", "withdraw/")),
        f"/achievements/{achievement}",
        "/o/river-college",
        f"{HOME}/awards/",
        f"{HOME}/awards/?search=nobody",
        f"{HOME}/awards/new/",
        *(f"{address}/" for address in one.values()),
        *(f"{one['paper']}/{act}/" for act in acts),
        f"{one['planned']}/cancel/",
    ]


@pytest.mark.slow
def test_every_page_is_kept(
    town: Town, page: Page, live_server: Any, sign_in: Callable[[Page, Person], None]
) -> None:
    awards = lived(town)
    draft = catalogue.create_achievement(
        town.provider.id, replace(BREAD, criteria=""), by=town.officer.id, now=datetime.now(UTC)
    )
    sign_in(page, town.officer)

    for address in addresses(awards, draft.achievement_id):
        response = page.goto(f"{live_server.url}{address}")
        assert (address, response and response.status) == (address, 200)
        assert_kept(page)


def test_empty_pages_are_kept(
    town: Town, page: Page, live_server: Any, sign_in: Callable[[Page, Person], None]
) -> None:
    sign_in(page, town.officer)

    for address in ("achievements/", "awards/"):
        page.goto(f"{live_server.url}{HOME}/{address}")
        assert_kept(page)


def test_an_officer_awards_with_the_keyboard_alone(
    town: Town, page: Page, live_server: Any, sign_in: Callable[[Page, Person], None]
) -> None:
    published(town, datetime.now(UTC))
    sign_in(page, town.officer)
    page.goto(f"{live_server.url}{HOME}/awards/")
    tab_to(page, "Award one learner")
    page.keyboard.press("Enter")
    page.wait_for_url("**/awards/new/")
    tab_to(page, "Name of the learner")
    page.keyboard.type("Lena")
    tab_to(page, "Email of the learner")
    page.keyboard.type("lena@example.org")
    page.keyboard.press("Enter")

    page.get_by_text("A mail is on its way to lena@example.org.").wait_for()
    assert Award.objects.get().name == "Lena"
