"""The pages of persons and organisations in a real browser; a real passkey in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mica.people import actions
from mica.people.models import Passkey, Person
from tests.browser.looking import assert_kept
from tests.people.test_entering import sent_code
from tests.people.test_persons import CHILD, link_token
from tests.town import Town

SignIn = Callable[..., None]


@pytest.fixture
def device(page: Page) -> Iterator[Any]:
    """A device in the browser that makes passkeys, with its person always there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def test_a_code_and_then_a_passkey_sign_in(
    page: Page, live_server: Any, town: Town, device: Any
) -> None:
    page.goto(f"{live_server.url}/profile/sign-in/")
    page.get_by_label("Your email address").fill("learner@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the mail").fill(sent_code("learner@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    assert Passkey.objects.get().person == town.learner

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", name="Hello, Learner Lena")).to_be_visible()
    assert_kept(page)


def test_a_slips_picture_fills_in_its_code_and_leaves_no_trace(
    page: Page, live_server: Any, town: Town
) -> None:
    _, code = actions.make_person_without_email(
        "Paper Paul", organisation=town.provider, by=town.officer, now=timezone.now()
    )
    page.goto(f"{live_server.url}/accounts/sign-in/slip/#{code}")
    assert page.url == f"{live_server.url}/accounts/sign-in/slip/"
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Hello, Paper Paul")).to_be_visible()


def test_a_helper_is_always_told_for_whom_they_act(
    page: Page, live_server: Any, town: Town, sign_in: SignIn
) -> None:
    helped(town)
    sign_in(page, town.owner)
    page.goto(f"{live_server.url}/home")
    page.get_by_role("button", name="Act for them").click()
    expect(page.get_by_text("You act for Learner Lena.")).to_be_visible()
    assert_kept(page)
    page.goto(f"{live_server.url}/profile/")
    expect(page.get_by_role("heading", name="This page is your own")).to_be_visible()
    page.get_by_role("button", name="Stop acting").click()

    expect(page.get_by_role("heading", name="Hello, Owner Odile")).to_be_visible()


def helped(town: Town) -> None:
    now = timezone.now()
    tie = actions.name_helper(
        town.learner, "owner@example.org", until=None, by=town.learner, now=now
    )
    actions.accept_helping(tie.id, by=town.owner, now=now)


@pytest.fixture
def busy(town: Town, settings: Any) -> str:
    """Something on every page; the guardian's link."""
    settings.MICA_GUARDIAN_AGE = 16
    now = timezone.now()
    Person.objects.filter(id=town.learner.id).update(born=CHILD)
    town.learner.refresh_from_db()
    helped(town)
    actions.ask_guardian(town.learner, "Gran", "gran@example.org", by=town.learner, now=now)
    actions.invite_member(town.provider, "learner@example.org", "officer", by=town.owner, now=now)
    actions.make_token(town.provider, "Records", ["awards:read"], by=town.owner, now=now)
    actions.make_person_without_email(
        "Paper Paul", organisation=town.provider, by=town.owner, now=now
    )
    actions.register_organisation("Hill School", "school", by=town.learner, now=now)
    return f"/consent/{link_token('gran@example.org')}/"


@pytest.mark.slow
def test_every_page_is_kept(
    page: Page, live_server: Any, town: Town, sign_in: SignIn, busy: str
) -> None:
    place = "/organisations/river-college/"
    walks: list[tuple[Person | None, list[str]]] = [
        (None, ["/accounts/sign-in/", "/accounts/sign-in/slip/", "/o/river-college", busy]),
        (
            town.learner,
            [
                *("/home", "/profile/", "/profile/sign-in/", "/profile/sign-in/passkeys/add/"),
                *("/profile/helpers/", "/profile/guardian/", "/profile/data/"),
                *("/profile/data/leave/", "/organisations/", "/organisations/register/"),
            ],
        ),
        (
            town.owner,
            [
                *(place, f"{place}members/", f"{place}members/{town.officer.id}/"),
                *(f"{place}tokens/", f"{place}learners/", f"{place}description/"),
            ],
        ),
        (
            town.operator,
            [
                *("/operator/", "/operator/organisations/", "/operator/people/"),
                *("/operator/organisations/hill-school/", f"/operator/people/{town.learner.id}/"),
            ],
        ),
    ]
    for person, paths in walks:
        page.context.clear_cookies()
        if person is not None:
            sign_in(page, person)
        for path in paths:
            answer = page.goto(f"{live_server.url}{path}")
            assert answer is not None
            assert (path, answer.status) == (path, 200)
            assert_kept(page)


@pytest.mark.slow
def test_what_is_shown_once_is_kept_too(
    page: Page, live_server: Any, town: Town, sign_in: SignIn
) -> None:
    sign_in(page, town.owner)
    page.goto(f"{live_server.url}/organisations/river-college/learners/")
    page.get_by_label("Name").fill("Zed Zola")
    page.get_by_role("button", name="Add, and show the slip").click()
    assert_kept(page)
    page.goto(f"{live_server.url}/organisations/river-college/tokens/")
    page.get_by_label("What it is for").fill("Records")
    page.get_by_label("See awards").check()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("Shown only now")).to_be_visible()
    assert_kept(page)
