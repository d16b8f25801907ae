"""Issuing again what a compromised key had signed: same awards, same ids, the new key."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from mica.core import audit, jobs
from mica.issuing.actions.life import remake, tell
from mica.issuing.models import Award
from mica.issuing.queries import credentials_by_key
from mica.people.models import Organisation
from mica.people.queries import check_approved, check_role
from mica.signing.queries import key_for

_CHUNK: Final = 50


@transaction.atomic
def order_remaking(organisation: Organisation, key_id: UUID, *, by: UUID, now: datetime) -> int:
    """Have everything issued again that stands by a key's signature, in the background.

    Args:
        organisation: whose key it is; approved.
        key_id: a key that no longer signs.
        by: an owner of the organisation.
        now: aware.

    Returns:
        How many credentials there are to issue again.

    Raises:
        signing.errors.NotFound: `no-such-key`.
        people.errors.PeopleError: not an owner, or not approved.
    """
    check_role(by, organisation.id, "owner")
    check_approved(organisation)
    key = key_for(key_id, organisation.id)
    number = credentials_by_key(key.id).count()
    if number:
        jobs.queue("issuing.remake_by_key", key=str(key.id), by=str(by), lock=f"remake {key.id}")
        audit.record("issuing.order_remaking", key.id, by=by, now=now, number=number)
    return number


@transaction.atomic
def remake_some(key_id: UUID, *, by: UUID, now: datetime) -> int:
    """Issue some of them again, and tell their learners. How many there were; 0 at the end."""
    chosen = list(credentials_by_key(key_id).values_list("award_id", flat=True)[:_CHUNK])
    awards = (
        Award.objects.select_for_update(of=("self",))
        .filter(id__in=chosen)
        .select_related("version__achievement", "organisation", "person")
        .order_by("id")
    )
    done = []
    for award in awards:
        remake(award, now=now)
        tell(award, "remade", now)
        done.append(audit.Event("issuing.remake", award.id, {"key": str(key_id)}))
    audit.record_all(done, by=by, now=now)
    return len(chosen)
