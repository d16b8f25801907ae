"""The reference as people see it."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.looking import assert_kept


def test_the_reference_is_kept(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/api/")
    page.locator("#create_award").evaluate("one => { one.open = true }")

    assert_kept(page)
