"""Named reads about persons and organisations, each with its access check."""

from uuid import UUID

from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Membership, Organisation, Person

_RANKS = (Membership.Role.READER, Membership.Role.OFFICER, Membership.Role.OWNER)


def organisation_for(person: Person, slug: str, *, role: str = "reader") -> Organisation:
    """An organisation in which a person has at least a role.

    Args:
        person: who asks.
        slug: the organisation's name in addresses.
        role: reader, officer or owner.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    member = (
        Membership.objects.filter(person=person, organisation__slug=slug)
        .select_related("organisation")
        .first()
    )
    if member is None:
        raise NotAllowed("no-such-organisation")
    if _RANKS.index(Membership.Role(member.role)) < _RANKS.index(Membership.Role(role)):
        raise NotAllowed("role-too-low")
    return member.organisation


def check_role(person_id: UUID, organisation_id: UUID, role: str) -> None:
    """Refuse who has less than a role in an organisation; for actions.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    held = (
        Membership.objects.filter(person_id=person_id, organisation_id=organisation_id)
        .values_list("role", flat=True)
        .first()
    )
    if held is None:
        raise NotAllowed("no-such-organisation")
    if _RANKS.index(Membership.Role(held)) < _RANKS.index(Membership.Role(role)):
        raise NotAllowed("role-too-low")


def check_approved(organisation: Organisation) -> None:
    """Refuse an organisation that the operator has not approved.

    Raises:
        Unfit: `organisation-not-approved`.
    """
    if organisation.state != Organisation.State.APPROVED:
        raise Unfit("organisation-not-approved")
