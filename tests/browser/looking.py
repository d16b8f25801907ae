"""Looking at pages as people do: Debian's Chromium against a live server on the real database.

A plug-in for pytest with the fixtures `browser` and `page`, and helpers for what every page has to
keep: it is accessible, it fits, it is light, and the keyboard reaches it.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from mica.people.models import Person

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}
AXE = {"preload": False, "resultTypes": ["violations"]}
SCHEMES = ("light", "dark")
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
FOCUSED = """() => {
  const at = document.activeElement, look = getComputedStyle(at);
  const label = at.labels && at.labels[0] ? at.labels[0].innerText : "";
  const name = at.getAttribute("aria-label") || label || at.innerText || "";
  return {name: at === document.body ? "" : name.trim(),
          seen: at === document.body || look.outlineStyle === "auto" ||
            (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2)};
}"""
TOO_WIDE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= innerWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.left < -1 || one.scrollWidth > one.clientWidth + 1;
  });
  return [`${page.scrollWidth} pixels`, ...wide.map(one => one.outerHTML.slice(0, 120))];
}"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is absent; on Debian: apt-get install chromium")
    # Playwright keeps an event loop in this thread; ours is not the asynchronous use Django fears.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with started:
            yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new visitor at a desk. What the browser complains of fails the test."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.match(message.text):
            complaints.append(message.text)

    context = browser.new_context(viewport=DESK, reduced_motion="reduce", locale="en")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    opened.on("console", heard)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def sign_in(live_server: object) -> Callable[[Page, Person], None]:
    """Sign a page's visitor in as somebody, without the way through a mailbox."""

    def signed_in(page: Page, person: Person) -> None:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": value, "url": str(live_server)}])

    return signed_in


def assert_accessible(page: Page) -> None:
    """Axe finds nothing, neither in light nor in dark."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for fault in Axe().run(page, options=AXE).response["violations"]:
            found += [f"{scheme}: {fault['id']}: {node['html']}" for node in fault["nodes"]]
    page.emulate_media(color_scheme="light")
    assert found == [], "\n".join(found)


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways on the smallest phone."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    wide = page.evaluate(TOO_WIDE)
    if before:
        page.set_viewport_size(before)
    assert wide == [], "\n".join(wide)


def assert_kept(page: Page) -> None:
    """What every page keeps: its main heading, accessibility and width."""
    assert page.locator("h1").count() == 1
    assert_accessible(page)
    assert_fits(page)


def transferred(context: BrowserContext, address: str) -> int:
    """Bytes that travel to a visitor who opens an address for the first time."""
    page = context.new_page()
    wire = context.new_cdp_session(page)
    lengths: list[int] = []
    wire.on("Network.loadingFinished", lambda event: lengths.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.close()
    return sum(lengths)


def tab_to(page: Page, name: str, *, within: int = 60) -> None:
    """Go to the control of a name by the keyboard alone, seeing at each step where one is."""
    passed = []
    for _ in range(within):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"no outline on {focused['name']!r}"
        if focused["name"].startswith(name):
            return
        passed.append(focused["name"])
    pytest.fail(f"{name!r} is not among {passed}")
