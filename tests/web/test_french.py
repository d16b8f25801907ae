"""French: chosen once and kept, in pages, mails, verdicts, dates and numbers."""

import gettext
import json
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import dates, formats, translation
from django.utils.formats import date_format

from mica.core.models import Message
from mica.issuing.errors import Unfit
from mica.people import actions
from mica.people.errors import NotAllowed
from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.web.answers import sentence_of
from mica.web.states import STATES
from tests import cast
from tests.cast import PROVIDER
from tests.people.test_entering import sent_code
from tests.town import Town
from tools.messages import LOCALES
from tools.po import read_po

pytestmark = pytest.mark.django_db
HERS = "Ce que vous avez, et à qui vous le montrez."
NBSP = "\u00a0"
THEIRS = (Path(django.__file__).parent / "conf", Path(allauth.__file__).parent)


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def switch(client: Client, language: str) -> Any:
    return client.post(reverse("set_language"), {"language": language, "next": "/verify/"})


# -- the switch -------------------------------------------------------------------------------
def test_the_switch_is_kept_from_page_to_page(client: Client) -> None:
    assert '<html lang="en" dir="ltr">' in text_of(client.get("/"))

    assert switch(client, "fr").url == "/verify/"

    for page in ("/", "/verify/", "/claim/", "/accounts/sign-in/"):
        assert '<html lang="fr" dir="ltr">' in text_of(client.get(page)), page
    switch(client, "en")
    assert '<html lang="en" dir="ltr">' in text_of(client.get("/"))


def test_a_browser_that_asks_for_french_gets_it(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "fr-CH, fr;q=0.9, en;q=0.5"})

    assert page.headers["Content-Language"] == "fr"
    assert "La preuve de ce que vous savez faire, entre vos mains" in text_of(page)


def test_a_language_that_is_not_offered_changes_nothing(client: Client) -> None:
    switch(client, "xx")

    assert '<html lang="en"' in text_of(client.get("/"))


def test_signing_in_brings_back_ones_own_language(town: Town, client: Client) -> None:
    town.learner.language = "fr"
    town.learner.save()
    client.post("/accounts/sign-in/", {"address": "learner@example.org"})
    client.post("/accounts/sign-in/code/", {"code": sent_code("learner@example.org")})

    assert HERS in text_of(client.get("/home"))


def test_who_comes_for_the_first_time_in_french_is_written_to_in_french(client: Client) -> None:
    switch(client, "fr")
    client.post("/accounts/sign-in/", {"address": "nouvelle@example.org"})
    client.post("/accounts/sign-in/code/", {"code": sent_code("nouvelle@example.org")})
    client.post("/profile/sign-in/addresses/add/", {"address": "autre@example.org"})

    said = Message.objects.values_list("subject", flat=True)
    subjects = [subject.partition(":")[0].strip() for subject in said]
    assert sorted(subjects) == ["Confirmez cette adresse", "Votre code"]


def test_the_language_of_a_profile_is_that_of_its_mail(
    town: Town, browse: Callable[[Any], Client], now: Any
) -> None:
    client = browse(town.learner)
    client.post("/profile/", {"name": "Learner Lena", "language": "fr", "born": ""})
    town.learner.refresh_from_db()
    actions.name_helper(town.learner, "outsider@example.org", until=None, by=town.learner, now=now)
    actions.name_helper(town.outsider, "learner@example.org", until=None, by=town.outsider, now=now)

    said = dict(Message.objects.values_list("address", "subject"))
    assert said == {
        "outsider@example.org": "Learner Lena asks you to help",
        "learner@example.org": "Outsider Otto vous demande de l’aide",
    }
    assert HERS in text_of(client.get("/home"))


# -- what is said -----------------------------------------------------------------------------
def test_a_verdict_is_a_french_sentence(client: Client) -> None:
    switch(client, "fr")
    signed = json.dumps(PROVIDER.signs(cast.credential()))

    page = text_of(client.post("/verify/", {"text": signed}))
    assert f"l’attestation «{NBSP}Beekeeping for beginners{NBSP}» le 15 janvier 2026." in page
    assert "Elle est valide jusqu’au 15 janvier 2031." in page
    assert f"Qui l’a signée, et est-elle inchangée{NBSP}?" in page


def test_a_reason_inside_a_finding_is_said_in_french() -> None:
    broken = cast.credential(issuer=5)
    report = cast.judged(broken)
    wrong = next(check for check in report.checks if check.code == "wrong-kind")

    with translation.override("fr"):
        said = wording.finding(wrong, HERE)
    assert said == (
        f"Il y a ici un nombre{NBSP}; attendu{NBSP}: une URL absolue, comme https://… ou did:…, ou "
        "un émetteur (un objet)."
    )


def test_an_error_is_a_french_sentence(client: Client) -> None:
    with translation.override("fr"):
        said = sentence_of(NotAllowed("scope-missing", scope="awards:read"))
    assert said == (
        "Ce jeton n’a pas ce droit. Demandez à un propriétaire un jeton avec la portée awards:read."
    )


def test_a_state_inside_an_error_is_said_in_french() -> None:
    with translation.override("fr"):
        said = sentence_of(Unfit("act-does-not-fit", act="suspend", state="revoked"))
    assert said == (
        f"Cette attribution est dans l’état «{NBSP}Révoquée{NBSP}»{NBSP}: ce n’est pas possible "
        "maintenant."
    )


def test_every_state_has_a_french_word_of_its_own() -> None:
    with translation.override("en"):
        english = {name: str(shown.word) for name, shown in STATES.items()}
    with translation.override("fr"):
        french = {name: str(shown.word) for name, shown in STATES.items()}

    assert {name for name in STATES if english[name] == french[name]} == set()


# -- dates and numbers ------------------------------------------------------------------------
def test_dates_and_numbers_are_written_as_in_french() -> None:
    with translation.override("fr"):
        days = [date_format(date(2026, month, 1), "DATE_FORMAT") for month in (2, 5, 8)]
        numbers = (
            formats.number_format(1234567, force_grouping=True),
            formats.number_format(2.5),
        )

    assert days == ["1 février 2026", "1 mai 2026", "1 août 2026"]
    assert numbers == (f"1{NBSP}234{NBSP}567", "2,5")


def test_no_word_of_ours_takes_the_place_of_a_month_or_a_day() -> None:
    """“May” a token do this? In French, it would be the month: such a word needs a context."""
    said = {str(name) for names in (dates.MONTHS, dates.WEEKDAYS) for name in names.values()}
    short = {
        str(name) for names in (dates.MONTHS_3, dates.WEEKDAYS_ABBR) for name in names.values()
    }
    french = read_po((LOCALES / "fr/LC_MESSAGES/django.po").read_text(encoding="utf-8"))

    assert {one.single for one in french if not one.context} & (said | short) == set()


def test_where_django_says_the_same_words_ours_mean_the_same() -> None:
    """Ours win, also in what Django and its parts say: read each before it comes into the list."""
    french = read_po((LOCALES / "fr/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    ours = {one.single: one.said[0] for one in french if one.said and not one.context}
    theirs: dict[Any, str] = {}
    for folder in THEIRS:
        with (folder / "locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
            theirs |= vars(gettext.GNUTranslations(file))["_catalog"]

    different = {text for text, said in ours.items() if theirs.get(text, said) != said}
    assert different == {"Connect %(provider)s", "Email", "Remove"}
