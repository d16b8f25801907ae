"""Leaving: what a wallet keeps of a person is forgotten; what they were awarded stays valid."""

from datetime import datetime

from django.db import transaction

from mica.core import audit
from mica.people.models import Person
from mica.wallet.models import Holding


@transaction.atomic
def erase_wallet(person: Person, *, by: Person, now: datetime) -> None:
    """Remove all that a person holds, with its history.

    Keys, status lists and the issuers' own records are left alone, so that every credential that
    was taken along verifies as before. Whether `by` may do this was asked of people's action, which
    comes after this one in the same transaction.
    """
    count, _ = Holding.objects.filter(person=person).delete()
    audit.record("wallet.erase", person.id, by=by.id, now=now, rows=count)
