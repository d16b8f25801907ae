"""Signing in, by each of the ways, and out everywhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.people import passkeys, rules
from mica.people.actions.codes import attach_address, hold, prove_code
from mica.people.errors import Unfit
from mica.people.models import Passkey, Person, Session, Slip, new_door
from mica.people.queries.persons import person_at_address


def enter_by_code(code_id: UUID, typed: str, *, language: str, now: datetime) -> Person:
    """Whoever reads what is sent to an address; somebody new where nobody has it.

    Raises:
        Unfit: `code-over`, `wrong-code`, `account-closed`.
    """
    address = prove_code(code_id, typed, person=None, now=now)
    with transaction.atomic():
        hold(address)
        person = person_at_address(address)
        if person is None:
            person = Person.objects.create(language=language)
            attach_address(person, address)
            audit.record("people.make_person", person.id, by=person.id, now=now)
        _enter(person, "code", now=now)
    return person


@transaction.atomic
def enter_by_passkey(
    origin: str, site: str, *, state: Mapping[str, Any], answer: Any, now: datetime
) -> Person:
    """Whose device answers.

    Args:
        origin: of the page.
        site: the site's name.
        state: what the session kept since the device was asked.
        answer: the device's, as JSON has it.
        now: aware.

    Raises:
        Unfit: `wrong-passkey`, `account-closed`.
    """
    key = (
        Passkey.objects.filter(credential=passkeys.credential_of(answer))
        .select_for_update(of=("self",))
        .select_related("person")
        .first()
    )
    if key is None:
        raise Unfit("wrong-passkey")
    count = passkeys.check_known(origin, site, state=state, answer=answer, data=bytes(key.data))
    if count <= key.count and (count or key.count):
        raise Unfit("wrong-passkey")  # a copy of the key exists: Web Authentication §6.1.1
    Passkey.objects.filter(id=key.id).update(count=count, used=now)
    _enter(key.person, "passkey", now=now)
    return key.person


@transaction.atomic
def enter_by_slip(typed: str, *, now: datetime) -> Person:
    """Whoever holds a slip. Check a limit before: it can be tried without an account.

    Raises:
        Unfit: `wrong-slip`, `account-closed`.
    """
    slip = (
        Slip.objects.filter(hash=rules.digest(rules.read_code(typed)))
        .select_related("person")
        .first()
    )
    if slip is None:
        raise Unfit("wrong-slip")
    Slip.objects.filter(id=slip.id).update(used=now)
    _enter(slip.person, "slip", now=now)
    return slip.person


@transaction.atomic
def enter_by_provider(
    known: Person | None, *, addresses: list[str], name: str, language: str, now: datetime
) -> Person:
    """Whom a sign-in provider vouches for; somebody new where it is their first time.

    An address that belongs to an account here does not open it: a provider may be wrong about it.

    Args:
        known: who has connected this sign-in before.
        addresses: those that the provider says it has verified.
        name: as the provider has it.
        language: of the page.
        now: aware.

    Raises:
        Unfit: `provider-address-used`, `account-closed`.
    """
    if known is None:
        wanted = [rules.address_of(one) for one in addresses]
        for address in sorted(wanted):
            hold(address)
            if person_at_address(address) is not None:
                raise Unfit("provider-address-used")
        known = Person.objects.create(name=name, language=language)
        for address in wanted:
            attach_address(known, address)
        audit.record("people.make_person", known.id, by=known.id, now=now)
    _enter(known, "provider", now=now)
    return known


@transaction.atomic
def end_sessions(person: Person, *, by: Person, now: datetime) -> None:
    """Sign a person out in every browser, this one included."""
    close_doors(person)
    audit.record("people.end_sessions", person.id, by=by.id, now=now)


def close_doors(person: Person) -> None:
    """End every session: the rows, and what a session that is being written now would need."""
    Session.objects.filter(person=person.id).delete()
    person.door = new_door()
    Person.objects.filter(id=person.id).update(door=person.door)


def _enter(person: Person, way: str, *, now: datetime) -> None:
    if not person.is_active:
        raise Unfit("account-closed")
    audit.record("people.sign_in", person.id, by=person.id, now=now, way=way)
