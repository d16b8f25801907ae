"""The pages of persons, organisations and operators, as each uses them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mica.core.errors import TooMany
from mica.core.models import Message
from mica.people import actions, queries
from mica.people.models import Membership, Organisation, Person, Slip, Token
from tests.people.test_entering import sent_code
from tests.people.test_persons import CHILD, link_token
from tests.town import Town

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def needs(client: Client) -> list[str]:
    return [need.text for need in client.get("/home").context["needs"]]


def said(response: Any) -> str:
    return str(response.content.decode())


def test_home_says_what_waits(town: Town, browse: Browse) -> None:
    now = timezone.now()
    assert needs(browse(town.learner)) == []

    actions.invite_member(town.provider, "learner@example.org", "reader", by=town.owner, now=now)
    actions.name_helper(town.outsider, "learner@example.org", until=None, by=town.outsider, now=now)
    actions.register_organisation("New School", "school", by=town.learner, now=now)
    Person.objects.filter(id=town.learner.id).update(name="")

    assert needs(browse(Person.objects.get(id=town.learner.id))) == [
        "Tell us your name, as it should stand on a credential.",
        "“River College” invites you.",
        "Outsider Otto asks you to help.",
    ]
    assert needs(browse(town.operator)) == ["organisation waits for your decision"]
    assert needs(browse(town.outsider)) == []


def test_a_profile_is_changed(town: Town, browse: Browse) -> None:
    browse(town.learner).post(
        "/profile/", {"name": " Lena L. ", "language": "fr", "born": "1999-12-31"}
    )
    town.learner.refresh_from_db()

    assert (town.learner.name, town.learner.language, str(town.learner.born)) == (
        "Lena L.",
        "fr",
        "1999-12-31",
    )


def test_a_fault_stands_beside_its_field(town: Town, browse: Browse) -> None:
    page = said(
        browse(town.learner).post("/profile/", {"name": "", "language": "xx", "born": "3000-01-01"})
    )

    assert page.count('aria-invalid="true"') == 2
    assert "Not saved yet" in page


def test_an_address_is_added_on_the_pages(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    client.post("/profile/sign-in/addresses/add/", {"address": "second@example.org"})
    client.post("/profile/sign-in/addresses/confirm/", {"code": sent_code("second@example.org")})
    client.post("/profile/sign-in/addresses/", {"address": "second@example.org"})
    assert queries.person_at_address("second@example.org") == town.learner

    client.post("/profile/sign-in/addresses/", {"address": "learner@example.org", "remove": "1"})
    assert [one.email for one in queries.addresses_of(town.learner)] == ["second@example.org"]
    refused = client.post(
        "/profile/sign-in/addresses/",
        {"address": "second@example.org", "remove": "1"},
        follow=True,
    )
    assert "This is your only address" in said(refused)


def test_an_account_is_deleted_only_when_asked_twice(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    client.post("/profile/data/leave/", {})
    assert Person.objects.get(id=town.learner.id).erased is None

    client.post("/profile/data/leave/", {"sure": "on"})
    assert Person.objects.get(id=town.learner.id).erased is not None
    assert client.get("/home").status_code == 302


def test_a_last_owner_learns_why_they_cannot_leave(town: Town, browse: Browse) -> None:
    client = browse(town.owner)

    page = said(client.post("/profile/data/leave/", {"sure": "on"}))
    assert "An organisation needs an owner." in page
    assert client.get("/home").status_code == 200


def test_my_data_comes_as_a_file(town: Town, browse: Browse) -> None:
    file = browse(town.learner).get("/profile/data/download/")

    assert file.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert json.loads(file.content)["person"]["name"] == "Learner Lena"


def test_a_guardian_answers_by_the_link_alone(
    town: Town, browse: Browse, client: Client, settings: Any
) -> None:
    settings.MICA_GUARDIAN_AGE = 16
    Person.objects.filter(id=town.learner.id).update(born=CHILD)
    browse(Person.objects.get(id=town.learner.id)).post(
        "/profile/guardian/", {"guardian": "Gran", "address": "gran@example.org"}
    )
    address = f"/consent/{link_token('gran@example.org')}/"
    learner = Person.objects.get(id=town.learner.id)
    assert "Your consent for Learner Lena" in said(client.get(address))
    assert queries.consent_needed(learner, timezone.now())

    client.post(address, {"answer": "give"})

    assert not queries.consent_needed(learner, timezone.now())
    assert client.get("/consent/nonsense/").status_code == 404


# -- organisations ----------------------------------------------------------------------------
def test_an_organisation_goes_from_registration_to_approval(town: Town, browse: Browse) -> None:
    mine = browse(town.learner)
    made = mine.post(
        "/organisations/register/",
        {"name": "Hill School", "kind": "school", "language": "en", "country": "ie"},
    )
    assert made.url == "/organisations/hill-school/"
    assert "Waiting for approval" in said(mine.get(made.url))

    operator = browse(town.operator)
    assert "Hill School" in said(operator.get("/operator/organisations/"))
    operator.post("/operator/organisations/hill-school/", {"approved": "1"})

    found = Organisation.objects.get(slug="hill-school")
    assert (found.state, found.country) == ("approved", "IE")
    assert "Waiting for approval" not in said(mine.get(made.url))


def test_a_refusal_needs_a_reason(town: Town, browse: Browse) -> None:
    page = browse(town.operator).post("/operator/organisations/river-college/", {"suspended": "1"})

    assert "Say why" in said(page)
    assert Organisation.objects.get(slug="river-college").state == "approved"


def test_a_member_is_invited_accepts_rises_and_goes(town: Town, browse: Browse) -> None:
    owner, learner = browse(town.owner), browse(town.learner)
    place = "/organisations/river-college/members/"
    owner.post(place, {"address": "learner@example.org", "role": "reader"})
    mail = Message.objects.get(kind="invitation")
    link = mail.text.split("testserver")[-1] if "testserver" in mail.text else mail.text
    address = next(part for part in link.split() if "/organisations/invitations/" in part)
    address = "/organisations" + address.split("/organisations", 1)[1]
    assert "invites you" in said(learner.get(address))
    learner.post(address, {"accept": "1"})
    owner.post(f"{place}{town.learner.id}/", {"role": "officer"})

    assert Membership.objects.get(person=town.learner).role == "officer"
    owner.post(f"{place}{town.learner.id}/remove/")
    assert not Membership.objects.filter(person=town.learner).exists()


def test_a_token_is_shown_once(town: Town, browse: Browse) -> None:
    client = browse(town.owner)
    place = "/organisations/river-college/tokens/"
    made = client.post(place, {"name": "records", "scopes": ["verify", "awards:read"]})
    secret = made.context["secret"]

    assert secret in said(made)
    assert "no-store" in made.headers["Cache-Control"]
    assert secret not in said(client.get(place))
    assert queries.token_for(secret, timezone.now()).scopes == {"verify", "awards:read"}

    client.post(f"{place}{Token.objects.get().id}/")
    assert "Revoked" in said(client.get(place))


def test_a_learner_without_email_gets_a_slip_that_no_log_keeps(town: Town, browse: Browse) -> None:
    client = browse(town.officer)
    place = "/organisations/river-college/learners/"
    shown = client.post(place, {"name": "Paper Paul", "language": "en"})
    code = shown.context["code"]

    assert code in said(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert code not in said(client.get(place))
    assert shown.context["address"].endswith("/accounts/sign-in/slip/")
    assert Client().post("/accounts/sign-in/slip/", {"code": code}).url == "/home"

    person = Slip.objects.get().person
    again = client.post(f"{place}{person.id}/slip/")
    assert again.context["code"] != code
    assert Client().post("/accounts/sign-in/slip/", {"code": code}).status_code == 200


# -- operators --------------------------------------------------------------------------------
def test_an_operator_finds_shuts_out_and_lets_in(town: Town, browse: Browse) -> None:
    operator, learner = browse(town.operator), browse(town.learner)
    place = f"/operator/people/{town.learner.id}/"
    found = operator.get("/operator/people/", {"address": "learner@example.org"})
    assert place in said(found)

    operator.post(f"{place}close/", {"close": "1"})
    assert learner.get("/home").status_code == 302
    operator.post(f"{place}close/", {"open": "1"})
    assert Person.objects.get(id=town.learner.id).is_active
    operator.post(place, {"born": "2001-02-03"})
    assert str(Person.objects.get(id=town.learner.id).born) == "2001-02-03"


def test_the_numbers_are_counted(town: Town, browse: Browse) -> None:
    numbers = browse(town.operator).get("/operator/").context["numbers"]

    assert numbers == {
        "people": 6,
        "signed_in": 1,
        "pending": 0,
        "approved": 3,
        "suspended": 0,
    }


def test_an_error_becomes_a_page_with_its_sentence(town: Town, browse: Browse) -> None:
    client = browse(town.learner)
    asked = actions.invite_member(
        town.provider, "learner@example.org", "reader", by=town.owner, now=timezone.now()
    )
    address = f"/organisations/invitations/{asked.id}/"
    client.post(address, {"decline": "1"})

    again = client.post(address, {"accept": "1"})
    assert again.status_code == 409
    assert "This invitation has been answered, or has run out." in said(again)


def test_the_wait_is_said_in_whole_minutes() -> None:
    error = TooMany("too-many-tries", seconds=61, minutes=2)

    assert "Wait 2 minutes" in str(error)
