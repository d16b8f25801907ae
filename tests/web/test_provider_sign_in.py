"""Signing in by OpenID Connect, with a provider that really answers."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.test import Client

from mica.people import queries
from mica.people.models import Person
from tests.people.oidc import CLIENT, SECRET, Provider, provider
from tests.town import Town

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/oidc/login/"


@pytest.fixture
def known(settings: Any) -> Iterator[Provider]:
    with provider() as one:
        settings.MICA_OIDC_NAME = "National ID"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "oidc",
                        "name": "National ID",
                        "client_id": CLIENT,
                        "secret": SECRET,
                        "settings": {"server_url": one.url},
                    }
                ],
            }
        }
        yield one


def come_back(client: Client, one: Provider, query: str = "", **says: Any) -> Any:
    """Go to the provider and back; what it says of the person is given."""
    one.says = says
    gone = client.post(f"{LOGIN}{query}")
    asked = parse_qs(urlsplit(gone.url).query)
    assert gone.url.startswith(f"{one.url}/authorize?")
    return client.get(f"{LOGIN}callback/", {"code": "c", "state": asked["state"][0]})


def who(client: Client) -> Person | None:
    found = get_user(client)  # type: ignore[arg-type]
    return found if found.is_authenticated else None


def test_somebody_new_gets_an_account_with_what_the_provider_verified(
    known: Provider, client: Client
) -> None:
    says = {"sub": "1", "name": "Nia New", "email": "Nia@Example.org", "email_verified": True}
    done = come_back(client, known, **says)
    person = who(client)

    assert (done.url, person and person.name, person and person.email) == (
        "/home",
        "Nia New",
        "nia@example.org",
    )
    assert "code_verifier" in known.asked[0]

    client.post("/accounts/sign-out/")
    come_back(client, known, **says)
    assert who(client) == person
    assert Person.objects.count() == 1


def test_an_address_that_the_provider_did_not_verify_is_not_kept(
    known: Provider, client: Client
) -> None:
    come_back(client, known, sub="1", name="Nia", email="nia@example.org", email_verified=False)
    person = who(client)

    assert person is not None
    assert list(queries.addresses_of(person)) == []


@pytest.mark.parametrize("verified", [True, False])
def test_a_provider_opens_no_account_by_its_address(
    town: Town, known: Provider, client: Client, *, verified: bool
) -> None:
    done = come_back(client, known, sub="9", email="learner@example.org", email_verified=verified)

    assert who(client) != town.learner
    if verified:
        assert (done.url, who(client)) == ("/accounts/sign-in/", None)
        assert "belongs to an account here" in client.get(done.url).content.decode()


def test_a_provider_is_connected_and_then_signs_in(
    town: Town, known: Provider, browse: Callable[[Person], Client], client: Client
) -> None:
    at_home = browse(town.learner)
    done = come_back(at_home, known, "?process=connect", sub="7", email="learner@example.org")
    assert done.url == "/profile/sign-in/"
    assert queries.providers_of(town.learner).count() == 1

    come_back(client, known, sub="7", email="learner@example.org")
    assert who(client) == town.learner


def test_a_sign_in_that_is_somebodys_is_not_taken_over(
    town: Town, known: Provider, browse: Callable[[Person], Client]
) -> None:
    come_back(browse(town.learner), known, "?process=connect", sub="7")
    thief = browse(town.outsider)
    done = come_back(thief, known, "?process=connect", sub="7")

    assert (done.url, who(thief)) == ("/profile/sign-in/", town.outsider)
    assert queries.providers_of(town.learner).count() == 1
    assert queries.providers_of(town.outsider).count() == 0


def test_an_answer_that_nobody_asked_for_is_refused(known: Provider, client: Client) -> None:
    known.says = {"sub": "1"}
    refused = client.get(f"{LOGIN}callback/", {"code": "c", "state": "made-up"})

    assert who(client) is None
    assert "could not help" in refused.content.decode()
    assert known.asked == []


def test_a_provider_that_says_no_leads_back(known: Provider, client: Client) -> None:
    gone = client.post(LOGIN)
    state = parse_qs(urlsplit(gone.url).query)["state"][0]
    back = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)

    assert "You stopped signing in" in back.content.decode()


def test_where_there_is_no_provider_there_is_no_door(client: Client) -> None:
    assert client.get(LOGIN).status_code == 404
    assert "oidc" not in client.get("/accounts/sign-in/").content.decode()
