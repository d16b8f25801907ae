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
    at("/wallet/shares/")
    at(f"/wallet/{one.id}/")
    page.get_by_role("link", name="Share it").click()
    page.locator(f'input[value="{other.id}"]').check()
    page.get_by_label("For whom").fill("Harbour Hospital")
    page.get_by_label("Why").fill("My application")
    at()
    press(page, "Make the link")
    at()
    link = f"/s/{links.secret_of('share', Share.objects.get().id)}"
    at(link)

    page.context.clear_cookies()
    at(link)
    press(page, "Open and verify")
    assert "Learner Lena shows 2 credentials" in at().locator("h1").inner_text()

    sign_in(page, town.recruiter)
    at(link).get_by_label("For whom do you look?").select_option("Bright Bakery")
    press(page, "Open and verify")
    at()
    sign_in(page, town.learner)
    seen = at(f"/wallet/shares/{Share.objects.get().id}/").locator(".rows li")
    assert [row.split("\n")[0] for row in seen.all_inner_texts()] == [
        "Bright Bakery",
        "Somebody with the link",
    ]
    at("/wallet/shares/")
    page.goto(page.url + f"{Share.objects.get().id}/withdraw/")
    at()
    press(page, "Take it back")
    at()


def test_an_employer_asks_and_a_learner_answers(
    town: Town, now: datetime, at: Callable[..., Page], sign_in: SignIn
) -> None:
    one = held(town, now)
    page = at("/requests/nothing/")
    sign_in(page, town.recruiter)
    at("/organisations/bright-bakery/requests/")
    page.locator("main").get_by_role("link", name="Ask for proof").click()
    at()
    page.get_by_label("Proof of what").fill("Bread baking, still valid")
    page.get_by_label("Why").fill("The night shift needs it.")
    page.get_by_label("Whom to ask").fill("learner@example.org")
    press(page, "Ask")
    at()
    request = Request.objects.get()
    link = f"/requests/{links.secret_of('request', request.id)}/"

    page.context.clear_cookies()
    at(link)
    sign_in(page, town.learner)
    at("/wallet/requests/")
    at(link)
    page.get_by_label("Bread baking").check()
    press(page, "Show it to Bright Bakery")
    at()
    at(link)
    at(f"/wallet/{one.id}/statement/")

    sign_in(page, town.recruiter)
    at(f"/organisations/bright-bakery/requests/{request.id}/")
    press(page, "Open and verify")
    assert "Bread baking" in at().locator("h1").inner_text()
    at("/organisations/bright-bakery/requests/")
    at(f"/organisations/bright-bakery/requests/{request.id}/withdraw/")
    press(page, "Ask no longer")
    at()
