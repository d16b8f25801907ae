"""Signing in to a demo by one press: at one's own machine, as those whom the demo names."""

from typing import Any

import pytest
from django.test import Client

from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, town: Town) -> None:
    settings.MICA_DEMO = ["learner@example.org", "officer@example.org", "operator@example.org"]


@pytest.mark.usefixtures("demo")
def test_one_press_signs_in_as_somebody_whom_the_demo_names(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    assert [f"Be {name}" in page for name in ("Learner Lena", "Officer Oran", "Owner Odile")] == [
        True,
        True,
        False,
    ]
    assert 'href="/demo/"' in client.get("/accounts/sign-in/").content.decode()

    answer = client.post("/demo/", {"address": "officer@example.org"}, follow=True)
    assert (answer.redirect_chain, "Officer Oran" in answer.content.decode()) == (
        [("/home", 302)],
        True,
    )


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("address", ["owner@example.org", "nobody@example.org", ""])
def test_nobody_else_is_entered(client: Client, address: str) -> None:
    assert client.post("/demo/", {"address": address}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("set_so", "caller"),
    [
        ({"MICA_DEMO": []}, {}),
        ({"PRODUCTION": True}, {}),
        ({"ON_LOOPBACK": False}, {}),
        ({}, {"REMOTE_ADDR": "192.0.2.7"}),
        ({}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}),
    ],
)
def test_it_is_closed_wherever_others_could_come(
    settings: Any, set_so: dict[str, Any], caller: dict[str, Any]
) -> None:
    for name, value in set_so.items():
        setattr(settings, name, value)
    client = Client(**caller)

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"address": "operator@example.org"}).status_code == 404
    assert 'href="/demo/"' not in client.get("/accounts/sign-in/").content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "caller", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
)
def test_mail_is_not_read_from_another_machine(db: None, caller: dict[str, Any]) -> None:
    assert Client(**caller).get("/outbox").status_code == 404
