"""What may become of an award: suspended, reinstated, revoked, corrected, sent again, cancelled."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from mica.catalogue import rules as catalogue_rules
from mica.core import audit, mail
from mica.issuing import codes, letters
from mica.issuing.actions.awarding import issue_all, make_credentials
from mica.issuing.errors import NotFound, Unfit
from mica.issuing.models import Award, Credential
from mica.issuing.rules import grants, life
from mica.issuing.rules.grants import Grant
from mica.issuing.rules.life import Reason, State
from mica.people.models import Organisation
from mica.people.queries import check_role
from mica.signing.actions import set_status

_SECOND: Final = timedelta(seconds=1)


@transaction.atomic
def suspend(award_id: UUID, reason: str, note: str, *, by: UUID, now: datetime) -> Award:
    """Suspend an award until it is reinstated or revoked.

    Raises:
        Unfit: `act-does-not-fit`, `not-suspendable`, `reason-missing`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "suspend")
    _set_suspension(award, value=True, now=now)
    return _decide(award, State.SUSPENDED, reason, note, verb="suspend", by=by, now=now)


@transaction.atomic
def reinstate(award_id: UUID, note: str, *, by: UUID, now: datetime) -> Award:
    """End a suspension.

    Raises:
        Unfit: `act-does-not-fit`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "reinstate")
    _set_suspension(award, value=False, now=now)
    return _decide(award, State.ISSUED, "", note, verb="reinstate", by=by, now=now)


@transaction.atomic
def revoke(award_id: UUID, reason: str, note: str, *, by: UUID, now: datetime) -> Award:
    """Revoke an award, for good.

    Raises:
        Unfit: `act-does-not-fit`, `reason-missing`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "revoke")
    for credential in award.credentials.order_by("revocation_list"):
        set_status(credential.revocation_list, [credential.revocation_index], True, now)
    return _decide(award, State.REVOKED, reason, note, verb="revoke", by=by, now=now)


@transaction.atomic
def correct(award_id: UUID, grant: Grant, *, by: UUID, now: datetime) -> Award:
    """Make an award's credential anew with what is right: same id, a newer beginning.

    The old document is revoked. What a corrected grant leaves out (date, end) stays as it was.

    Args:
        award_id: which.
        grant: what is right; the learner's address and reference are not changed here.
        by: an officer.
        now: aware.

    Raises:
        Unfit: `act-does-not-fit`, `grant-unfit` with `faults`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "correct")
    grant = replace(
        grant,
        address=award.address,
        reference=award.reference,
        awarded=grant.awarded or award.awarded,
        until=grant.until or award.valid_until,
    )
    if faults := grants.faults(grant, max(now, award.awarded)):
        raise Unfit("grant-unfit", faults=faults)
    award.name, award.result = grant.name.strip(), grant.result.strip()
    award.awarded = grant.awarded or award.awarded
    award.note, award.valid_until = grant.note.strip(), grant.until
    award.evidence = [
        {"url": one.url, "name": one.name, "narrative": one.narrative} for one in grant.evidence
    ]
    award.reminded = award.issuer_reminded = None  # the end may be another
    award.changed = now
    award.save()
    remake(award, now=now)
    tell(award, "corrected", now)
    audit.record("issuing.correct", award.id, by=by, now=now)
    return award


def remake(award: Award, *, now: datetime) -> Credential:
    """A new document for an award; the one before it is revoked. Part of a transaction.

    It is newer by a second at least, so that every reader can tell which of the two stands.
    """
    before = award.credentials.order_by("-number").first()
    number = before.number + 1 if before else 1
    start = now.replace(microsecond=0)
    if before:
        start = max(start, before.valid_from + _SECOND)
        set_status(before.revocation_list, [before.revocation_index], True, now)
    (made,) = make_credentials(
        [award], award.version, award.organisation, now=now, number=number, start=start
    )
    if award.state == State.SUSPENDED:
        _set_suspension(award, value=True, now=now)
    return made


@transaction.atomic
def resend(award_id: UUID, *, by: UUID, now: datetime, address: str = "") -> Award:
    """Send the claim again; to another address, where the first was wrong.

    A new address makes a new code, and the code sent before is worthless from then on. Once the
    award is claimed its address stays: it is the learner's then.

    Raises:
        Unfit: `act-does-not-fit`, `claimed-already`, `no-address`, `grant-unfit`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "resend")
    if award.claimed is not None:
        raise Unfit("claimed-already")
    wanted = grants.tidy_address(address)
    if wanted and wanted != award.address:
        if not grants.is_address(wanted):
            raise Unfit("grant-unfit", faults=[grants.Fault("address", "address-unfit")])
        award.address = wanted
        award.claim_round += 1
        award.claim_hash = codes.hash_of(codes.code_of(award.id, award.claim_round))
        award.changed = now
        award.save()
        remake(award, now=now)  # the address stands on the document, hashed
    if not award.address:
        raise Unfit("no-address")
    name = catalogue_rules.read(award.version.content).name
    organisation = award.organisation
    letter = letters.claim(
        award, achievement=name, issuer=organisation.name, language=organisation.language
    )
    mail.send_all([letter], kind="claim", now=now)
    audit.record("issuing.resend", award.id, by=by, now=now)
    return award


@transaction.atomic
def cancel(award_id: UUID, *, by: UUID, now: datetime) -> Award:
    """Drop a scheduled award before it is issued.

    Raises:
        Unfit: `act-does-not-fit`.
        NotFound: `no-such-award`.
    """
    award = award_to(award_id, by, "cancel")
    award.state, award.changed = State.CANCELLED, now
    award.save(update_fields=["state", "changed"])
    audit.record("issuing.cancel", award.id, by=by, now=now)
    return award


@transaction.atomic
def issue_due(*, now: datetime, most: int = 500) -> int:
    """Issue scheduled awards whose time has come. Those of an organisation that may not award wait.

    Returns:
        How many were issued.
    """
    due = list(
        Award.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            state=State.SCHEDULED,
            scheduled__lte=now,
            organisation__state=Organisation.State.APPROVED,
        )
        .select_related("version__achievement", "organisation")
        .order_by("version_id")[:most]
    )
    for version in {award.version for award in due}:
        awards = [award for award in due if award.version_id == version.id]
        for award in awards:
            award.state, award.changed = State.ISSUED, now
        Award.objects.bulk_update(awards, ["state", "changed"])
        issue_all(awards, version, awards[0].organisation, now=now)
    audit.record_all([audit.Event("issuing.issue", one.id) for one in due], by=None, now=now)
    return len(due)


def award_to(award_id: UUID, by: UUID, act: str) -> Award:
    """An award under lock, for an officer of its organisation, if the act fits its state.

    Raises:
        NotFound: `no-such-award`, also to who is no member there.
        Unfit: `act-does-not-fit`.
        people.errors.NotAllowed: `role-too-low`.
    """
    award = (
        Award.objects.select_for_update(of=("self",))
        .filter(id=award_id)
        .select_related("version__achievement", "organisation", "person")
        .first()
    )
    if award is None:
        raise NotFound("no-such-award")
    check_role(by, award.organisation_id, "officer", hidden=NotFound("no-such-award"))
    life.check_may(act, award.state)
    return award


def _set_suspension(award: Award, *, value: bool, now: datetime) -> None:
    for credential in award.credentials.order_by("suspension_list"):
        if credential.suspension_list is None or credential.suspension_index is None:
            raise Unfit("not-suspendable")
        set_status(credential.suspension_list, [credential.suspension_index], value, now)


def _decide(
    award: Award, state: State, reason: str, note: str, *, verb: str, by: UUID, now: datetime
) -> Award:
    if state != State.ISSUED and reason not in set(Reason):
        raise Unfit("reason-missing")
    award.state, award.reason, award.reason_note = state, reason, note.strip()
    award.changed = now
    award.save(update_fields=["state", "reason", "reason_note", "changed"])
    tell(award, {"suspend": "suspended", "reinstate": "reinstated"}.get(verb, "revoked"), now)
    audit.record(f"issuing.{verb}", award.id, by=by, now=now, reason=reason)
    return award


def tell(award: Award, what: str, now: datetime) -> None:
    """Write to the learner what became of an award, in their language as far as it is known."""
    if award.address:
        mail.send_all([letters.changed(award, what)], kind=what, now=now)
