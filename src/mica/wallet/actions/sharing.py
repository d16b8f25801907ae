"""Sharing: a learner lets somebody see credentials, and takes that back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.core.ids import new_id
from mica.people.models import Person
from mica.people.queries import check_consent, check_role
from mica.wallet import links
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Holding, Request, Share, Shown, View
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
    wanted = set(holdings)
    _check_chosen(person, wanted)
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
    Shown.objects.bulk_create([Shown(share=made, holding_id=one) for one in sorted(wanted)])
    audit.record("wallet.share", made.id, by=by or person.id, now=now, number=len(wanted))
    return made


def _check_chosen(person: Person, wanted: Collection[UUID]) -> None:
    if not wanted:
        raise Unfit("nothing-chosen")
    if len(wanted) > sharing.MAX_SHOWN:
        raise Unfit("too-many-chosen", most=sharing.MAX_SHOWN)
    if Holding.objects.filter(person=person, id__in=wanted).count() != len(wanted):
        raise NotFound("no-such-holding")


@transaction.atomic
def withdraw_share(
    person: Person, share_id: UUID, *, now: datetime, by: UUID | None = None
) -> Share:
    """Take a share back, at once and for good.

    Raises:
        NotFound: `no-such-share`.
    """
    found = _locked(person, share_id)
    if found.withdrawn is None:
        found.withdrawn = now
        found.save(update_fields=["withdrawn"])
        audit.record("wallet.withdraw_share", found.id, by=by or person.id, now=now)
    return found


@transaction.atomic
def change_end(
    person: Person, share_id: UUID, until: datetime, *, now: datetime, by: UUID | None = None
) -> Share:
    """Let a share end at another moment. One that has ended opens again; a withdrawn one never.

    Raises:
        NotFound: `no-such-share`.
        Unfit: `share-is-over`, `end-is-past`, `end-too-far`, `end-after-request`.
        people.errors.Unfit: `guardian-consent-needed`.
    """
    check_consent(person, now)
    found = _locked(person, share_id)
    if found.withdrawn is not None:
        raise Unfit("share-is-over")
    sharing.check_until(until, now)
    if found.request is not None and until > found.request.until:
        raise Unfit("end-after-request")
    found.until = until
    found.save(update_fields=["until"])
    audit.record("wallet.change_share", found.id, by=by or person.id, now=now)
    return found


def _locked(person: Person, share_id: UUID) -> Share:
    own = Share.objects.select_for_update(of=("self",)).select_related("request")
    found = own.filter(person=person, id=share_id).first()
    if found is None:
        raise NotFound("no-such-share")
    return found


def record_view(share: Share, *, organisation: UUID | None, now: datetime) -> View:
    """Note that a share was opened. Its owner's own look is not noted by whoever calls this."""
    return View.objects.create(share=share, organisation_id=organisation, at=now)


def open_share(
    share: Share, *, viewer: UUID | None, organisation: UUID | None, now: datetime
) -> View:
    """Open a share that `queries.shares.share_at` or `answer_for` has given; the look is noted.

    Args:
        share: open at this moment.
        viewer: who looks, where they have signed in.
        organisation: for which of their organisations they look; None for none.
        now: aware.

    Raises:
        people.errors.NotAllowed: they are no member of that organisation.
    """
    if organisation is not None:
        if viewer is None:
            organisation = None
        else:
            check_role(viewer, organisation, "reader")
    return record_view(share, organisation=organisation, now=now)
