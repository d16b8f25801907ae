"""The claim's pages: what a code shows, to whom, and how an address is proved on the way."""

import re
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from mica.core.models import AuditEntry, Message
from mica.issuing.actions import life
from mica.people.actions import accept_helping, name_helper
from mica.wallet.models import Holding
from mica.web.learner import claiming
from tests.cast import LEARNER
from tests.town import Town
from tests.wallet.scenes import awarded, code
from tests.wallet.test_claiming import signed
from tests.web.learner.test_wallet import Browse, words


def test_a_code_shows_what_it_is_for_before_signing_in(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    client = Client()
    found = client.post("/claim/", {"code": code(award).lower().replace("-", " ")}, follow=True)
    page = words(found)

    assert found.redirect_chain == [(f"/claim/{code(award).replace('-', '')}", 302)]
    assert ("Bread baking" in page, "River College has awarded" in page) == (True, True)
    assert ("l…@example.org" in page, "learner@example.org" in page) == (True, False)
    sign_in = f"{reverse('account_login')}?next=/claim/{code(award).replace('-', '')}"
    assert f'href="{sign_in}"' in found.content.decode()
    assert found.headers["X-Robots-Tag"] == "noindex"


def test_looking_takes_nothing(town: Town, browse: Browse, now: datetime) -> None:
    """Mail programs follow links; a look must not be a claim."""
    award = awarded(town, now)
    Client().get(f"/claim/{code(award)}")
    Client().post(f"/claim/{code(award)}", {"act": "claim"})
    browse(town.learner).get(f"/claim/{code(award)}")
    award.refresh_from_db()

    assert (award.claimed, Holding.objects.count()) == (None, 0)


@pytest.mark.parametrize("typed", ["7KQ2", "x" * 60, "7KQ2-M4XC-90WD-B3T?"])
def test_what_is_no_code_is_said_beside_the_field(db: None, typed: str) -> None:
    assert "A code has 16 letters and digits" in words(Client().post("/claim/", {"code": typed}))


def test_a_guessed_code_is_not_there(town: Town, browse: Browse, now: datetime) -> None:
    awarded(town, now)

    assert Client().get("/claim/7KQ2M4XC90WDB3TR").status_code == 404
    assert browse(town.learner).post("/claim/7KQ2M4XC90WDB3TR").status_code == 404


def test_who_guesses_on_is_told_to_wait(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claiming, "_TRIES", 2)
    answers = [Client().get(f"/claim/7KQ2M4XC90WDB3T{sign}") for sign in "123"]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert int(answers[2].headers["Retry-After"]) > 0


def test_a_slip_is_taken_by_whoever_has_it(town: Town, browse: Browse, now: datetime) -> None:
    award = awarded(town, now, address="", reference="S-1")
    page = words(browse(town.outsider).post(f"/claim/{code(award)}", {"act": "claim"}, follow=True))

    assert "It is yours now." in page
    assert "Somebody has claimed this already" in words(
        browse(town.learner).get(f"/claim/{code(award)}")
    )


def test_an_address_is_proved_on_the_way(town: Town, browse: Browse, now: datetime) -> None:
    award = awarded(town, now, address="work@example.org")
    client, address = browse(town.learner), f"/claim/{code(award)}"
    refused = client.post(address, {"act": "claim"})
    client.post(address, {"act": "send"})
    mail = Message.objects.get(address="work@example.org", kind="code")
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", mail.text)
    assert found
    wrong = words(client.post(address, {"act": "prove", "typed": "0000-0000"}))
    assert Holding.objects.count() == 0
    taken = client.post(address, {"act": "prove", "typed": found[0]}, follow=True)

    assert "Is w…@example.org yours too?" in words(refused)
    assert "Prove it and take it" in wrong
    assert "It is yours now." in words(taken)
    assert EmailAddress.objects.get(email="work@example.org").user_id == town.learner.id


def test_a_code_sent_for_one_award_does_not_open_another(
    town: Town, browse: Browse, now: datetime
) -> None:
    mine = awarded(town, now, address="otto-two@example.org")
    others = awarded(town, now, address="somebody@example.org")
    client = browse(town.outsider)
    client.post(f"/claim/{code(mine)}", {"act": "send"})
    mail = Message.objects.get(address="otto-two@example.org", kind="code")
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", mail.text)
    assert found
    client.post(f"/claim/{code(others)}", {"act": "prove", "typed": found[0]})

    assert Holding.objects.count() == 0
    assert not EmailAddress.objects.filter(email="somebody@example.org").exists()


def test_a_revoked_award_says_that_there_is_nothing_to_claim(
    town: Town, browse: Browse, now: datetime
) -> None:
    award = awarded(town, now)
    life.revoke(award.id, "other", "", by=town.officer.id, now=now)
    client = browse(town.learner)
    client.post(f"/claim/{code(award)}", {"act": "claim"})

    assert "There is nothing to claim now" in words(client.get(f"/claim/{code(award)}"))
    assert Holding.objects.count() == 0


def test_an_identifier_is_bound_by_the_text_that_the_page_shows(
    town: Town, browse: Browse, now: datetime
) -> None:
    award = awarded(town, now)
    client, address = browse(town.learner), f"/claim/{code(award)}"
    found = re.search(r'<code dir="ltr">([\w=-]+)</code>', client.get(address).content.decode())
    assert found
    bad = client.post(address, {"act": "claim", "proof": signed(LEARNER, "something else")})
    assert (
        "does not show that the identifier is yours" in words(bad),
        Holding.objects.count(),
    ) == (
        True,
        0,
    )
    client.post(address, {"act": "claim", "proof": signed(LEARNER, found[1])})

    assert LEARNER.did in Holding.objects.get().document


def test_a_helper_takes_it_for_the_learner_and_both_are_written_down(
    town: Town, browse: Browse, now: datetime
) -> None:
    award = awarded(town, now)
    tie = name_helper(town.learner, "recruiter@example.org", until=None, by=town.learner, now=now)
    accept_helping(tie.id, by=town.recruiter, now=now)
    client = browse(town.recruiter)
    client.post(f"/profile/acting/{town.learner.id}/")
    client.post(f"/claim/{code(award)}", {"act": "claim"})

    assert Holding.objects.get().person == town.learner
    entry = AuditEntry.objects.get(verb="issuing.claim")
    assert (entry.actor, entry.data["helper"]) == (town.learner.id, str(town.recruiter.id))


def test_a_helper_proves_no_address(town: Town, browse: Browse, now: datetime) -> None:
    award = awarded(town, now, address="recruiter@example.org")
    tie = name_helper(town.learner, "recruiter@example.org", until=None, by=town.learner, now=now)
    accept_helping(tie.id, by=town.recruiter, now=now)
    client = browse(town.recruiter)
    client.post(f"/profile/acting/{town.learner.id}/")
    before = Message.objects.filter(kind="code").count()
    page = words(client.post(f"/claim/{code(award)}", {"act": "send"}))

    assert "The learner has to sign in" in page
    assert Message.objects.filter(kind="code").count() == before


def test_a_helper_takes_no_archive(town: Town, browse: Browse, now: datetime) -> None:
    tie = name_helper(town.learner, "recruiter@example.org", until=None, by=town.learner, now=now)
    accept_helping(tie.id, by=town.recruiter, now=now)
    client = browse(town.recruiter)
    client.post(f"/profile/acting/{town.learner.id}/")

    assert client.get("/wallet/archive/download/").status_code == 409
    assert "Only the learner can download it" in words(client.get("/wallet/archive/"))
