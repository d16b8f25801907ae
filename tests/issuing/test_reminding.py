"""Awards that end soon: learner and issuer are told, once for each reminder."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mica.core.models import Message
from mica.issuing import tasks
from mica.issuing.actions import claiming, life, reminding, renewing
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.life import due_reminder
from tests.granting import BREAD, LENA, YEAR, awarded, published
from tests.town import Town

DAY = timedelta(days=1)


@pytest.fixture
def award(town: Town, now: datetime) -> Award:
    """Ends after a year."""
    return awarded(town, published(town, now, replace(BREAD, validity=YEAR)), now)


def told(at: datetime) -> list[tuple[str, str]]:
    """Who is told what at a moment."""
    while reminding.remind_learners(now=at, most=2):
        pass
    reminding.remind_issuers(now=at)
    found = Message.objects.filter(created=at).exclude(kind="claim").order_by("kind", "address")
    return list(found.values_list("address", "kind"))


BOTH = [("learner@example.org", "ending"), ("owner@example.org", "ending-soon")]


def test_learner_and_issuer_are_told_thirty_and_seven_days_before(
    town: Town, award: Award, now: datetime
) -> None:
    end = now.replace(year=2027)
    days = (31, 30, 29, 8, 7, 6, 1, 0, -1)

    assert {left: told(end - left * DAY) for left in days} == {
        **{left: [] for left in days},
        30: BOTH,
        7: BOTH,
    }


def test_after_a_long_outage_the_nearer_reminder_alone_is_sent(
    town: Town, award: Award, now: datetime
) -> None:
    end = now.replace(year=2027)

    assert (told(end - 3 * DAY), told(end - 2 * DAY)) == (BOTH, [])


def test_the_mails_say_what_to_do(town: Town, award: Award, now: datetime) -> None:
    told(now.replace(year=2027) - 30 * DAY)
    learner, issuer = Message.objects.exclude(kind="claim").order_by("kind")

    assert learner.subject == "Your credential ends on June 1, 2027: Bread baking"
    assert f"/claim/{code_of(award.id, 0)}" in learner.text
    assert issuer.subject == "One award ends soon"
    assert "/organisations/river-college/awards/?standing=expiring" in issuer.text


def test_an_issuer_is_told_of_many_in_one_mail_to_its_own_address(
    town: Town, award: Award, now: datetime
) -> None:
    for number in range(4):
        awarded(town, award.version, now, replace(LENA, address=f"p{number}@example.org"))
    town.provider.contact = "office@river.example"
    town.provider.save()
    at = now.replace(year=2027) - 30 * DAY

    assert [kind for _, kind in told(at)] == ["ending"] * 5 + ["ending-soon"]
    mail = Message.objects.get(kind="ending-soon")
    assert (mail.address, mail.subject) == ("office@river.example", "5 awards end soon")


@pytest.mark.parametrize("why", ["revoked", "suspended", "renewed", "scheduled", "for ever"])
def test_of_what_does_not_simply_end_nobody_is_told(town: Town, now: datetime, why: str) -> None:
    by = town.officer.id
    described = BREAD if why == "for ever" else replace(BREAD, validity=YEAR)
    version = published(town, now, described, suspendable=True)
    at = now + 400 * DAY if why == "scheduled" else None
    award = awarded(town, version, now, at=at)
    if why == "revoked":
        life.revoke(award.id, "other", "", by=by, now=now)
    if why == "suspended":
        life.suspend(award.id, "other", "", by=by, now=now)
    if why == "renewed":
        renewing.renew(award.id, by=by, now=now)
    Message.objects.all().delete()

    assert told(now.replace(year=2027) - 30 * DAY) == []


def test_whoever_was_awarded_for_less_is_not_reminded_at_once(
    town: Town, award: Award, now: datetime
) -> None:
    Award.objects.all().delete()
    awarded(town, award.version, now, replace(LENA, until=now + 20 * DAY))
    awarded(town, award.version, now, replace(LENA, address="k@e.org", until=now + 5 * DAY))

    assert [told(now + n * DAY) for n in (0, 12, 13, 19)] == [[], [], BOTH, []]


def test_a_learner_without_an_address_is_not_written_to_and_the_issuer_is(
    town: Town, award: Award, now: datetime
) -> None:
    Award.objects.update(address="")

    assert told(now.replace(year=2027) - 30 * DAY) == BOTH[1:]


def test_a_claimed_award_is_found_in_the_wallet(town: Town, award: Award, now: datetime) -> None:
    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    told(now.replace(year=2027) - 30 * DAY)

    text = Message.objects.get(kind="ending").text
    assert ("/wallet/" in text, "/claim/" in text) == (True, False)


def test_the_query_and_the_rule_are_of_one_mind(town: Town, award: Award, now: datetime) -> None:
    end = now.replace(year=2027)
    disagreed = []
    for left in (-1, 0, 1, 6, 7, 8, 29, 30, 31):
        for made in (5, 7, 20, 30, 365):
            for reminded in (None, 30, 7):
                Award.objects.update(created=end - made * DAY, reminded=reminded)
                at = end - left * DAY
                rule = due_reminder(
                    made=end - made * DAY, valid_until=end, reminded=reminded, now=at
                )
                if reminding.ending("reminded", at).exists() != (rule is not None):
                    disagreed.append((left, made, reminded))

    assert disagreed == []


def test_the_task_does_it(town: Town, award: Award) -> None:
    soon = datetime.now(award.created.tzinfo) + 6 * DAY
    Award.objects.update(valid_until=soon, created=soon - 90 * DAY)

    tasks.remind(0)
    tasks.issue_due(0)

    kinds = Message.objects.exclude(kind="claim").order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["ending", "ending-soon"]
