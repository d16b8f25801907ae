"""The wallet in a real browser: accessible, light enough, and usable by the keyboard alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from mica.people.models import Person
from mica.wallet.actions.claiming import claim
from tests.browser.looking import assert_kept, tab_to, transferred
from tests.town import Town
from tests.wallet.scenes import achievement, awarded, code

FIRST_PAGE = 100_000
"""Bytes."""


def test_a_claim_by_keyboard_and_every_page_after_it(
    page: Page, live_server: Any, sign_in: Callable[[Page, Person], None], town: Town
) -> None:
    now = timezone.now() - timedelta(days=1)
    award = awarded(town, now, achievement(town, now))
    other = awarded(town, now, achievement(town, now), name="Lena")
    held = claim(town.learner, code(other), by=town.learner.id, now=now).holding
    page.goto(f"{live_server.url}/claim/")
    assert_kept(page)
    tab_to(page, "Your code")
    page.keyboard.type(code(award))
    page.keyboard.press("Enter")
    page.get_by_text("Sign in to take it").wait_for()
    assert_kept(page)
    sign_in(page, town.learner)
    page.reload()
    assert_kept(page)
    tab_to(page, "Take it into my wallet")
    page.keyboard.press("Enter")
    page.get_by_text("It is yours now.").wait_for()
    assert_kept(page)
    for address in (
        "/wallet/",
        f"/wallet/{held.id}/remove/",
        "/wallet/import/",
        "/wallet/archive/",
    ):
        page.goto(f"{live_server.url}{address}")
        assert_kept(page)

    assert transferred(page.context, f"{live_server.url}/wallet/") <= FIRST_PAGE
    assert transferred(page.context, f"{live_server.url}/wallet/{held.id}/") <= FIRST_PAGE
