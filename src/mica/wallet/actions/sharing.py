"""Sharing: a learner lets somebody see credentials, and takes that back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.core.ids import new_id
from mica.people.models import Person
from mica.people.queries import check_consent
from mica.wallet import links
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Holding, Refusal, Request, Share, Shown, View
from mica.wallet.rules import sharing


@transaction.atomic
def share(
    person: Person,
    holdings: Sequence[UUID],
    *,
    recipient: str,
    purpose: str,
    until: datetime,
    now: datetime,
    by: UUID | None = None,
    request: Request | None = None,
) -> Share:
    """Let somebody see credentials by a link.

    Args:
        person: whose.
        holdings: which; each is theirs.
        recipient: for whom, in the learner's words.
        purpose: why; may be "".
        until: the moment at which it ends, aware, at most two years away.
        now: aware.
        by: who does it for them; themselves where None.
        request: what it answers.

    Raises:
        Unfit: `nothing-chosen`, `too-many-chosen`, `recipient-missing`, `words-too-long`,
            `end-is-past`, `end-too-far`.
        NotFound: `no-such-holding`.
        people.errors.Unfit: `guardian-consent-needed`.
    """
    check_consent(person, now)
    wanted = _checked(person, holdings)
    sharing.check_until(until, now)
    id_ = new_id()
    made = Share.objects.create(
        id=id_,
        person=person,
        recipient=sharing.check_words(recipient, "recipient-missing"),
        purpose=sharing.check_words(purpose, ""),
        until=until,
        secret_hash=links.hash_of(links.secret_of("share", id_)),
        request=request,
        created=now,
    )
    Shown.objects.bulk_create([Shown(share=made, holding_id=one) for one in wanted])
    audit.record("wallet.share", made.id, by=by or person.id, now=now, number=len(wanted))
    return made


def _checked(person: Person, holdings: Sequence[UUID]) -> set[UUID]:
    """The holdings that are to be shown, if they are the person's."""
    wanted = set(holdings)
    if not wanted:
        raise Unfit("nothing-chosen")
    if len(wanted) > sharing.MAX_SHOWN:
        raise Unfit("too-many-chosen", most=sharing.MAX_SHOWN)
    if Holding.objects.filter(person=person, id__in=wanted).count() != len(wanted):
        raise NotFound("no-such-holding")
    return wanted


@transaction.atomic
def withdraw_share(
    person: Person, share_id: UUID, *, now: datetime, by: UUID | None = None
) -> Share:
    """Take a share back, at once and for good.

    Raises:
        NotFound: `no-such-share`.
    """
    found = Share.objects.select_for_update().filter(person=person, id=share_id).first()
    if found is None:
        raise NotFound("no-such-share")
    if found.withdrawn is None:
        found.withdrawn = now
        found.save(update_fields=["withdrawn"])
        audit.record("wallet.withdraw_share", found.id, by=by or person.id, now=now)
    return found


@transaction.atomic
def change_end(
    person: Person, share_id: UUID, until: datetime, *, now: datetime, by: UUID | None = None
) -> Share:
    """Let a share end at another moment.

    Raises:
        NotFound: `no-such-share`.
        Unfit: `share-is-over`, `end-is-past`, `end-too-far`.
    """
    found = Share.objects.select_for_update().filter(person=person, id=share_id).first()
    if found is None:
        raise NotFound("no-such-share")
    if found.withdrawn is not None:
        raise Unfit("share-is-over")
    sharing.check_until(until, now)
    found.until = until
    found.save(update_fields=["until"])
    audit.record("wallet.change_share", found.id, by=by or person.id, now=now)
    return found


def record_view(share: Share, *, organisation: UUID | None, now: datetime) -> None:
    """Note that a share was opened. Its owner's own look is not noted by whoever calls this."""
    View.objects.create(share=share, organisation_id=organisation, at=now)


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
        Unfit: `request-is-over`, `answered-already`, and as `share`.
        NotFound: `no-such-holding`.
    """
    locked = Request.objects.select_for_update(of=("self",)).select_related("organisation")
    request = locked.get(id=request.id)
    state = sharing.standing(until=request.until, withdrawn=request.withdrawn, now=now)
    if state is not sharing.Standing.OPEN:
        raise Unfit("request-is-over")
    if Share.objects.filter(request=request, person=person, withdrawn=None).exists():
        raise Unfit("answered-already")
    Refusal.objects.filter(request=request, person=person).delete()
    return share(
        person,
        holdings,
        recipient=request.organisation.name,
        purpose=request.why,
        until=request.until,
        now=now,
        by=by,
        request=request,
    )


@transaction.atomic
def decline(
    person: Person, request: Request, word: str, *, now: datetime, by: UUID | None = None
) -> None:
    """Decline a request, with a word or without.

    Raises:
        Unfit: `answered-already`, `words-too-long`.
    """
    if Share.objects.filter(request=request, person=person, withdrawn=None).exists():
        raise Unfit("answered-already")
    Refusal.objects.update_or_create(
        request=request,
        person=person,
        defaults={"word": sharing.check_words(word, ""), "at": now},
    )
    audit.record("wallet.decline", request.id, by=by or person.id, now=now)
