"""Signing in on the pages: each way, each limit, and nothing told to who guesses."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from mica.core.models import Message
from mica.people import actions, passkeys
from mica.people.models import Person
from tests.people.authenticator import Device
from tests.people.test_entering import sent_code
from tests.town import Town

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"


def who(client: Client) -> Person | None:
    found = get_user(client)  # type: ignore[arg-type]
    return found if found.is_authenticated else None


def ask(client: Client, address: str) -> Any:
    return client.post(SIGN_IN, {"address": address})


def test_a_code_signs_in_and_leads_where_one_wanted_to_go(town: Town, client: Client) -> None:
    wanted = client.get("/profile/helpers/")
    assert wanted.url == f"{SIGN_IN}?next=/profile/helpers/"
    client.get(wanted.url)
    assert ask(client, "learner@example.org").url == f"{SIGN_IN}code/"

    done = client.post(f"{SIGN_IN}code/", {"code": sent_code("learner@example.org")})

    assert (done.url, who(client)) == ("/profile/helpers/", town.learner)


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_elsewhere(town: Town, client: Client, next_: str) -> None:
    client.get(SIGN_IN, {"next": next_})
    ask(client, "learner@example.org")

    done = client.post(f"{SIGN_IN}code/", {"code": sent_code("learner@example.org")})
    assert done.url == "/home"


def test_who_is_known_and_who_is_not_are_answered_alike(town: Town, client: Client) -> None:
    shown = []
    for address in ("learner@example.org", "nobody@example.org"):
        ask(client, address)
        page = client.get(f"{SIGN_IN}code/").content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        shown.append(page.replace(address, "X"))
    assert shown[0] == shown[1]
    assert Message.objects.filter(kind="code").count() == 2


def test_a_code_sent_to_another_browser_is_of_no_use(town: Town, client: Client) -> None:
    ask(client, "learner@example.org")
    thief = Client()
    ask(thief, "outsider@example.org")

    refused = thief.post(f"{SIGN_IN}code/", {"code": sent_code("learner@example.org")})

    assert (refused.status_code, who(thief)) == (200, None)
    assert "This is not the code we sent. You can try 4 more times." in refused.content.decode()


def test_codes_for_an_address_are_limited(town: Town, client: Client) -> None:
    for _ in range(5):
        assert ask(client, "learner@example.org").status_code == 302
    refused = ask(client, "LEARNER@example.org")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes" in refused.content.decode()


def test_codes_asked_for_by_one_client_are_limited(client: Client) -> None:
    answers = [ask(client, f"a{n}@example.org").status_code for n in range(31)]

    assert answers == [302] * 30 + [429]


def test_slips_are_guessed_at_ten_times_at_most(town: Town, client: Client) -> None:
    answers = [
        client.post(f"{SIGN_IN}slip/", {"code": "AAAA-BBBB-CCCC-DDDD-EEEE"}).status_code
        for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]


def test_a_client_is_told_by_the_proxy_that_is_ours_and_not_by_itself(
    client: Client, settings: Any
) -> None:
    settings.MICA_PROXIES = 1
    answers = []
    for n in range(11):
        header = f"10.0.0.{n}, 192.0.2.7"  # the client wrote the first, our proxy the last
        answers.append(
            client.post(
                f"{SIGN_IN}slip/", {"code": "X"}, headers={"X-Forwarded-For": header}
            ).status_code
        )
    assert answers == [200] * 10 + [429]

    other = client.post(f"{SIGN_IN}slip/", {"code": "X"}, headers={"X-Forwarded-For": "192.0.2.8"})
    assert other.status_code == 200


def test_without_a_proxy_the_header_is_not_believed(client: Client) -> None:
    answers = [
        client.post(
            f"{SIGN_IN}slip/", {"code": "X"}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(11)
    ]
    assert answers == [200] * 10 + [429]


def test_a_slip_signs_in(town: Town, client: Client) -> None:
    person, code = actions.make_person_without_email(
        "Paper Paul", organisation=town.provider, by=town.officer, now=timezone.now()
    )

    assert client.post(f"{SIGN_IN}slip/", {"code": code}).url == "/home"
    assert who(client) == person


def test_a_passkey_is_added_and_signs_in(town: Town, browse: Callable[..., Client]) -> None:
    device, at_home = Device(), browse(town.learner)
    page = at_home.get("/profile/sign-in/passkeys/add/")
    made = device.make(page.context["options"])
    at_home.post("/profile/sign-in/passkeys/add/", {"name": "phone", "answer": made})

    elsewhere = Client()
    asked = elsewhere.get(f"{SIGN_IN}passkey/options").json()
    done = elsewhere.post(f"{SIGN_IN}passkey/", {"answer": device.sign(asked)})

    assert (done.url, who(elsewhere)) == ("/home", town.learner)


def test_a_passkeys_answer_works_once(town: Town, browse: Callable[..., Client]) -> None:
    device, at_home = Device(), browse(town.learner)
    page = at_home.get("/profile/sign-in/passkeys/add/")
    at_home.post(
        "/profile/sign-in/passkeys/add/",
        {"name": "phone", "answer": device.make(page.context["options"])},
    )
    thief = Client()
    answer = device.sign(thief.get(f"{SIGN_IN}passkey/options").json())
    thief.post(f"{SIGN_IN}passkey/", {"answer": answer})
    thief.post("/accounts/sign-out/")

    refused = thief.post(f"{SIGN_IN}passkey/", {"answer": answer})
    assert (refused.url, who(thief)) == (SIGN_IN, None)


@pytest.mark.parametrize("answer", ["", "{", "null", "[]", json.dumps({"rawId": "AA"})])
def test_nonsense_for_a_passkey_is_refused(client: Client, answer: str) -> None:
    client.get(f"{SIGN_IN}passkey/options")

    refused = client.post(f"{SIGN_IN}passkey/", {"answer": answer})
    assert (refused.url, who(client)) == (SIGN_IN, None)


def test_what_a_device_is_asked_is_plain_json() -> None:
    options, state = passkeys.ask_known("https://mica.example", "Mica")

    assert json.loads(json.dumps([options, state])) == [options, state]
    assert options["publicKey"]["rpId"] == "mica.example"


def test_signing_out_needs_a_form(town: Town, browse: Callable[..., Client]) -> None:
    client = browse(town.learner)

    assert client.get("/accounts/sign-out/").status_code == 405
    assert who(client) == town.learner
    client.post("/accounts/sign-out/")
    assert who(client) is None


def test_forms_need_their_token(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(SIGN_IN, {"address": "learner@example.org"}).status_code == 403
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    ["signup/", "password/reset/", "password/change/", "email/", "login/", "2fa/", "3rdparty/"],
)
def test_the_librarys_own_pages_are_closed(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


def test_no_page_asks_for_a_password() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert [name for name in names if "password" in name] == []
    assert reverse("account_login") == SIGN_IN


def test_the_language_follows_the_person(town: Town, client: Client) -> None:
    Person.objects.filter(id=town.learner.id).update(language="fr")
    ask(client, "learner@example.org")
    done = client.post(f"{SIGN_IN}code/", {"code": sent_code("learner@example.org")})

    assert done.cookies["django_language"].value == "fr"
