"""Codes on their way to an address, and the addresses they prove."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from mica.core import audit, mail
from mica.people import letters, rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import AddressCode, Person
from mica.people.queries.persons import addresses_of, person_at_address


def send_code(address: str, *, language: str, now: datetime, person: Person | None = None) -> UUID:
    """Send a code to an address: to sign in, or to add the address to a person.

    Says and does the same whether anybody has this address, so that nobody can find out.

    Args:
        address: as it was typed.
        language: of the mail.
        now: aware.
        person: who wants to add the address; None to sign in.

    Returns:
        The id under which the code is asked for; no secret.

    Raises:
        Unfit: `too-many-addresses`.
    """
    if person is not None and addresses_of(person).count() >= rules.MAX_ADDRESSES:
        raise Unfit("too-many-addresses")
    code = rules.code_of(secrets.randbits(5 * rules.CODE_LETTERS), rules.CODE_LETTERS)
    with transaction.atomic():
        row = AddressCode(
            address=rules.address_of(address),
            person=person,
            created=now,
            until=now + rules.CODE_LIFE,
        )
        row.hash = _hash(row.id, code)
        row.save(force_insert=True)
        write = letters.sign_in_code if person is None else letters.address_code
        mail.send_all([write(row.address, code, language)], kind="code", now=now)
    return row.id


def prove_code(code_id: UUID, typed: str, *, person: Person | None, now: datetime) -> str:
    """The address that a code proves. Each code proves once, and is tried five times at most.

    The try is counted in a transaction of its own, so that nothing can undo the count.

    Raises:
        Unfit: `code-over`, `wrong-code`.
    """
    open_ones = AddressCode.objects.filter(
        id=code_id, person=person, used=None, until__gt=now, tries__lt=rules.CODE_TRIES
    )
    if not open_ones.update(tries=F("tries") + 1):
        raise Unfit("code-over")
    row = AddressCode.objects.get(id=code_id)
    if not hmac.compare_digest(bytes(row.hash), _hash(row.id, rules.read_code(typed))):
        if row.tries >= rules.CODE_TRIES:
            raise Unfit("code-over")
        raise Unfit("wrong-code", left=rules.CODE_TRIES - row.tries)
    if not AddressCode.objects.filter(id=code_id, used=None).update(used=now):
        raise Unfit("code-over")
    return row.address


def add_address(person: Person, code_id: UUID, typed: str, *, by: Person, now: datetime) -> None:
    """Add an address that its owner has just proved to read.

    Raises:
        Unfit: `code-over`, `wrong-code`, `address-used-already`, `too-many-addresses`.
    """
    address = prove_code(code_id, typed, person=person, now=now)
    with transaction.atomic():
        hold(address)
        if person_at_address(address) is not None:
            raise Unfit("address-used-already")
        if addresses_of(person).count() >= rules.MAX_ADDRESSES:
            raise Unfit("too-many-addresses")
        tell_change(person, "address-added", now=now)
        attach_address(person, address)
        audit.record("people.add_address", person.id, by=by.id, now=now)


def attach_address(person: Person, address: str) -> None:
    """Give a person an address that was proved; the first one is the primary one."""
    first = not addresses_of(person).exists()
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=first)
    if first:
        Person.objects.filter(id=person.id).update(email=address)
        person.email = address


@transaction.atomic
def make_primary(person: Person, address: str, *, by: Person, now: datetime) -> None:
    """Write to this address from now on.

    Raises:
        NotAllowed: `no-such-address`.
    """
    chosen = _own(person, address)
    EmailAddress.objects.filter(user=person).update(primary=False)
    EmailAddress.objects.filter(pk=chosen.pk).update(primary=True)
    Person.objects.filter(id=person.id).update(email=chosen.email)
    audit.record("people.make_primary", person.id, by=by.id, now=now)


@transaction.atomic
def remove_address(person: Person, address: str, *, by: Person, now: datetime) -> None:
    """Take an address away; the last one stays.

    Raises:
        NotAllowed: `no-such-address`.
        Unfit: `last-address`.
    """
    Person.objects.select_for_update().get(id=person.id)  # two at once must not remove the last two
    chosen = _own(person, address)
    tell_change(person, "address-removed", now=now)
    chosen.delete()
    left = addresses_of(person).first()
    if left is None:
        raise Unfit("last-address")
    if chosen.primary:
        EmailAddress.objects.filter(pk=left.pk).update(primary=True)
        Person.objects.filter(id=person.id).update(email=left.email)
    audit.record("people.remove_address", person.id, by=by.id, now=now)


def tell_change(person: Person, what: str, *, now: datetime) -> None:
    """Write to all addresses of a person that their way to sign in was changed."""
    drafts = [
        letters.account_changed(one.email, what, person.language) for one in addresses_of(person)
    ]
    mail.send_all(drafts, kind="account", now=now)


def hold(address: str) -> None:
    """Make others wait who want to give the same address to somebody, until this commits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"address {address}"]
        )


def _own(person: Person, address: str) -> EmailAddress:
    chosen = addresses_of(person).filter(email=rules.address_of(address)).first()
    if chosen is None:
        raise NotAllowed("no-such-address")
    return chosen


def _hash(code_id: UUID, code: str) -> bytes:
    """A short code could be guessed from a plain hash by whoever reads the table."""
    return hmac.digest(settings.SECRET_KEY.encode(), code_id.bytes + code.encode(), hashlib.sha256)
