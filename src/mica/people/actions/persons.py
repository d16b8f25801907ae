"""A person's own row: what they say of themselves, what an operator does, and leaving."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from mica.core import audit
from mica.core.actions import forget_messages
from mica.people import rules
from mica.people.actions.codes import attach_address, hold
from mica.people.actions.entering import close_doors
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import (
    AddressCode,
    Consent,
    Helper,
    Invitation,
    Membership,
    Organisation,
    Person,
    Slip,
)
from mica.people.queries.persons import addresses_of, check_operator, person_at_address


@transaction.atomic
def change_profile(
    person: Person, *, name: str, language: str, born: date | None, by: Person, now: datetime
) -> None:
    """What a person says of themselves. A date of birth is said once, where it matters.

    Raises:
        Unfit: `name-needed`, `born-in-the-future`, `born-stays`.
    """
    if not name.strip():
        raise Unfit("name-needed")
    if born is not None and born > now.date():
        raise Unfit("born-in-the-future")
    if settings.MICA_GUARDIAN_AGE and person.born is not None and born != person.born:
        raise Unfit("born-stays")
    person.name, person.language, person.born = name.strip(), language, born
    person.save(update_fields=["name", "language", "born"])
    audit.record("people.change_profile", person.id, by=by.id, now=now)


@transaction.atomic
def correct_born(person: Person, born: date | None, *, by: Person, now: datetime) -> None:
    """Put a date of birth right, as an operator who has seen a paper.

    Raises:
        NotAllowed: `operators-only`.
        Unfit: `born-in-the-future`.
    """
    check_operator(by)
    if born is not None and born > now.date():
        raise Unfit("born-in-the-future")
    person.born = born
    person.save(update_fields=["born"])
    audit.record("people.correct_born", person.id, by=by.id, now=now)


@transaction.atomic
def close_person(person: Person, *, by: Person, now: datetime, closed: bool) -> None:
    """Shut somebody out, or let them in again, as an operator.

    Raises:
        NotAllowed: `operators-only`, `no-such-person`.
    """
    check_operator(by)
    if person.id == by.id or person.erased is not None:
        raise NotAllowed("no-such-person")
    person.is_active = not closed
    person.save(update_fields=["is_active"])
    if closed:
        close_doors(person)
    verb = "people.close_person" if closed else "people.open_person"
    audit.record(verb, person.id, by=by.id, now=now)


@transaction.atomic
def make_operator(address: str, *, now: datetime) -> Person:
    """Let somebody run the site; made, where nobody has the address. For the command line only."""
    wanted = rules.address_of(address)
    hold(wanted)
    person = person_at_address(wanted)
    if person is None:
        person = Person.objects.create(language=settings.LANGUAGE_CODE)
        attach_address(person, wanted)
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    audit.record("people.make_operator", person.id, by=None, now=now)
    return person


@transaction.atomic
def erase_person(person: Person, *, by: Person, now: datetime) -> None:
    """Remove everything that tells who a person is. The opaque row stays, for what refers to it.

    Raises:
        NotAllowed: `no-such-person`, where somebody else asks who is no operator.
        Unfit: `last-owner`, where an organisation would be left without an owner.
    """
    if person.id != by.id and not by.is_operator:
        raise NotAllowed("no-such-person")
    _leave_organisations(person, now)
    addresses = [one.email for one in addresses_of(person)]
    told = [
        *Consent.objects.filter(learner=person).values_list("id", flat=True),
        *Helper.objects.filter(learner=person).values_list("id", flat=True),
    ]
    forget_messages(addresses=addresses, about=told)
    for table in (EmailAddress, SocialAccount):
        table.objects.filter(user=person).delete()
    AddressCode.objects.filter(address__in=addresses).delete()
    AddressCode.objects.filter(person=person).delete()
    Invitation.objects.filter(address__in=addresses).delete()
    Slip.objects.filter(person=person).delete()
    Consent.objects.filter(learner=person).delete()
    Helper.objects.filter(learner=person).delete()
    Helper.objects.filter(helper=person).delete()
    Helper.objects.filter(address__in=addresses).delete()
    person.passkeys.all().delete()
    close_doors(person)
    Person.objects.filter(id=person.id).update(
        name="",
        email="",
        language="en",
        born=None,
        is_active=False,
        is_operator=False,
        last_login=None,
        erased=now,
    )
    person.refresh_from_db()
    audit.record("people.erase_person", person.id, by=by.id, now=now)


def _leave_organisations(person: Person, now: datetime) -> None:
    for one in Membership.objects.filter(person=person).select_for_update(of=("self",)):
        others = Membership.objects.filter(organisation=one.organisation_id).exclude(id=one.id)
        roles = list(others.select_for_update().values_list("role", flat=True))
        if roles and not rules.keeps_an_owner(roles):
            raise Unfit("last-owner")
        one.delete()
        if not roles:  # nobody is left to answer for it
            Organisation.objects.filter(
                id=one.organisation_id, state=Organisation.State.APPROVED
            ).update(state=Organisation.State.SUSPENDED, decided=now)
            audit.record("people.abandon_organisation", one.organisation_id, by=None, now=now)
