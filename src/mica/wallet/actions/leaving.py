"""Leaving: what a wallet keeps of a person is forgotten; what they were awarded stays valid."""

from datetime import datetime

from django.db import transaction

from mica.core import audit
from mica.issuing.rules.grants import tidy_address
from mica.people.models import Person
from mica.people.queries import addresses_of
from mica.wallet.models import Holding, Refusal, Request, Share


@transaction.atomic
def erase_wallet(person: Person, *, by: Person, now: datetime) -> None:
    """Remove all that a person holds, with its history.

    Keys, status lists and the issuers' own records are left alone, so that every credential that
    was taken along verifies as before. Whether `by` may do this was asked of people's action, which
    comes after this one in the same transaction.
    """
    count, _ = Holding.objects.filter(person=person).delete()
    audit.record("wallet.erase", person.id, by=by.id, now=now, rows=count)


@transaction.atomic
def erase_shares(person: Person, *, by: Person, now: datetime) -> None:
    """End and remove all that a person shares, and what they were asked and said to it.

    Requests to their addresses lose the address, and are withdrawn.
    """
    shares, _ = Share.objects.filter(person=person).delete()
    refusals, _ = Refusal.objects.filter(person=person).delete()
    theirs = [tidy_address(one.email) for one in addresses_of(person)]
    to_them = Request.objects.filter(address__in=theirs)
    to_them.filter(withdrawn=None).update(withdrawn=now)
    asked = to_them.update(address="")
    rows = shares + refusals + asked
    audit.record("wallet.erase_shares", person.id, by=by.id, now=now, rows=rows)
