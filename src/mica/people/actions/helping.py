"""Helpers: somebody acts for a learner who wants it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from mica.core import audit, mail
from mica.people import letters, rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Helper, Person
from mica.people.queries.helping import helper_asked
from mica.people.queries.persons import has_address, person_at_address


def name_helper(
    learner: Person, address: str, *, until: datetime | None, by: Person, now: datetime
) -> Helper:
    """Ask whoever reads an address to act for a learner.

    Args:
        learner: who wants help, and nobody else in their name.
        address: as it was typed.
        until: when it ends; None for when one of them ends it.
        by: the learner.
        now: aware.

    Raises:
        NotAllowed: `no-such-helper`.
        Unfit: `own-address`, `helper-named-already`.
    """
    if by.id != learner.id:
        raise NotAllowed("no-such-helper")
    wanted = rules.address_of(address)
    if has_address(learner, wanted):
        raise Unfit("own-address")
    try:
        with transaction.atomic():
            made = Helper.objects.create(learner=learner, address=wanted, created=now, until=until)
            other = person_at_address(wanted)
            letter = letters.helper_named(made, other.language if other else learner.language)
            mail.send_all([letter], kind="helper", now=now)
            audit.record("people.name_helper", learner.id, by=by.id, now=now, tie=str(made.id))
    except IntegrityError:
        raise Unfit("helper-named-already") from None
    return made


@transaction.atomic
def accept_helping(helper_id: UUID, *, by: Person, now: datetime) -> Helper:
    """Agree to act for a learner, as whoever has the address that was named.

    Raises:
        NotAllowed: `no-such-helper`.
    """
    found = helper_asked(by, helper_id)
    if found.learner_id == by.id:
        raise NotAllowed("no-such-helper")
    changed = Helper.objects.filter(id=found.id, helper=None, ended=None).update(
        helper=by, accepted=now
    )
    if not changed:
        raise NotAllowed("no-such-helper")
    audit.record("people.accept_helping", found.learner_id, by=by.id, now=now, tie=str(found.id))
    return found


@transaction.atomic
def end_helping(helper_id: UUID, *, by: Person, now: datetime) -> None:
    """End it, or decline: the learner, the helper, or whoever was asked.

    Raises:
        NotAllowed: `no-such-helper`.
    """
    found = helper_asked(by, helper_id)
    if not Helper.objects.filter(id=found.id, ended=None).update(ended=now):
        raise NotAllowed("no-such-helper")
    audit.record("people.end_helping", found.learner_id, by=by.id, now=now, tie=str(found.id))


@transaction.atomic
def begin_acting(tie: Helper, *, by: Person, now: datetime) -> None:
    """Record that a helper opens a learner's wallet."""
    audit.record("people.begin_acting", tie.learner_id, by=by.id, now=now, tie=str(tie.id))
