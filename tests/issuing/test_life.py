"""What becomes of an award, and what a stranger who verifies it finds at each step."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from mica.core.errors import Missing
from mica.core.ids import new_id
from mica.core.models import AuditEntry, Message
from mica.issuing.actions import claiming, life, renewing
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.grants import Evidence, Fault
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.granting import BREAD, LENA, YEAR, awarded, published, refused
from tests.town import Town, member

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def award(town: Town, now: datetime) -> Award:
    version = published(town, now, replace(BREAD, validity=YEAR), suspendable=True)
    return awarded(town, version, now)


def verdict(document: str, at: datetime) -> tuple[str, list[str]]:
    """The verdict, and the codes of what did not pass."""
    report = judge(document.encode(), at)
    return report.verdict.value, [one.code for one in report.checks if one.outcome != "passed"]


def newest(award: Award) -> str:
    return award.credentials.latest("number").document


def told(kind: str) -> list[tuple[str, str]]:
    """Address and subject of the mails of a kind."""
    found = Message.objects.filter(kind=kind).order_by("created", "id")
    return list(found.values_list("address", "subject"))


def last_entry() -> tuple[str, str, UUID | None]:
    entry = AuditEntry.objects.latest("number")
    return entry.verb, entry.thing, entry.actor


VALID = ("valid", list[str]())


def test_a_suspended_award_does_not_hold_until_it_is_reinstated(
    town: Town, award: Award, now: datetime
) -> None:
    by, document = town.officer.id, newest(award)
    assert verdict(document, now) == VALID

    life.suspend(award.id, "misconduct", " An inquiry. ", by=by, now=now + MINUTE)

    award.refresh_from_db()
    assert (award.state, award.reason, award.reason_note) == (
        "suspended",
        "misconduct",
        "An inquiry.",
    )
    assert verdict(document, now + MINUTE) == ("invalid", ["status-suspended"])
    assert last_entry() == ("issuing.suspend", str(award.id), by)

    life.reinstate(award.id, "Cleared.", by=by, now=now + 2 * MINUTE)

    assert verdict(document, now + 2 * MINUTE) == VALID
    assert told("suspended") == [
        ("learner@example.org", "Your credential is suspended: Bread baking")
    ]
    assert told("reinstated") == [
        ("learner@example.org", "Your credential counts again: Bread baking")
    ]


def test_a_revoked_award_never_holds_again(town: Town, award: Award, now: datetime) -> None:
    by, document = town.officer.id, newest(award)
    life.suspend(award.id, "misconduct", "", by=by, now=now)
    life.revoke(award.id, "misconduct", "Proven.", by=by, now=now + MINUTE)

    assert verdict(document, now + MINUTE)[0] == "invalid"
    assert told("revoked") == [("learner@example.org", "Your credential was revoked: Bread baking")]
    assert "Reason: Misconduct, such as cheating" in Message.objects.get(kind="revoked").text
    for act in ("reinstate", "suspend", "revoke", "correct", "renew", "resend"):
        with refused("act-does-not-fit"):
            act_on(act, award.id, by, now + DAY)


def test_a_correction_has_the_same_id_a_newer_beginning_and_ends_the_old_document(
    town: Town, award: Award, now: datetime
) -> None:
    by, old = town.officer.id, newest(award)
    right = replace(
        LENA, name="Lena Learner", result="91", evidence=(Evidence("https://work.example/1"),)
    )
    life.correct(award.id, right, by=by, now=now + MINUTE)
    new = newest(award)
    before, after = json.loads(old), json.loads(new)

    assert (after["id"], after["validFrom"] > before["validFrom"], after["awardedDate"]) == (
        before["id"],
        True,
        "2026-06-01T12:00:00Z",
    )
    assert after["validUntil"] == before["validUntil"]
    assert after["credentialSubject"]["result"][0]["value"] == "91"
    assert "Lena Learner" in new
    assert (verdict(old, now + MINUTE), verdict(new, now + MINUTE)) == (
        ("invalid", ["status-revoked"]),
        VALID,
    )
    assert told("corrected") == [
        ("learner@example.org", "Your credential was corrected: Bread baking")
    ]
    assert award.credentials.count() == 2


def test_a_correction_within_the_same_second_is_still_the_newer_one(
    town: Town, award: Award, now: datetime
) -> None:
    life.correct(award.id, LENA, by=town.officer.id, now=now)

    first, second = award.credentials.order_by("number")
    assert second.valid_from - first.valid_from == timedelta(seconds=1)


def test_a_corrected_award_that_is_suspended_stays_so_and_is_revoked_whole(
    town: Town, award: Award, now: datetime
) -> None:
    by, old = town.officer.id, newest(award)
    life.suspend(award.id, "appeal-decided", "", by=by, now=now)
    life.correct(award.id, LENA, by=by, now=now + MINUTE)
    new = newest(award)

    assert verdict(new, now + MINUTE) == ("invalid", ["status-suspended"])

    life.reinstate(award.id, "", by=by, now=now + 2 * MINUTE)
    assert (verdict(old, now + 2 * MINUTE), verdict(new, now + 2 * MINUTE)) == (
        ("invalid", ["status-revoked"]),
        VALID,
    )

    life.revoke(award.id, "other", "", by=by, now=now + 3 * MINUTE)
    assert verdict(new, now + 3 * MINUTE) == ("invalid", ["status-revoked"])


def test_a_correction_may_move_date_and_end_and_is_reminded_of_anew(
    town: Town, award: Award, now: datetime
) -> None:
    Award.objects.filter(id=award.id).update(reminded=7, issuer_reminded=7)
    right = replace(LENA, awarded=now - DAY, until=now + 40 * DAY)
    life.correct(award.id, right, by=town.officer.id, now=now)

    award.refresh_from_db()
    assert (award.awarded, award.valid_until, award.reminded, award.issuer_reminded) == (
        now - DAY,
        now + 40 * DAY,
        None,
        None,
    )


def test_a_wrong_correction_changes_nothing(town: Town, award: Award, now: datetime) -> None:
    document = newest(award)

    with refused("grant-unfit") as caught:
        life.correct(award.id, replace(LENA, name=""), by=town.officer.id, now=now)

    assert caught.value.data["faults"] == [Fault("name", "name-missing")]
    assert (newest(award), verdict(document, now)) == (document, VALID)


def test_a_credential_is_over_when_its_term_is(award: Award, now: datetime) -> None:
    assert award.valid_until is not None

    assert verdict(newest(award), award.valid_until) == VALID
    after = award.valid_until + timedelta(seconds=1)
    assert verdict(newest(award), after)[0] == Verdict.INVALID


def test_what_cannot_be_suspended_is_not(town: Town, now: datetime) -> None:
    award = awarded(town, published(town, now), now)

    with refused("not-suspendable"):
        life.suspend(award.id, "misconduct", "", by=town.officer.id, now=now)

    award.refresh_from_db()
    assert (award.state, told("suspended")) == ("issued", [])


@pytest.mark.parametrize("reason", ["", "because"])
@pytest.mark.parametrize("act", [life.suspend, life.revoke])
def test_a_reason_is_one_of_the_list(
    town: Town, award: Award, now: datetime, act: object, reason: str
) -> None:
    document = newest(award)

    with refused("reason-missing"):
        act(award.id, reason, "", by=town.officer.id, now=now)  # type: ignore[operator]

    assert verdict(document, now) == VALID


# -- sent again -------------------------------------------------------------------------------
def test_a_claim_is_sent_again_with_the_same_code(town: Town, award: Award, now: datetime) -> None:
    life.resend(award.id, by=town.officer.id, now=now + DAY)

    texts = Message.objects.filter(kind="claim").values_list("text", flat=True)
    assert [code_of(award.id, 0) in text for text in texts] == [True, True]
    assert award.credentials.count() == 1


def test_a_changed_address_makes_the_code_sent_before_worthless(
    town: Town, award: Award, now: datetime
) -> None:
    old = newest(award)
    life.resend(award.id, by=town.officer.id, now=now + MINUTE, address="Lena@Home.example")

    assert told("claim")[-1][0] == "lena@home.example"
    with refused("no-such-code"):
        claiming.claim(code_of(award.id, 0), person=town.outsider.id, now=now + MINUTE)
    document = claiming.claim(code_of(award.id, 1), person=town.learner.id, now=now + MINUTE)
    assert (verdict(old, now + MINUTE), verdict(document, now + MINUTE)) == (
        ("invalid", ["status-revoked"]),
        VALID,
    )


def test_a_claimed_award_is_the_learners_and_goes_nowhere_else(
    town: Town, award: Award, now: datetime
) -> None:
    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)

    with refused("claimed-already"):
        life.resend(award.id, by=town.officer.id, now=now, address="other@example.org")
    with refused("claimed-already"):
        claiming.claim(code_of(award.id, 0), person=town.outsider.id, now=now)


def test_an_award_without_an_address_is_sent_nowhere_until_it_has_one(
    town: Town, now: datetime
) -> None:
    award = awarded(town, published(town, now), now, replace(LENA, address="", reference="S-1"))

    with refused("no-address"):
        life.resend(award.id, by=town.officer.id, now=now)
    with refused("grant-unfit"):
        life.resend(award.id, by=town.officer.id, now=now, address="nowhere")
    life.revoke(award.id, "other", "", by=town.officer.id, now=now)

    assert Message.objects.count() == 0


def test_after_the_claim_mails_speak_the_learners_language(
    town: Town, award: Award, now: datetime
) -> None:
    town.learner.language = "fr"
    town.learner.save()
    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    life.revoke(award.id, "other", "", by=town.officer.id, now=now)

    assert list(Message.objects.order_by("kind").values_list("kind", "language")) == [
        ("claim", "en"),
        ("revoked", "fr"),
    ]


# -- who may ----------------------------------------------------------------------------------
ACTS = ("suspend", "reinstate", "revoke", "correct", "renew", "resend", "cancel")


def act_on(act: str, award: UUID, by: UUID, now: datetime) -> object:
    match act:
        case "suspend" | "revoke":
            return getattr(life, act)(award, "other", "", by=by, now=now)
        case "reinstate":
            return life.reinstate(award, "", by=by, now=now)
        case "correct":
            return life.correct(award, LENA, by=by, now=now)
        case "renew":
            return renewing.renew(award, by=by, now=now)
    return getattr(life, act)(award, by=by, now=now)


def test_a_reader_an_outsider_and_the_learner_change_nothing(
    town: Town, award: Award, now: datetime
) -> None:
    reader = member(town.provider, "Reader Rita", "reader")
    before = Award.objects.values().get()

    for act in ACTS:
        for who in (reader, town.outsider, town.learner):
            with pytest.raises(Missing):
                act_on(act, award.id, who.id, now)

    assert Award.objects.values().get() == before


def test_what_is_not_there_is_said_to_be_so(town: Town, now: datetime) -> None:
    for act in ACTS:
        with refused("no-such-award"):
            act_on(act, new_id(), town.officer.id, now)
