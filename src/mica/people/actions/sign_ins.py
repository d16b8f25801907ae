"""Adding and removing ways to sign in, besides addresses."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from mica.core import audit
from mica.people import passkeys, rules
from mica.people.actions.codes import tell_change
from mica.people.actions.entering import close_doors
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Organisation, Passkey, Person, Slip
from mica.people.queries.organisations import check_approved, check_role
from mica.people.queries.persons import addresses_of, passkeys_of, providers_of


def add_passkey(
    person: Person,
    name: str,
    *,
    origin: str,
    site: str,
    state: Mapping[str, Any],
    answer: Any,
    by: Person,
    now: datetime,
) -> Passkey:
    """Keep the public half of a key that a device has just made.

    Raises:
        Unfit: `too-many-passkeys`, `wrong-passkey`, `passkey-known-already`.
    """
    if passkeys_of(person).count() >= rules.MAX_PASSKEYS:
        raise Unfit("too-many-passkeys")
    credential, data, count = passkeys.read_new(origin, site, state=state, answer=answer)
    try:
        with transaction.atomic():
            key = Passkey.objects.create(
                person=person, name=name, credential=credential, data=data, count=count, created=now
            )
            tell_change(person, "passkey-added", now=now)
            audit.record("people.add_passkey", person.id, by=by.id, now=now, passkey=str(key.id))
    except IntegrityError:
        raise Unfit("passkey-known-already") from None
    return key


@transaction.atomic
def remove_passkey(person: Person, passkey_id: UUID, *, by: Person, now: datetime) -> None:
    """Forget a key.

    Raises:
        NotAllowed: `no-such-passkey`.
        Unfit: `other-way-needed`.
    """
    if not person.passkeys.filter(id=passkey_id).delete()[0]:
        raise NotAllowed("no-such-passkey")
    _check_a_way_is_left(person)
    tell_change(person, "passkey-removed", now=now)
    audit.record("people.remove_passkey", person.id, by=by.id, now=now, passkey=str(passkey_id))


@transaction.atomic
def note_provider(person: Person, *, now: datetime) -> None:
    """Tell and record that a sign-in provider is being connected."""
    tell_change(person, "provider-added", now=now)
    audit.record("people.connect_provider", person.id, by=person.id, now=now)


@transaction.atomic
def remove_provider(person: Person, provider_id: int, *, by: Person, now: datetime) -> None:
    """Disconnect a sign-in provider.

    Raises:
        NotAllowed: `no-such-provider`.
        Unfit: `other-way-needed`.
    """
    if not SocialAccount.objects.filter(user=person, id=provider_id).delete()[0]:
        raise NotAllowed("no-such-provider")
    _check_a_way_is_left(person)
    tell_change(person, "provider-removed", now=now)
    audit.record("people.remove_provider", person.id, by=by.id, now=now)


@transaction.atomic
def make_person_without_email(
    name: str,
    *,
    organisation: Organisation,
    by: Person,
    now: datetime,
    language: str = "en",
    born: date | None = None,
) -> tuple[Person, str]:
    """A learner whom an officer knows in the flesh, and their slip.

    Args:
        name: of the learner.
        organisation: the officer's, approved.
        by: the officer.
        now: aware.
        language: of the learner.
        born: where it is known.

    Returns:
        The person, and the slip's code in groups. The code is shown now, and never again.

    Raises:
        NotAllowed: `no-such-organisation`, `role-too-low`.
        Unfit: `organisation-not-approved`, `name-needed`, `born-in-the-future`.
    """
    check_role(by.id, organisation.id, "officer")
    check_approved(organisation)
    if not name.strip():
        raise Unfit("name-needed")
    if born is not None and born > now.date():
        raise Unfit("born-in-the-future")
    person = Person.objects.create(name=name.strip(), language=language, born=born)
    code = _write_slip(person, organisation, by, now)
    audit.record(
        "people.make_person",
        person.id,
        by=by.id,
        now=now,
        organisation=str(organisation.id),
    )
    return person, code


@transaction.atomic
def replace_slip(person: Person, *, by: Person, now: datetime) -> str:
    """Another slip for somebody; the old one, and every browser it opened, is shut out.

    Whoever made the first slip may do so while they are an officer there and the person has no
    address; the person and an operator always may.

    Returns:
        The slip's code in groups. It is shown now, and never again.

    Raises:
        NotAllowed: `no-such-slip`.
        Unfit: `has-an-address`.
    """
    old = Slip.objects.filter(person=person).select_related("organisation").first()
    organisation = old.organisation if old is not None else None
    if by.id != person.id and not by.is_operator:
        if old is None or organisation is None or old.by_id != by.id:
            raise NotAllowed("no-such-slip")
        check_role(by.id, organisation.id, "officer")
        if addresses_of(person).exists() or passkeys_of(person).exists():
            raise Unfit("has-an-address")
    if old is not None:
        old.delete()
    if by.id != person.id:
        close_doors(person)
    code = _write_slip(person, organisation, old.by if old is not None else by, now)
    tell_change(person, "slip-made", now=now)
    audit.record("people.replace_slip", person.id, by=by.id, now=now)
    return code


@transaction.atomic
def remove_slip(person: Person, *, by: Person, now: datetime) -> None:
    """End the slip of somebody who can sign in without it.

    Raises:
        Unfit: `other-way-needed`.
    """
    Slip.objects.filter(person=person).delete()
    _check_a_way_is_left(person)
    audit.record("people.remove_slip", person.id, by=by.id, now=now)


def _write_slip(
    person: Person, organisation: Organisation | None, by: Person | None, now: datetime
) -> str:
    code = rules.code_of(secrets.randbits(5 * rules.SLIP_LETTERS), rules.SLIP_LETTERS)
    Slip.objects.create(
        person=person, hash=rules.digest(code), organisation=organisation, by=by, created=now
    )
    return rules.grouped(code)


def _check_a_way_is_left(person: Person) -> None:
    if not (
        addresses_of(person).exists()
        or passkeys_of(person).exists()
        or providers_of(person).exists()
        or Slip.objects.filter(person=person).exists()
    ):
        raise Unfit("other-way-needed")
