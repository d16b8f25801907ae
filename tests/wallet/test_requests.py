"""Requests: who asks says why; nothing is given without an act; only who asked sees the answer."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress

from mica.core.models import AuditEntry, Message
from mica.people.models import Organisation
from mica.wallet import links
from mica.wallet.actions.answering import answer, decline
from mica.wallet.actions.asking import ask, withdraw_request
from mica.wallet.actions.leaving import erase_shares
from mica.wallet.actions.sharing import change_end, open_share, withdraw_share
from mica.wallet.models import Refusal, Request, Share
from mica.wallet.queries import requests as queries
from mica.wallet.queries.shares import share_at
from tests.granting import refused
from tests.town import Town
from tests.wallet.test_sharing import held

DAY = timedelta(days=1)
LENA = "learner@example.org"


def asked(town: Town, now: datetime, **more: object) -> Request:
    """The bakery asks Lena for proof of baking, for two weeks."""
    said = {
        "what": "Proof of bread baking",
        "why": "The post needs it.",
        "until": now + 14 * DAY,
        "by": town.recruiter.id,
        "address": LENA,
        **more,
    }
    return ask(town.employer, now=now, **said)  # type: ignore[arg-type]


def at(request: Request, now: datetime) -> Request:
    """What whoever has the link finds."""
    return queries.request_at(links.secret_of("request", request.id), now)


def test_who_is_asked_gets_a_mail_that_says_who_asks_what_and_why(
    town: Town, now: datetime
) -> None:
    request = asked(town, now, address=" Learner@Example.org ")
    letter = Message.objects.get(kind="request")

    assert (letter.address, request.address) == (LENA, LENA)
    assert letter.subject == "Bright Bakery asks you for proof: Proof of bread baking"
    said = ("Why: The post needs it.", links.request_address(request.id))
    assert [words in letter.text for words in said] == [True, True]
    assert list(queries.requests_for(town.learner, now)) == [request]
    assert list(queries.requests_for(town.outsider, now)) == []


def test_a_request_without_an_address_is_a_link_to_hand_out_and_mails_nobody(
    town: Town, now: datetime
) -> None:
    request = asked(town, now, address="")

    assert Message.objects.filter(kind="request").count() == 0
    assert at(request, now) == request
    assert queries.may_answer(town.outsider, request)


def test_only_officers_of_an_approved_organisation_ask(town: Town, now: datetime) -> None:
    with refused("no-such-organisation"):
        asked(town, now, by=town.outsider.id)
    town.employer.state = Organisation.State.SUSPENDED
    town.employer.save()
    with refused("organisation-not-approved"):
        asked(town, now)
    assert (Request.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"what": " "}, "what-missing"),
        ({"why": ""}, "why-missing"),
        ({"why": "x" * 501}, "words-too-long"),
        ({"address": "lena"}, "address-unfit"),
        ({"until": datetime(2026, 6, 1, tzinfo=UTC)}, "end-is-past"),
        ({"until": datetime(2029, 1, 1, tzinfo=UTC)}, "end-too-far"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    town: Town, now: datetime, wrong: dict[str, object], expected: str
) -> None:
    with refused(expected):
        asked(town, now, **wrong)


def test_nothing_is_given_by_looking_at_a_request(town: Town, now: datetime) -> None:
    held(town, now)
    request = asked(town, now)
    at(request, now)

    assert (Share.objects.count(), queries.answers_to(request, now)) == (0, [])


def test_an_answer_is_a_share_for_who_asked_that_ends_with_the_request(
    town: Town, now: datetime
) -> None:
    one, request = held(town, now), asked(town, now)
    given = answer(town.learner, at(request, now), [one.id], now=now)

    assert (given.recipient, given.purpose, given.until) == (
        "Bright Bakery",
        "The post needs it.",
        now + 14 * DAY,
    )
    assert queries.answers_to(request, now) == [given]
    assert queries.answers_to(request, now + 14 * DAY) == []
    assert list(queries.requests_for(town.learner, now)) == []
    with refused("end-after-request"):
        change_end(town.learner, given.id, now + 15 * DAY, now=now)


def test_an_answer_is_given_once_and_can_be_taken_back_and_given_anew(
    town: Town, now: datetime
) -> None:
    one, request = held(town, now), asked(town, now)
    first = answer(town.learner, request, [one.id], now=now)
    with refused("answered-already"):
        answer(town.learner, request, [one.id], now=now)
    with refused("answered-already"):
        decline(town.learner, request, "", now=now)

    withdraw_share(town.learner, first.id, now=now)
    assert queries.answers_to(request, now) == []
    second = answer(town.learner, request, [one.id], now=now)
    assert queries.answers_to(request, now) == [second]


def test_who_declines_says_a_word_or_none_and_may_think_again(town: Town, now: datetime) -> None:
    one, request = held(town, now), asked(town, now)
    decline(town.learner, request, " I have another post. ", now=now)
    decline(town.learner, request, "", now=now)
    declined = [(row.person, row.word) for row in queries.refusals_of(request)]
    waiting = list(queries.requests_for(town.learner, now))
    answer(town.learner, request, [one.id], now=now)

    assert (declined, waiting) == ([(town.learner, "")], [])
    assert Refusal.objects.count() == 0


def test_what_was_asked_of_another_address_is_not_answered(town: Town, now: datetime) -> None:
    request = asked(town, now, address="somebody@example.org")
    EmailAddress.objects.create(user=town.learner, email="somebody@example.org", verified=False)
    one = held(town, now)

    with refused("asked-of-another") as caught:
        answer(town.learner, request, [one.id], now=now)
    with refused("asked-of-another"):
        decline(town.learner, request, "", now=now)
    assert "somebody@" not in str(caught.value)

    EmailAddress.objects.filter(email="somebody@example.org").update(verified=True)
    assert list(queries.requests_for(town.learner, now)) == [request]
    assert answer(town.learner, request, [one.id], now=now).request == request


@pytest.mark.parametrize("over", ["ended", "withdrawn", "suspended"])
def test_a_request_that_is_over_is_neither_found_nor_answered(
    town: Town, now: datetime, over: str
) -> None:
    one, request = held(town, now), asked(town, now)
    moment = now + 14 * DAY if over == "ended" else now
    if over == "withdrawn":
        withdraw_request(request.id, by=town.recruiter.id, now=now)
    if over == "suspended":
        Organisation.objects.filter(id=town.employer.id).update(state="suspended")

    assert list(queries.requests_for(town.learner, moment)) == []
    with refused("no-such-request"):
        at(request, moment)
    with refused("request-is-over"):
        answer(town.learner, request, [one.id], now=moment)
    with refused("request-is-over"):
        decline(town.learner, request, "", now=moment)


def test_nobody_answers_with_anothers_credential(town: Town, now: datetime) -> None:
    one, request = held(town, now), asked(town, now, address="")

    with refused("no-such-holding"):
        answer(town.outsider, request, [one.id], now=now)
    assert queries.answers_to(request, now) == []


def test_a_guessed_link_asks_for_nothing(town: Town, now: datetime) -> None:
    request = asked(town, now)

    for guess in ("A" * 22, str(request.id), links.secret_of("share", request.id)):
        with refused("no-such-request"):
            queries.request_at(guess, now)


def test_the_members_of_another_organisation_see_no_request_and_no_answer(
    town: Town, now: datetime
) -> None:
    one, request = held(town, now), asked(town, now)
    given = answer(town.learner, request, [one.id], now=now)

    with refused("no-such-organisation"):
        queries.requests_by(town.outsider, "bright-bakery")
    with refused("no-such-request"):
        queries.request_for(town.outsider, "rival-school", request.id)
    with refused("no-such-request"):
        queries.answer_for(town.outsider, "rival-school", request.id, given.id, now)
    with refused("no-such-request"):
        withdraw_request(request.id, by=town.outsider.id, now=now)
    with refused("no-such-request"):
        withdraw_request(uuid4(), by=town.recruiter.id, now=now)
    assert queries.unseen_answers(town.outsider, now) == []


def test_the_answer_of_one_request_is_not_found_under_another(town: Town, now: datetime) -> None:
    one, request, other = held(town, now), asked(town, now), asked(town, now)
    given = answer(town.learner, request, [one.id], now=now)
    rosa, slug = town.recruiter, "bright-bakery"

    assert queries.answer_for(rosa, slug, request.id, given.id, now) == given
    with refused("no-such-share"):
        queries.answer_for(rosa, slug, other.id, given.id, now)


def test_who_asked_is_told_of_answers_until_they_open_them(town: Town, now: datetime) -> None:
    one, request = held(town, now), asked(town, now)
    given = answer(town.learner, request, [one.id], now=now)
    rosa = town.recruiter

    before = queries.unseen_answers(rosa, now)
    open_share(given, viewer=rosa.id, organisation=town.employer.id, now=now)

    assert (before, queries.unseen_answers(rosa, now)) == ([(request, 1)], [])
    (row,) = queries.requests_by(rosa, "bright-bakery")
    assert (row.given, row.declined) == (1, 0)  # type: ignore[attr-defined]


def test_asking_no_longer_leaves_what_was_answered(town: Town, now: datetime) -> None:
    one, request = held(town, now), asked(town, now)
    given = answer(town.learner, request, [one.id], now=now)
    withdraw_request(request.id, by=town.recruiter.id, now=now)

    assert share_at(links.secret_of("share", given.id), now) == given
    assert AuditEntry.objects.filter(verb="wallet.withdraw_request").count() == 1


def test_what_fits_comes_first(town: Town, now: datetime) -> None:
    first = held(town, now)
    second = held(town, now)
    first.name = "First Aid at Work"
    first.save()

    found = queries.fitting(town.learner, "Proof of FIRST aid, please", now)
    assert [one.holding for one in found] == [first, second]
    assert queries.fitting(town.outsider, "first aid", now) == []


def test_who_leaves_is_no_longer_named_in_what_they_were_asked(town: Town, now: datetime) -> None:
    request = asked(town, now)
    decline(town.learner, request, "No.", now=now)
    erase_shares(town.learner, by=town.learner, now=now)
    request.refresh_from_db()

    assert (request.address, request.withdrawn, Refusal.objects.count()) == ("", now, 0)
