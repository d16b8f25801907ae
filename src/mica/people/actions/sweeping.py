"""What has run out goes."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from mica.people.models import AddressCode, Invitation, Session

_KEPT: Final = timedelta(days=90)


@transaction.atomic
def sweep(now: datetime) -> None:
    """Drop codes, sessions, and old invitations with the addresses in them.

    Not audited: nothing that still held changes.
    """
    AddressCode.objects.filter(until__lte=now).delete()
    Session.objects.filter(expire_date__lte=now).delete()
    Invitation.objects.filter(until__lte=now - _KEPT).delete()
