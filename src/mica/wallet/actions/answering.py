"""Answering: a learner gives what was asked for, or declines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.people.models import Organisation, Person
from mica.people.queries import addresses_of
from mica.wallet.actions.sharing import share
from mica.wallet.errors import Unfit
from mica.wallet.models import Refusal, Request, Share
from mica.wallet.rules import claims, sharing


@transaction.atomic
def answer(
    person: Person,
    request: Request,
    holdings: Sequence[UUID],
    *,
    now: datetime,
    by: UUID | None = None,
) -> Share:
    """Answer a request with credentials. The answer is a share that ends with the request.

    Raises:
        Unfit: `request-is-over`, `asked-of-another`, `answered-already`, and as `share`.
        NotFound: `no-such-holding`.
        people.errors.Unfit: `guardian-consent-needed`.
    """
    locked = _open(person, request, now)
    Refusal.objects.filter(request=locked, person=person).delete()
    return share(
        person,
        holdings,
        recipient=locked.organisation.name,
        purpose=locked.why,
        until=locked.until,
        now=now,
        by=by,
        request=locked,
    )


@transaction.atomic
def decline(
    person: Person, request: Request, word: str, *, now: datetime, by: UUID | None = None
) -> None:
    """Decline a request, with a word or without.

    Raises:
        Unfit: `request-is-over`, `asked-of-another`, `answered-already`, `words-too-long`.
    """
    locked = _open(person, request, now)
    Refusal.objects.update_or_create(
        request=locked,
        person=person,
        defaults={"word": sharing.check_words(word, ""), "at": now},
    )
    audit.record("wallet.decline", locked.id, by=by or person.id, now=now)


def _open(person: Person, request: Request, now: datetime) -> Request:
    """The request, held for this transaction, where this person may answer it now."""
    held = Request.objects.select_for_update(of=("self",)).select_related("organisation")
    locked = held.get(id=request.id)
    state = sharing.standing(until=locked.until, withdrawn=locked.withdrawn, now=now)
    approved = locked.organisation.state == Organisation.State.APPROVED
    if state is not sharing.Standing.OPEN or not approved:
        raise Unfit("request-is-over")
    if not sharing.is_for(locked.address, [one.email for one in addresses_of(person)]):
        raise Unfit("asked-of-another", address=claims.veiled(locked.address))
    if Share.objects.filter(request=locked, person=person, withdrawn=None).exists():
        raise Unfit("answered-already")
    return locked
