"""Reads about organisations, their members and their tokens."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from mica.people import rules
from mica.people.errors import BadToken, NotAllowed, OutOfScope, Unfit
from mica.people.models import Invitation, Membership, Organisation, Person, Slip, Token
from mica.people.queries.persons import addresses_of, check_operator, has_address

_OF_TOKEN: Final = ("id", "slug", "name", "kind", "state")
"""What a token's organisation is loaded with; the rest is asked for where it is needed."""
# Every call of a machine begins with this, so it is said to the database by hand: to have the
# framework put it together anew took longer than to verify a credential.
_HOLDER: Final = """
SELECT token.id, token.scopes, token.until, token.revoked, token.used,
       owner.id, owner.slug, owner.name, owner.kind, owner.state
  FROM people_token token JOIN people_organisation owner ON owner.id = token.organisation_id
 WHERE token.hash = %s
"""


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Who stands behind a machine's token, and what it may do.

    Attributes:
        organisation: approved.
        scopes: words of `rules.SCOPES`.
        id: of the token; it is the actor in the audit log.
        used: when it was last noted that it was; None for never.
    """

    organisation: Organisation
    scopes: frozenset[str]
    id: UUID
    used: datetime | None = None

    def check(self, scope: str) -> None:
        """Refuse where the token is for something else.

        Raises:
            OutOfScope: `scope-missing`.
        """
        if scope not in self.scopes:
            raise OutOfScope("scope-missing", scope=scope)


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
    if not rules.has_role(member.role, role):
        raise NotAllowed("role-too-low")
    return member.organisation


def check_role(person_id: UUID, organisation_id: UUID, role: str) -> None:
    """Refuse who has less than a role in an organisation; for actions.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    held = role_of(person_id, organisation_id)
    if held is None:
        raise NotAllowed("no-such-organisation")
    if not rules.has_role(held, role):
        raise NotAllowed("role-too-low")


def role_of(person_id: UUID, organisation_id: UUID) -> str | None:
    """The role of a person in an organisation; None for who is no member."""
    return (
        Membership.objects.filter(person_id=person_id, organisation_id=organisation_id)
        .values_list("role", flat=True)
        .first()
    )


def check_approved(organisation: Organisation) -> None:
    """Refuse an organisation that the operator has not approved.

    Raises:
        Unfit: `organisation-not-approved`.
    """
    if organisation.state != Organisation.State.APPROVED:
        raise Unfit("organisation-not-approved")


def organisations_of(person: Person) -> QuerySet[Membership]:
    """A person's own roles, with their organisations."""
    return (
        Membership.objects.filter(person=person)
        .select_related("organisation")
        .order_by("organisation__name")
    )


def organisation_at(slug: str) -> Organisation:
    """An approved organisation, for everybody.

    Raises:
        NotAllowed: `no-such-organisation`.
    """
    found = Organisation.objects.filter(slug=slug, state=Organisation.State.APPROVED).first()
    if found is None:
        raise NotAllowed("no-such-organisation")
    return found


def organisations_to_decide(person: Person, state: str = "pending") -> QuerySet[Organisation]:
    """The organisations in a state, for an operator, the longest waiting first.

    Raises:
        NotAllowed: `operators-only`.
    """
    check_operator(person)
    return (
        Organisation.objects.filter(state=state)
        .annotate(members=Count("memberships"))
        .order_by("created")
    )


def organisation_for_operator(person: Person, slug: str) -> Organisation:
    """An organisation in any state, for an operator.

    Raises:
        NotAllowed: `operators-only`, `no-such-organisation`.
    """
    check_operator(person)
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotAllowed("no-such-organisation")
    return found


def owners_for_operator(person: Person, organisation: Organisation) -> QuerySet[Membership]:
    """Who answers for an organisation, for an operator.

    Raises:
        NotAllowed: `operators-only`.
    """
    check_operator(person)
    owners = organisation.memberships.filter(role=Membership.Role.OWNER)
    return owners.select_related("person").order_by("created")


def members_of(person: Person, organisation: Organisation) -> QuerySet[Membership]:
    """The members of an organisation, for its members.

    Raises:
        NotAllowed: `no-such-organisation`.
    """
    check_role(person.id, organisation.id, "reader")
    return organisation.memberships.select_related("person").order_by("created")


def invitations_of(person: Person, organisation: Organisation) -> QuerySet[Invitation]:
    """The invitations without an answer, for the owners.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    check_role(person.id, organisation.id, "owner")
    return organisation.invitations.filter(state=Invitation.State.OPEN).order_by("created")


def invitations_for(person: Person, now: datetime) -> QuerySet[Invitation]:
    """What a person is invited to, by their verified addresses."""
    return (
        Invitation.objects.filter(
            address__in=[one.email for one in addresses_of(person)],
            state=Invitation.State.OPEN,
            until__gt=now,
        )
        .select_related("organisation")
        .order_by("created")
    )


def invitation_for(person: Person, invitation_id: UUID) -> Invitation:
    """An invitation to one of a person's verified addresses, in any state.

    Raises:
        NotAllowed: `no-such-invitation`.
    """
    found = Invitation.objects.filter(id=invitation_id).select_related("organisation").first()
    if found is None or not has_address(person, found.address):
        raise NotAllowed("no-such-invitation")
    return found


def tokens_of(person: Person, organisation: Organisation) -> QuerySet[Token]:
    """The tokens of an organisation, for the owners.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    check_role(person.id, organisation.id, "owner")
    return organisation.tokens.select_related("by").order_by("-created")


def token_for(secret: str, now: datetime) -> TokenHolder:
    """Who shows a token; `actions.use_token` also notes that it was used.

    Args:
        secret: as it was shown once.
        now: aware.

    Raises:
        BadToken: `no-such-token`.
        Unfit: `organisation-not-approved`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, [rules.digest(secret)])
        row = cursor.fetchone()
    if row is None:
        raise BadToken("no-such-token")
    token, scopes, until, revoked, used, *organisation = row
    if not rules.holds(now, until=until, ended=revoked):
        raise BadToken("no-such-token")
    holder = Organisation.from_db(connection.alias, _OF_TOKEN, organisation)
    check_approved(holder)
    return TokenHolder(holder, frozenset(json.loads(scopes)), token, used)


def persons_made_by(person: Person, organisation: Organisation) -> QuerySet[Slip]:
    """The persons without an address whom an officer made there, with their slips.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    check_role(person.id, organisation.id, "officer")
    return (
        Slip.objects.filter(organisation=organisation, by=person)
        .select_related("person")
        .order_by("-created")
    )
