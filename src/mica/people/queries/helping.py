"""Reads about who acts for whom."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mica.people.errors import NotAllowed
from mica.people.models import Helper, Person
from mica.people.queries.persons import addresses_of, has_address


def acting_person(
    user: Person, acting_for: UUID | None, now: datetime
) -> tuple[Person, Person | None]:
    """Whose wallet it is, and who helps.

    Args:
        user: who signed in.
        acting_for: the learner's id that the session holds; None where they act for themselves.
        now: aware.

    Returns:
        The person whose things they are, and the helper, None where they act for themselves.

    Raises:
        NotAllowed: `not-helping`.
    """
    if acting_for is None:
        return user, None
    tie = helping(user, now).filter(learner_id=acting_for).first()
    if tie is None:
        raise NotAllowed("not-helping")
    return tie.learner, user


def helping(person: Person, now: datetime) -> QuerySet[Helper]:
    """For whom a person may act now."""
    return (
        Helper.objects.filter(
            Q(until=None) | Q(until__gt=now),
            helper=person,
            accepted__isnull=False,
            ended=None,
            learner__is_active=True,
        )
        .select_related("learner")
        .order_by("learner__name")
    )


def helpers_of(learner: Person) -> QuerySet[Helper]:
    """Whom a learner has named and not ended."""
    return learner.helpers.filter(ended=None).select_related("helper").order_by("created")


def helping_asked(person: Person) -> QuerySet[Helper]:
    """Who asks a person to help, by their verified addresses."""
    return (
        Helper.objects.filter(
            address__in=[one.email for one in addresses_of(person)],
            accepted=None,
            ended=None,
            learner__is_active=True,
        )
        .exclude(learner=person)
        .select_related("learner")
        .order_by("created")
    )


def helper_asked(person: Person, helper_id: UUID) -> Helper:
    """What a person is asked, or has agreed to, or asked somebody themselves, and has not ended.

    Raises:
        NotAllowed: `no-such-helper`.
    """
    found = Helper.objects.filter(id=helper_id, ended=None).select_related("learner").first()
    if found is None:
        raise NotAllowed("no-such-helper")
    asked = found.helper_id is None and has_address(person, found.address)
    if asked or person.id in {found.learner_id, found.helper_id}:
        return found
    raise NotAllowed("no-such-helper")
