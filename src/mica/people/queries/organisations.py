"""Reads about organisations, their members and their tokens."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from mica.errors import MicaError
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


Caller: TypeAlias = Person | TokenHolder
"""Who asks: a person, or a machine by its token. The id of either is the actor in the log."""


def organisation_for(caller: Caller, slug: str, *, role: str = "reader") -> Organisation:
    """An organisation in which somebody has at least a role; a token has one in its own.

    Args:
        caller: who asks.
        slug: the organisation's name in addresses.
        role: reader, officer or owner.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    found = _place_of(caller, slug)
    if found is None:
        raise NotAllowed("no-such-organisation")
    organisation, held = found
    if not rules.has_role(held, role):
        raise NotAllowed("role-too-low")
    return organisation


def _place_of(caller: Caller, slug: str) -> tuple[Organisation, str] | None:
    """The organisation of that name with the role of who asks; None where they have none."""
    if isinstance(caller, TokenHolder):
        own = caller.organisation
        return (own, rules.role_of_scopes(caller.scopes)) if own.slug == slug else None
    member = (
        Membership.objects.filter(person=caller, organisation__slug=slug)
        .select_related("organisation")
        .first()
    )
    return None if member is None else (member.organisation, member.role)


def check_role(
    actor_id: UUID, organisation_id: UUID, role: str, *, hidden: MicaError | None = None
) -> None:
    """Refuse who has less than a role in an organisation; for actions.

    Args:
        actor_id: a person's, or a token's.
        organisation_id: where.
        role: reader, officer or owner.
        hidden: what is said to who has no role there, in place of `no-such-organisation`: where a
            thing was asked for by its id, nobody shall learn from the answer that it is there.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
    """
    held = role_of(actor_id, organisation_id)
    if held is None:
        raise hidden or NotAllowed("no-such-organisation")
    if not rules.has_role(held, role):
        raise NotAllowed("role-too-low")


def role_of(actor_id: UUID, organisation_id: UUID) -> str | None:
    """The role of a person, or of a token, in an organisation; None for who has none."""
    role = (
        Membership.objects.filter(person_id=actor_id, organisation_id=organisation_id)
        .values_list("role", flat=True)
        .first()
    )
    if role is not None:
        return role
    token = Token.objects.filter(id=actor_id, organisation_id=organisation_id, revoked=None)
    scopes = token.values_list("scopes", flat=True).first()
    return None if scopes is None else rules.role_of_scopes(scopes)


def token_names(organisation_id: UUID) -> dict[UUID, str]:
    """What an organisation calls its tokens, those that ended included.

    Whoever asks has checked that whoever looks may see what was done there.
    """
    found = Token.objects.filter(organisation_id=organisation_id)
    return dict(found.values_list("id", "name"))


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
