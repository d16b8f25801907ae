"""Every page of persons, organisations and operators, for everybody who has no business there."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from mica.core.models import AuditEntry
from mica.people import actions
from mica.people.models import Invitation, Membership, Organisation, Person
from mica.web.authority import urls as authority
from mica.web.learner import urls as learner
from mica.web.provider import urls as provider
from tests.town import Town

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]
ACTS = {
    *("account", "sign-ins", "add-address", "confirm-address", "change-address", "add-passkey"),
    *("make-slip", "remove-slip", "end-sessions", "helpers", "guardian"),
    *("my-data", "download-data", "leave"),
}
"""What only a person themselves may do, whoever helps them."""
LEARNERS = {"helping-asked", "end-helping", "begin-acting", "remove-passkey", "remove-provider"}
"""What is somebody's, by an id in the address."""


def names(module: Any) -> list[str]:
    return [one.name for one in module.urlpatterns]


def address_of(pattern: URLPattern, known: dict[str, dict[str, object]]) -> str:
    """Where a page is: of somebody's real thing, else of one that nobody has."""
    real = known["*"] | known.get(pattern.name or "", {})
    filled = {
        name: real.get(name, 1 if converter.regex == "[0-9]+" else uuid4())
        for name, converter in pattern.pattern.converters.items()
    }
    return reverse(pattern.name, kwargs=filled)


def things(town: Town) -> dict[str, dict[str, object]]:
    """What stands in the addresses, so that access alone protects it: for all, and by page."""
    now = timezone.now()
    invitation = first_invitation(town, now)
    token, _ = actions.make_token(town.provider, "x", ["verify"], by=town.owner, now=now)
    tie = town.learner.helpers.first() or actions.name_helper(
        town.learner, "owner@example.org", until=None, by=town.learner, now=now
    )
    made, _ = actions.make_person_without_email(
        "Paul", organisation=town.provider, by=town.officer, now=now
    )
    return {
        "*": {
            "slug": town.provider.slug,
            "person": town.learner.id,
            "learner": town.learner.id,
            "invitation": invitation.id,
            "token": token.id,
            "tie": tie.id,
        },
        "organisation-member": {"person": town.officer.id},
        "remove-member": {"person": town.officer.id},
        "learner-slip": {"person": made.id},
    }


def first_invitation(town: Town, now: datetime) -> Invitation:
    return town.provider.invitations.first() or actions.invite_member(
        town.provider, "learner@example.org", "officer", by=town.owner, now=now
    )


def answers(
    client: Client, town: Town, module: Any, wanted: Collection[str]
) -> set[tuple[str, int]]:
    """What the pages of a table of addresses answer, by name."""
    found, known = set(), things(town)
    for pattern in module.urlpatterns:
        if pattern.name not in wanted:
            continue
        address = address_of(pattern, known)
        for response in (client.get(address), client.post(address, {})):
            if response.status_code != 405:
                found.add((pattern.name, response.status_code))
    return found


@pytest.mark.parametrize("module", [learner, provider, authority])
def test_who_has_not_signed_in_is_asked_to(town: Town, client: Client, module: Any) -> None:
    found = answers(client, town, module, names(module))

    assert {status for _, status in found} == {302}
    assert client.get("/home").url == "/accounts/sign-in/?next=/home"


@pytest.mark.parametrize("who", ["outsider", "learner", "recruiter", "operator"])
def test_who_is_no_member_finds_no_organisation(town: Town, browse: Browse, who: str) -> None:
    own = {"organisations", "register-organisation", "invitation"}
    wanted = [name for name in names(provider) if name not in own]

    found = answers(browse(getattr(town, who)), town, provider, wanted)

    assert {status for _, status in found} == {404}
    assert {name for name, _ in found} == set(wanted)
    assert town.provider.memberships.count() == 2


@pytest.mark.parametrize("who", ["outsider", "learner", "owner"])
def test_who_does_not_run_the_site_finds_nothing_of_it(
    town: Town, browse: Browse, who: str
) -> None:
    found = answers(browse(getattr(town, who)), town, authority, names(authority))

    assert {status for _, status in found} == {404}
    assert {name for name, _ in found} == set(names(authority))
    assert Person.objects.get(id=town.learner.id).is_active


def test_the_outsider_finds_nothing_of_the_learners(town: Town, browse: Browse) -> None:
    client = browse(town.outsider)
    found = answers(client, town, learner, LEARNERS)

    assert found == {(name, 404) for name in LEARNERS}
    assert answers(client, town, provider, {"invitation"}) == {("invitation", 404)}


@pytest.mark.parametrize(
    ("who", "open_to"),
    [
        ("officer", {"organisation", "organisation-members", "organisation-learners"}),
        ("reader", {"organisation", "organisation-members"}),
    ],
)
def test_each_role_sees_its_own_pages(
    town: Town, browse: Browse, who: str, open_to: set[str]
) -> None:
    role = Membership.objects.get(person=town.officer)
    role.role = who
    role.save()
    client = browse(town.officer)
    pages = [f"organisation{page}" for page in ("", "-members", "-learners", "-tokens", "-edit")]
    statuses = {
        name: client.get(reverse(name, kwargs={"slug": "river-college"})).status_code
        for name in pages
    }
    assert {name for name, status in statuses.items() if status == 200} == open_to
    assert {status for name, status in statuses.items() if name not in open_to} == {404}


def test_each_tab_that_is_shown_opens(town: Town, browse: Browse) -> None:
    for person, page in [
        (town.owner, "/organisations/river-college/"),
        (town.officer, "/organisations/river-college/"),
        (town.learner, "/profile/"),
        (town.operator, "/operator/"),
    ]:
        client = browse(person)
        tabs = client.get(page).context["tabs"]
        assert [client.get(tab[1]).status_code for tab in tabs] == [200] * len(tabs)


def test_an_organisation_that_is_not_approved_has_no_public_page(
    town: Town, client: Client
) -> None:
    assert client.get("/o/river-college").status_code == 200
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    assert client.get("/o/river-college").status_code == 404


# -- acting for somebody ----------------------------------------------------------------------
@pytest.fixture
def acting(town: Town, browse: Browse) -> Client:
    now = timezone.now()
    tie = actions.name_helper(
        town.learner, "owner@example.org", until=None, by=town.learner, now=now
    )
    actions.accept_helping(tie.id, by=town.owner, now=now)
    client = browse(town.owner)
    client.post(f"/profile/acting/{town.learner.id}/")
    return client


def test_a_helper_sees_whose_page_it_is(town: Town, acting: Client) -> None:
    page = acting.get("/home")

    assert page.context["person"] == town.learner
    assert "You act for Learner Lena." in page.content.decode()
    assert "River College" not in page.content.decode()


def test_a_helper_cannot_touch_the_account(town: Town, acting: Client) -> None:
    found = answers(acting, town, learner, ACTS)

    assert found == {(name, 409) for name in ACTS}
    assert Person.objects.get(id=town.learner.id).erased is None
    assert Person.objects.get(id=town.owner.id).erased is None


def test_a_helper_stops(town: Town, acting: Client) -> None:
    acting.post("/profile/acting/stop/")

    assert acting.get("/home").context["person"] == town.owner
    assert acting.get("/profile/").status_code == 200


def test_a_helper_whom_the_learner_dismissed_is_out_at_once(town: Town, acting: Client) -> None:
    tie = town.learner.helpers.get()
    actions.end_helping(tie.id, by=town.learner, now=timezone.now())

    assert acting.get("/home").url == "/home"
    assert acting.get("/home").context["person"] == town.owner


def test_opening_a_learners_pages_is_written_down(town: Town, acting: Client) -> None:
    entry = AuditEntry.objects.latest("number")

    assert (entry.verb, entry.actor, entry.thing) == (
        "people.begin_acting",
        town.owner.id,
        str(town.learner.id),
    )
