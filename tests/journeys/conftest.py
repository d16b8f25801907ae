"""What journeys ask for: a site in which everybody can be met, and people with browsers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from mica.catalogue.models import Version
from mica.people.models import Person
from tests.granting import published
from tests.town import Town

SignIn = Callable[[Page, Person], None]
Walker = Callable[..., Page]


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of a site that names itself rightly in what it issues and mails."""
    settings.MICA_ORIGIN = live_server.url
    return str(live_server.url)


@pytest.fixture
def walker(browser: Browser, site: str, sign_in: SignIn) -> Iterator[Walker]:
    """A browser of somebody's own: `walker(town.officer)`; `walker()` is a stranger's."""
    opened: list[BrowserContext] = []

    def walk(who: Person | None = None, **more: Any) -> Page:
        context = browser.new_context(reduced_motion="reduce", locale="en", base_url=site, **more)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if who is not None:
            sign_in(page, who)
        return page

    yield walk
    for context in opened:
        context.close()


@pytest.fixture
def bread(town: Town, site: str) -> Version:
    """A published achievement of the provider, whose awards can be suspended or revoked."""
    return published(town, timezone.now() - timedelta(days=1))


@pytest.fixture
def driving(town: Town, site: str) -> Version:
    """The same, whose awards can be suspended."""
    return published(town, timezone.now() - timedelta(days=1), suspendable=True)
