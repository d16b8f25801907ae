"""Who belongs to an organisation, and in which role."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit, mail
from mica.people import letters, rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Invitation, Membership, Organisation, Person
from mica.people.queries.organisations import check_role, invitation_for
from mica.people.queries.persons import person_at_address


@transaction.atomic
def invite_member(
    organisation: Organisation, address: str, role: str, *, by: Person, now: datetime
) -> Invitation:
    """Ask whoever reads an address to become a member.

    Args:
        organisation: in any state: members can be gathered while the operator decides.
        address: as it was typed.
        role: reader, officer or owner.
        by: an owner; or an operator, for an organisation that everybody has left.
        now: aware.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
        Unfit: `no-such-role`, `is-member-already`, `is-invited-already`.
    """
    if not by.is_operator or organisation.memberships.exists():
        check_role(by.id, organisation.id, "owner")
    _check_known(role)
    wanted = rules.address_of(address)
    invited = person_at_address(wanted)
    Organisation.objects.select_for_update().get(id=organisation.id)
    if invited and Membership.objects.filter(person=invited, organisation=organisation).exists():
        raise Unfit("is-member-already")
    open_ones = organisation.invitations.filter(address=wanted, state=Invitation.State.OPEN)
    open_ones.filter(until__lte=now).update(state=Invitation.State.WITHDRAWN, answered=now)
    if open_ones.exists():
        raise Unfit("is-invited-already")
    made = Invitation.objects.create(
        organisation=organisation,
        address=wanted,
        role=role,
        by=by,
        created=now,
        until=now + rules.INVITATION_LIFE,
    )
    language = invited.language if invited else organisation.language
    mail.send_all([letters.invitation(made, by, language)], kind="invitation", now=now)
    audit.record(
        "people.invite_member", organisation.id, by=by.id, now=now, invitation=str(made.id)
    )
    return made


@transaction.atomic
def withdraw_invitation(
    organisation: Organisation, invitation_id: UUID, *, by: Person, now: datetime
) -> None:
    """Take an invitation back.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`, `no-such-invitation`.
    """
    check_role(by.id, organisation.id, "owner")
    changed = organisation.invitations.filter(id=invitation_id, state=Invitation.State.OPEN).update(
        state=Invitation.State.WITHDRAWN, answered=now
    )
    if not changed:
        raise NotAllowed("no-such-invitation")
    audit.record(
        "people.withdraw_invitation",
        organisation.id,
        by=by.id,
        now=now,
        invitation=str(invitation_id),
    )


@transaction.atomic
def answer_invitation(
    invitation_id: UUID, *, accept: bool, by: Person, now: datetime
) -> Organisation:
    """Accept or decline, as whoever has the address that was invited.

    Raises:
        NotAllowed: `no-such-invitation`.
        Unfit: `invitation-over`.
    """
    found = invitation_for(by, invitation_id)
    state = Invitation.State.ACCEPTED if accept else Invitation.State.DECLINED
    changed = Invitation.objects.filter(
        id=found.id, state=Invitation.State.OPEN, until__gt=now
    ).update(state=state, answered=now)
    if not changed:
        raise Unfit("invitation-over")
    if accept:
        member, made = Membership.objects.get_or_create(
            person=by,
            organisation=found.organisation,
            defaults={"role": found.role, "created": now},
        )
        if not made and rules.has_role(found.role, member.role):
            Membership.objects.filter(id=member.id).update(role=found.role)
    audit.record(
        "people.answer_invitation",
        found.organisation_id,
        by=by.id,
        now=now,
        invitation=str(found.id),
        accepted=accept,
    )
    return found.organisation


@transaction.atomic
def change_role(
    organisation: Organisation, person_id: UUID, role: str, *, by: Person, now: datetime
) -> None:
    """Give a member another role.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`, `no-such-member`.
        Unfit: `no-such-role`, `last-owner`.
    """
    check_role(by.id, organisation.id, "owner")
    _check_known(role)
    member = _member(organisation, person_id)
    member.role = role
    member.save(update_fields=["role"])
    _check_owner_left(organisation)
    audit.record(
        "people.change_role", organisation.id, by=by.id, now=now, person=str(person_id), role=role
    )


@transaction.atomic
def remove_member(
    organisation: Organisation, person_id: UUID, *, by: Person, now: datetime
) -> None:
    """Let a member go: an owner anybody, everybody themselves.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`, `no-such-member`.
        Unfit: `last-owner`.
    """
    check_role(by.id, organisation.id, "reader" if person_id == by.id else "owner")
    _member(organisation, person_id).delete()
    _check_owner_left(organisation)
    audit.record("people.remove_member", organisation.id, by=by.id, now=now, person=str(person_id))


def _member(organisation: Organisation, person_id: UUID) -> Membership:
    """A member; meanwhile nobody else changes who belongs to the organisation."""
    Organisation.objects.select_for_update().get(id=organisation.id)
    found = organisation.memberships.filter(person_id=person_id).first()
    if found is None:
        raise NotAllowed("no-such-member")
    return found


def _check_owner_left(organisation: Organisation) -> None:
    if not rules.keeps_an_owner(organisation.memberships.values_list("role", flat=True)):
        raise Unfit("last-owner")


def _check_known(role: str) -> None:
    if role not in rules.ROLES:
        raise Unfit("no-such-role")
