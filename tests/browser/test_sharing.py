"""Sharing and asking in a real browser, as each person would."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from mica.people.models import Person
from mica.wallet import links
from mica.wallet.models import Request, Share
from tests.browser.looking import assert_kept
from tests.town import Town
from tests.wallet.test_sharing import held

SignIn = Callable[[Page, Person], None]


@pytest.fixture
def at(page: Page, live_server: Any) -> Callable[[str], Page]:
    """The page at an address, which keeps what every page keeps."""

    def seen(path: str = "") -> Page:
        if path:
            page.goto(f"{live_server.url}{path}")
        assert_kept(page)
        return page

    return seen


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def test_a_learner_shares_and_sees_who_looked(
    town: Town, now: datetime, at: Callable[..., Page], sign_in: SignIn
) -> None:
    one, other = held(town, now), held(town, now)
    page = at("/s/nothing")
    sign_in(page, town.learner)
    page.goto(page.url.replace("/s/nothing", f"/wallet/{one.id}/"))
    page.get_by_role("link", name="Share it").click()
    page.locator(f'input[value="{other.id}"]').check()
    page.get_by_label("For whom").fill("Harbour Hospital")
    page.get_by_label("Why").fill("My application")
    at()
    press(page, "Make the link")
    page.get_by_text("It can be seen now").wait_for()
    link = f"/s/{links.secret_of('share', Share.objects.get().id)}"

    page.context.clear_cookies()
    at(link)
    press(page, "Open and verify")
    assert "Learner Lena shows 2 credentials" in at().locator("h1").inner_text()

    sign_in(page, town.recruiter)
    at(link).get_by_label("For whom do you look?").select_option("Bright Bakery")
    press(page, "Open and verify")
    sign_in(page, town.learner)
    seen = at(f"/wallet/shares/{Share.objects.get().id}/").locator(".rows li")
    assert [row.split("\n")[0] for row in seen.all_inner_texts()] == [
        "Bright Bakery",
        "Somebody with the link",
    ]
    at("/wallet/shares/")
    page.goto(page.url + f"{Share.objects.get().id}/withdraw/")
    press(page, "Take it back")
    page.get_by_text("You took it back.").wait_for()


def test_an_employer_asks_and_a_learner_answers(
    town: Town, now: datetime, at: Callable[..., Page], sign_in: SignIn
) -> None:
    one = held(town, now)
    page = at("/requests/nothing/")
    sign_in(page, town.recruiter)
    page.goto(page.url.replace("/requests/nothing/", "/organisations/bright-bakery/requests/"))
    page.locator("main").get_by_role("link", name="Ask for proof").click()
    at()
    page.get_by_label("Proof of what").fill("Bread baking, still valid")
    page.get_by_label("Why").fill("The night shift needs it.")
    page.get_by_label("Whom to ask").fill("learner@example.org")
    press(page, "Ask")
    page.get_by_text("We wrote to them.").wait_for()
    request = Request.objects.get()
    link = f"/requests/{links.secret_of('request', request.id)}/"

    page.context.clear_cookies()
    at(link)
    sign_in(page, town.learner)
    at("/wallet/requests/")
    at(link)
    page.get_by_label("Bread baking").check()
    press(page, "Show it to Bright Bakery")
    page.get_by_text("Bright Bakery can see it now.").wait_for()
    at(f"/wallet/{one.id}/statement/")

    sign_in(page, town.recruiter)
    at(f"/organisations/bright-bakery/requests/{request.id}/")
    press(page, "Open and verify")
    assert "Bread baking" in at().locator("h1").inner_text()
    at("/organisations/bright-bakery/requests/")
