"""The outbox is for whoever tries Mica out on their own machine, and for nobody else."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from mica.core import mail
from tests.town import Town

pytestmark = pytest.mark.django_db


def letters(now: datetime) -> str:
    """The address of one mail."""
    text = "Hello <b>,\n\nClaim it here:\nhttp://127.0.0.1:8000/claim/x\n"
    sent = mail.send("lena@example.org", "Your credential", text, kind="claim", now=now)
    return f"/outbox/{sent}"


def test_mails_are_listed_and_read_where_there_is_no_server(client: Client, now: datetime) -> None:
    empty = client.get("/outbox").content.decode()
    address = letters(now)
    full, one = (client.get(place).content.decode() for place in ("/outbox", address))

    assert "No mail yet" in empty
    assert f'<a href="{address}">Your credential</a>' in full
    assert "Kept here" in full
    assert "Hello &lt;b&gt;," in one
    assert '<a href="http://127.0.0.1:8000/claim/x"' in one
    assert client.get(f"/outbox/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "shared",
    [{"MICA_MAIL": {"host": "mail.example"}}, {"PRODUCTION": True}, {"ON_LOOPBACK": False}],
)
def test_nobody_reads_mail_on_a_site_that_others_use(
    browse, town: Town, now: datetime, shared: dict[str, object]
) -> None:
    places = ("/outbox", letters(now))
    with override_settings(**shared):
        for who in (Client(), browse(town.operator), browse(town.outsider)):
            assert [who.get(place).status_code for place in places] == [404, 404]
