"""Longer roads: a credential's life, what comes from elsewhere, and leaving."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mica.people.models import Person
from tests.browser.looking import assert_kept, transferred
from tests.journeys.conftest import Walker
from tests.journeys.walking import award_to_nia, enter, link_in, mailed, work
from tests.town import Town
from tests.wallet.scenes import HANDED

pytestmark = pytest.mark.slow
NIA = "nia@example.org"


def claimed(page: Page) -> bytes:
    """Claim what was mailed, and take the document away."""
    page.goto(link_in(mailed(NIA, "claim"), "/claim/"))
    page.get_by_role("link", name="Sign in to take it").click()
    enter(page, NIA)
    page.get_by_role("button", name="Take it into my wallet").click()
    return document(page)


def document(page: Page) -> bytes:
    """The document of the credential that a page of the wallet shows."""
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON", exact=True).click()
    return taken.value.path().read_bytes()


def verdict(page: Page, given: bytes) -> str | None:
    """The kind of the verdict that a stranger gets on a document."""
    page.goto("/verify/")
    page.get_by_label("Or a link or text").fill(given.decode())
    page.get_by_role("button", name="Verify", exact=True).click()
    return page.locator(".verdict").get_attribute("data-kind")


def act(page: Page, name: str) -> None:
    """Do something to the award that an officer looks at."""
    page.get_by_role("link", name=name).click()
    if page.get_by_role("radio").count():
        page.get_by_role("radio").first.check()
    page.get_by_role("main").get_by_role("button", name=name).click()


@pytest.mark.usefixtures("driving")
def test_suspended_reinstated_and_revoked_each_time_the_verdict_says_so(
    town: Town, walker: Walker
) -> None:
    officer, nia, stranger = walker(town.officer), walker(), walker()
    award_to_nia(officer)
    work()
    held = claimed(nia)
    found = [verdict(stranger, held)]
    for name in ("Suspend", "Reinstate", "Revoke"):
        act(officer, name)
        found.append(verdict(stranger, held))
        assert_kept(stranger)

    assert found == ["passed", "failed", "passed", "failed"]


@pytest.mark.usefixtures("bread")
def test_corrected_the_old_document_fails_and_the_new_one_holds(town: Town, walker: Walker) -> None:
    officer, nia, stranger = walker(town.officer), walker(), walker()
    award_to_nia(officer)
    work()
    old = claimed(nia)
    officer.get_by_role("link", name="Correct").click()
    officer.get_by_label("Result").fill("With distinction")
    officer.get_by_role("button", name="Correct").click()
    nia.reload()
    nia.get_by_role("button", name="Take the newer version").click()
    new = document(nia)

    assert [verdict(stranger, one) for one in (old, new)] == ["failed", "passed"]
    assert json.loads(old)["id"] == json.loads(new)["id"]


@pytest.mark.usefixtures("site")
def test_what_others_issued_is_brought_in(town: Town, walker: Walker) -> None:
    page = walker(town.learner)
    page.goto("/wallet/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "badge.json", "mimeType": "application/json", "buffer": HANDED}
    )
    page.get_by_role("main").get_by_role("button").last.click()
    page.goto("/wallet/")

    expect(page.locator("main .whole")).to_have_count(1)
    assert_kept(page)


@pytest.mark.usefixtures("bread")
def test_who_leaves_takes_credentials_along_that_still_verify(town: Town, walker: Walker) -> None:
    officer, nia, stranger = walker(town.officer), walker(), walker()
    award_to_nia(officer)
    work()
    held = claimed(nia)
    nia.goto("/profile/data/")
    assert_kept(nia)
    nia.goto("/profile/data/leave/")
    nia.get_by_role("checkbox").check()
    nia.get_by_role("main").get_by_role("button").last.click()

    assert not Person.objects.filter(email=NIA).exists()
    assert verdict(stranger, held) == "passed"


@pytest.mark.parametrize("path", ["/", "/verify/", "/accounts/sign-in/", "/claim/"])
def test_a_first_page_is_light_and_kept(site: str, walker: Callable[..., Page], path: str) -> None:
    page = walker()
    page.goto(path)
    assert_kept(page)

    assert transferred(page.context, site + path) <= 100_000
