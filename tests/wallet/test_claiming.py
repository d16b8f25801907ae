"""Claiming: by the right person, once, with a code that is not guessed; bound to an identifier."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings

from mica.core.models import AuditEntry
from mica.errors import MicaError
from mica.issuing.actions import life
from mica.issuing.actions.claiming import claim as claim_award
from mica.issuing.models import Award
from mica.issuing.queries import offer
from mica.issuing.rules.grants import Grant
from mica.people.models import Person
from mica.wallet import proofs
from mica.wallet.actions import claiming
from mica.wallet.actions.claiming import claim, take_newest
from mica.wallet.actions.holding import Arrival, Outcome
from mica.wallet.models import Former, Holding
from mica.wallet.queries.holdings import held, holdings_of, in_state
from mica.wallet.rules.claims import Way
from mica.wallet.rules.states import State
from tests.cast import LEARNER, OUTSIDER, V2
from tests.town import Town
from tests.wallet.scenes import achievement, awarded, code

MINUTE = timedelta(minutes=1)


def taken(person: Person, award: Award, now: datetime, **more: Any) -> Arrival:
    return claim(person, code(award), by=person.id, now=now, **more)


def refused(person: Person, award: Award, now: datetime, **more: Any) -> str:
    with pytest.raises(MicaError) as caught:
        taken(person, award, now, **more)
    assert str(caught.value) != caught.value.code, "every code has a sentence"
    return caught.value.code


def states(person: Person, now: datetime) -> list[State]:
    return [one.state for one in in_state(person, holdings_of(person), now)]


def test_what_was_awarded_to_a_verified_address_is_claimed(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    arrival = taken(town.learner, award, now)

    row = arrival.holding
    assert (arrival.outcome, row.award, row.source, row.verdict) == (
        Outcome.NEW,
        award.id,
        "claim",
        "valid",
    )
    assert (row.name, row.issuer_name, row.learner_name, row.level, row.rank) == (
        "Bread baking",
        "River College",
        "Learner Lena",
        "EQF 3",
        3,
    )
    assert (row.credit, row.credit_unit) == (2.5, "ECTS")
    assert AuditEntry.objects.filter(verb="issuing.claim", actor=town.learner.id).count() == 1


def test_a_replayed_claim_gives_the_same_and_takes_nothing_twice(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    first, again = taken(town.learner, award, now), taken(town.learner, award, now + MINUTE)

    assert (again.outcome, again.holding) == (Outcome.SAME, first.holding)
    assert AuditEntry.objects.filter(verb="issuing.claim").count() == 1


def test_somebody_elses_award_is_not_claimed_with_its_code_alone(town: Town, now: datetime) -> None:
    award = awarded(town, now)

    assert refused(town.outsider, award, now) == "another-address"
    assert Holding.objects.count() == 0
    assert Award.objects.get().person is None


def test_an_unverified_address_proves_nothing(town: Town, now: datetime) -> None:
    award = awarded(town, now, address="second@example.org")
    EmailAddress.objects.create(user=town.outsider, email="second@example.org", verified=False)

    assert refused(town.outsider, award, now) == "another-address"


def test_an_address_that_was_proved_later_opens_the_claim(town: Town, now: datetime) -> None:
    award = awarded(town, now, address="Second@Example.org")
    EmailAddress.objects.create(user=town.learner, email="second@example.org", verified=True)

    assert taken(town.learner, award, now).outcome is Outcome.NEW


def test_a_printed_slip_is_claimed_by_whoever_has_it_once(town: Town, now: datetime) -> None:
    award = awarded(town, now, address="", reference="S-17")
    taken(town.outsider, award, now)

    assert refused(town.learner, award, now) == "claimed-already"


def test_a_guessed_code_finds_nothing(town: Town, now: datetime) -> None:
    awarded(town, now)

    with pytest.raises(MicaError) as caught:
        claim(town.learner, "7KQ2-M4XC-90WD-B3TR", by=town.learner.id, now=now)

    assert caught.value.code == "no-such-code"


def test_a_code_that_was_replaced_is_worthless(town: Town, now: datetime) -> None:
    award = awarded(town, now, address="wrong@example.org")
    before = code(award)
    life.resend(award.id, by=town.officer.id, now=now + MINUTE, address="learner@example.org")

    with pytest.raises(MicaError) as caught:
        claim(town.learner, before, by=town.learner.id, now=now + MINUTE)

    assert caught.value.code == "no-such-code"
    assert taken(town.learner, award, now + 2 * MINUTE).outcome is Outcome.NEW


def test_a_revoked_award_is_not_claimed(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    life.revoke(award.id, "misconduct", "", by=town.officer.id, now=now)

    assert refused(town.learner, award, now + MINUTE) == "act-does-not-fit"


def test_a_minor_waits_for_their_guardian(
    town: Town, now: datetime, settings: LazySettings
) -> None:
    settings.MICA_GUARDIAN_AGE = 16
    town.learner.born = now.date() - timedelta(days=365 * 12)
    town.learner.save()

    assert refused(town.learner, awarded(town, now), now) == "guardian-consent-needed"


@pytest.mark.parametrize(("claimer", "expected"), [("learner", Way.OPEN), ("outsider", Way.PROVE)])
def test_the_way_to_a_claim_is_told_before(
    town: Town, now: datetime, claimer: str, expected: Way
) -> None:
    award = awarded(town, now)
    person = getattr(town, claimer)

    assert claiming.way_of(person, offer(code(award), now)) is expected


def test_what_the_issuer_decides_is_seen_at_once(town: Town, now: datetime) -> None:
    award = awarded(town, now, achievement(town, now, suspendable=True))
    taken(town.learner, award, now)
    officer = town.officer.id

    seen = [states(town.learner, now)]
    life.suspend(award.id, "other", "", by=officer, now=now + MINUTE)
    seen.append(states(town.learner, now + MINUTE))
    life.reinstate(award.id, "", by=officer, now=now + 2 * MINUTE)
    seen.append(states(town.learner, now + 2 * MINUTE))
    life.revoke(award.id, "misconduct", "", by=officer, now=now + 3 * MINUTE)
    seen.append(states(town.learner, now + 3 * MINUTE))

    assert seen == [[State.VALID], [State.SUSPENDED], [State.VALID], [State.REVOKED]]


def test_a_correction_is_offered_and_taken_and_the_first_stays_in_the_history(
    town: Town, now: datetime
) -> None:
    award = awarded(town, now)
    row = taken(town.learner, award, now).holding
    life.correct(award.id, Grant(name="Lena Learner"), by=town.officer.id, now=now + MINUTE)
    before = held(town.learner, row.id, now + MINUTE)
    arrival = take_newest(town.learner, row.id, by=town.learner.id, now=now + 2 * MINUTE)
    after = held(town.learner, row.id, now + 2 * MINUTE)

    assert (before.state, before.newer) == (State.CORRECTED, True)
    assert (after.state, after.newer) == (State.VALID, False)
    assert (arrival.outcome, after.holding.id) == (Outcome.REPLACED, row.id)
    assert (after.holding.learner_name, Former.objects.count()) == ("Lena Learner", 1)


def test_nobody_takes_the_newer_version_of_anothers(town: Town, now: datetime) -> None:
    row = taken(town.learner, awarded(town, now), now).holding

    with pytest.raises(MicaError) as caught:
        take_newest(town.outsider, row.id, by=town.outsider.id, now=now)

    assert caught.value.code == "no-such-holding"


# -- an identifier of one's own --------------------------------------------------------------------


def signed(actor: Any, challenge: str, domain: str | None = None, **more: Any) -> str:
    shown = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": actor.did,
        **more,
    }
    made = actor.presents(shown, challenge=challenge, domain=domain or proofs.domain())
    return json.dumps(made)


def challenge_for(person: Person, award: Award, now: datetime) -> str:
    return proofs.challenges(person.id, award.id, now)[0]


def test_a_credential_is_bound_to_an_identifier_that_was_proved(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    proof = signed(LEARNER, challenge_for(town.learner, award, now))
    row = taken(town.learner, award, now + 10 * MINUTE, proof=proof).holding

    document = json.loads(row.document)
    assert document["credentialSubject"]["id"] == LEARNER.did
    assert (row.verdict, document["issuer"]["name"]) == ("valid", "River College")
    assert states(town.learner, now + 11 * MINUTE) == [State.VALID]


def test_what_was_claimed_can_be_bound_afterwards(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    row = taken(town.learner, award, now).holding
    proof = signed(LEARNER, challenge_for(town.learner, award, now))
    arrival = taken(town.learner, award, now + MINUTE, proof=proof)

    assert (arrival.outcome, arrival.holding.id) == (Outcome.REPLACED, row.id)
    assert json.loads(arrival.holding.document)["credentialSubject"]["id"] == LEARNER.did


@pytest.mark.parametrize("attack", ["guessed", "another award", "another person", "yesterday"])
def test_a_proof_for_something_else_is_no_proof(town: Town, now: datetime, attack: str) -> None:
    award = awarded(town, now)
    challenge = {
        "guessed": "please",
        "another award": proofs.challenges(town.learner.id, town.learner.id, now)[0],
        "another person": challenge_for(town.outsider, award, now),
        "yesterday": challenge_for(town.learner, award, now - timedelta(days=1)),
    }[attack]

    assert refused(town.learner, award, now, proof=signed(LEARNER, challenge)) == "proof-fails"
    assert Holding.objects.count() == 0


def test_a_proof_for_another_site_is_no_proof(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    proof = signed(LEARNER, challenge_for(town.learner, award, now), "https://phish.example")

    assert refused(town.learner, award, now, proof=proof) == "proof-fails"


def test_nobody_takes_anothers_identifier(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    challenge = challenge_for(town.learner, award, now)
    stolen = json.loads(signed(OUTSIDER, challenge)) | {"holder": LEARNER.did}

    assert refused(town.learner, award, now, proof=json.dumps(stolen)) == "proof-fails"


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        ("not a proof", "proof-unreadable"),
        ("{}", "proof-unreadable"),
        ('{"type": ["VerifiableCredential"]}', "proof-unreadable"),
        ('{"type": ["VerifiablePresentation"], "holder": "did:example:1"}', "identifier-unfit"),
        ('{"type": ["VerifiablePresentation"]}', "identifier-unfit"),
    ],
)
def test_what_is_no_proof_is_refused_with_words(
    town: Town, now: datetime, proof: str, expected: str
) -> None:
    award = awarded(town, now)

    assert refused(town.learner, award, now, proof=proof) == expected


def test_a_claimed_award_is_never_claimed_by_another(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    claim_award(code(award), person=town.outsider.id, now=now)

    assert refused(town.learner, award, now) == "claimed-already"
