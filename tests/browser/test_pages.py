"""The look in a real browser: every part at once, the first page, and the pages for faults."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route

from tests.browser.kit import kit
from tests.browser.looking import assert_accessible, assert_fits, assert_kept, tab_to, transferred
from tests.town import Town

FIRST_PAGE = 100_000
"""Bytes."""


@pytest.fixture
def parts(page: Page, live_server: Any, rf: RequestFactory) -> Callable[[str], Page]:
    """The page of all parts, in a language, with the headers of any other page."""

    def shown(language: str) -> Page:
        def answer(route: Route) -> None:
            real = route.fetch(url=live_server.url)
            request = rf.get("/parts")
            with translation.override(language):
                route.fulfill(response=real, body=kit(request))

        page.route("**/parts", answer)
        page.goto(f"{live_server.url}/parts")
        return page

    return shown


def test_every_part_is_kept(parts: Callable[[str], Page]) -> None:
    assert_kept(parts("en"))


def test_every_part_is_kept_from_right_to_left(parts: Callable[[str], Page]) -> None:
    page = parts("ar")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert_accessible(page)
    assert_fits(page)


def test_every_style_rule_comes_after_the_vendors(parts: Callable[[str], Page]) -> None:
    """The cascade layer is what the whole sheet stands on."""
    page = parts("en")
    button = page.get_by_role("button", name="Award").first

    assert button.evaluate("one => getComputedStyle(one).borderBottomWidth") == "3px"
    assert (
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(248, 245, 239)"
    )


def test_the_first_page_is_kept(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)

    assert_kept(page)


def test_the_first_page_is_light(page: Page, live_server: Any) -> None:
    assert 0 < transferred(page.context, live_server.url) <= FIRST_PAGE


def test_the_keyboard_skips_the_header(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    tab_to(page, "Skip to the content", within=1)
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_alone_changes_the_language(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    tab_to(page, "Français")
    page.keyboard.press("Enter")
    page.wait_for_load_state()

    assert page.locator("html").get_attribute("lang") == "fr"


def test_a_page_that_is_not_there_says_so_and_shows_a_way_out(page: Page, live_server: Any) -> None:
    answer = page.goto(f"{live_server.url}/nowhere")
    assert answer is not None
    assert (answer.status, page.locator("h1").inner_text()) == (404, "There is nothing here")
    assert_kept(page)
    page.get_by_role("link", name="Go to the first page").click()

    assert page.url == f"{live_server.url}/"


def test_who_signed_in_is_named_and_can_leave(
    page: Page, live_server: Any, sign_in: Callable[..., None], town: Town
) -> None:
    sign_in(page, town.learner)
    page.goto(live_server.url)

    assert page.get_by_role("button", name="Sign out").count() == 1
    assert_kept(page)
