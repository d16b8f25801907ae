"""Claiming: a learner takes an award into their wallet, by its code."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from mica.issuing import queries as issuing
from mica.issuing.actions import claiming as awards
from mica.issuing.queries import Offer
from mica.people.models import Person
from mica.people.queries import addresses_of, check_consent
from mica.vc.errors import VcError
from mica.vc.report import Report, Verdict
from mica.vc.verify import Expected
from mica.verification import queries as verification
from mica.verification.rules import judge
from mica.wallet import proofs
from mica.wallet.actions.holding import Arrival, hold
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Holding
from mica.wallet.rules import reading
from mica.wallet.rules.claims import Way, way

_DIDS: Final = ("did:key:", "did:web:")


def claim(person: Person, code: str, *, by: UUID, now: datetime, proof: str = "") -> Arrival:
    """Take an award into a wallet. Asked again by the same person, it gives the same.

    Args:
        person: whose wallet.
        code: as it was typed.
        by: who does it: the person, or whoever helps them.
        now: aware.
        proof: a signed presentation that shows control of an identifier, to which the credential is
            then bound; "" for none.

    Raises:
        issuing.errors.NotFound: `no-such-code`.
        issuing.errors.Unfit: `claimed-already`, `act-does-not-fit`.
        Unfit: `another-address`; of the proof `proof-unreadable`, `identifier-unfit` and
            `proof-fails`.
        people.errors.Unfit: `guardian-consent-needed`.
    """
    check_consent(person, now)
    offer = issuing.offer(code, now)
    if way_of(person, offer) is Way.PROVE:
        raise Unfit("another-address")
    # A did:web goes out to be resolved, so it comes before the transaction.
    did = proved(person, offer.award, proof, now) if proof else ""
    with transaction.atomic():
        document = awards.claim(code, person=person.id, now=now, did=did, by=by)
        return _take(person, offer.award, document, by=by, now=now)


def take_newest(person: Person, holding_id: UUID, *, by: UUID, now: datetime) -> Arrival:
    """Take the newest version of what was claimed here; the one before it stays in the history.

    Raises:
        NotFound: `no-such-holding`.
        Unfit: `not-from-here`.
    """
    held = Holding.objects.filter(person=person, id=holding_id).only("award").first()
    if held is None:
        raise NotFound("no-such-holding")
    document = issuing.newest_document(held.award, person) if held.award else None
    if held.award is None or document is None:
        raise Unfit("not-from-here")
    with transaction.atomic():
        return _take(person, held.award, document, by=by, now=now)


def way_of(person: Person, offer: Offer) -> Way:
    """What stands between a person and what they are offered."""
    return way(
        person.id,
        [one.email for one in addresses_of(person)],
        address=offer.address,
        claimed_by=offer.claimed_by,
        standing=offer.standing,
    )


def proved(person: Person, award_id: UUID, proof: str, now: datetime) -> str:
    """The identifier whose control a presentation shows.

    Raises:
        Unfit: `proof-unreadable`, `identifier-unfit`, `proof-fails`.
    """
    reports = [
        _judged(proof, challenge, now) for challenge in proofs.challenges(person.id, award_id, now)
    ]
    report = next((one for one in reports if one.verdict is Verdict.VALID), reports[0])
    holder = report.about.issuer_id or ""
    if not holder.startswith(_DIDS):
        raise Unfit("identifier-unfit")
    if report.verdict is not Verdict.VALID:
        raise Unfit("proof-fails", why=_why(report))
    return holder


def _judged(proof: str, challenge: str, now: datetime) -> Report:
    expected = Expected(challenge=challenge, domain=proofs.domain())
    setting = verification.setting(now, expected=expected)
    try:
        report = judge(proof.strip().encode(), setting)
    except VcError as error:
        raise Unfit("proof-unreadable") from error
    if report.about.kind != "VerifiablePresentation":
        raise Unfit("proof-unreadable")
    return report


def _why(report: Report) -> str:
    return next((one.sentence for one in report.checks if one.outcome != "passed"), "")


def _take(person: Person, award_id: UUID, document: str, *, by: UUID, now: datetime) -> Arrival:
    """Verified like anyone's. Keys and lists are our own, so nothing goes out."""
    report = verification.judge(document.encode(), now)
    return hold(
        person.id,
        reading.document_of(document),
        report,
        source=Holding.Source.CLAIM,
        by=by,
        now=now,
        award=award_id,
    )
