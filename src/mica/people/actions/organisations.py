"""Organisations: registering, and what the operator decides."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from mica.core import audit, mail
from mica.people import letters, rules
from mica.people.errors import Unfit
from mica.people.models import Membership, Organisation, Person
from mica.people.queries.organisations import check_role
from mica.people.queries.persons import check_operator

_State = Organisation.State
_FROM: Final = {
    _State.APPROVED: (_State.PENDING, _State.REFUSED, _State.SUSPENDED),
    _State.REFUSED: (_State.PENDING,),
    _State.SUSPENDED: (_State.APPROVED,),
}
"""To each decision, where the organisation may stand before it."""


@transaction.atomic
def register_organisation(
    name: str,
    kind: str,
    *,
    by: Person,
    now: datetime,
    about: str = "",
    website: str = "",
    contact: str = "",
    country: str = "",
    language: str = "en",
) -> Organisation:
    """A new organisation, which waits for the operator; whoever registers it is its first owner.

    Args:
        name: as people write it.
        kind: a value of `Organisation.Kind`.
        by: the first owner.
        now: aware.
        about: a few plain sentences.
        website: https or http, or "".
        contact: an address for the public, or "".
        country: two letters (ISO 3166-1), or "".
        language: of its pages.

    Raises:
        Unfit: `name-needed`.
    """
    if not name.strip():
        raise Unfit("name-needed")
    made = Organisation.objects.create(
        slug=_free_slug(name),
        name=name.strip(),
        kind=Organisation.Kind(kind),
        about=about.strip(),
        website=website,
        contact=contact,
        country=country.upper(),
        language=language,
        created=now,
    )
    Membership.objects.create(person=by, organisation=made, role=Membership.Role.OWNER, created=now)
    operators = Person.objects.filter(is_operator=True, is_active=True).exclude(email="")
    drafts = [letters.registered(made, operator) for operator in operators]
    mail.send_all(drafts, kind="registered", now=now)
    audit.record("people.register_organisation", made.id, by=by.id, now=now)
    return made


@transaction.atomic
def change_organisation(
    organisation: Organisation,
    *,
    name: str,
    about: str,
    website: str,
    contact: str,
    country: str,
    language: str,
    by: Person,
    now: datetime,
) -> None:
    """What an organisation says of itself. Its slug and its kind stay.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
        Unfit: `name-needed`.
    """
    check_role(by.id, organisation.id, "owner")
    if not name.strip():
        raise Unfit("name-needed")
    Organisation.objects.filter(id=organisation.id).update(
        name=name.strip(),
        about=about.strip(),
        website=website,
        contact=contact,
        country=country.upper(),
        language=language,
    )
    audit.record("people.change_organisation", organisation.id, by=by.id, now=now)


@transaction.atomic
def decide_organisation(
    organisation: Organisation, state: str, *, why: str, by: Person, now: datetime
) -> None:
    """Approve (also again), refuse or suspend an organisation; its owners are told.

    Args:
        organisation: any.
        state: approved, refused or suspended.
        why: for the owners; may be "" for an approval.
        by: an operator.
        now: aware.

    Raises:
        NotAllowed: `operators-only`.
        Unfit: `decision-does-not-fit`, `reason-needed`.
    """
    check_operator(by)
    current = Organisation.objects.select_for_update().get(id=organisation.id)
    wanted = _State(state)
    if _State(current.state) not in _FROM.get(wanted, ()):
        raise Unfit("decision-does-not-fit", state=current.state)
    if wanted != _State.APPROVED and not why.strip():
        raise Unfit("reason-needed")
    current.state, current.why, current.decided = wanted, why.strip(), now
    current.save(update_fields=["state", "why", "decided"])
    owners = Membership.objects.filter(organisation=current, role=Membership.Role.OWNER)
    drafts = [
        letters.decided(current, member.person)
        for member in owners.select_related("person")
        if member.person.email
    ]
    mail.send_all(drafts, kind="decided", now=now)
    audit.record("people.decide_organisation", current.id, by=by.id, now=now, state=str(wanted))


def _free_slug(name: str) -> str:
    """A slug that is not taken; two registrations of one name at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('slugs', 0))")
    stem = rules.slug_of(name, ())
    taken = Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    return rules.slug_of(name, set(taken))
