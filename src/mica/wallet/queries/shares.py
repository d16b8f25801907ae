"""Named reads of what is shared, each with its access check."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from mica.people.models import Person
from mica.people.queries import consent_needed
from mica.verification import queries as verification
from mica.verification.queries import Judged
from mica.wallet import links
from mica.wallet.errors import NotFound
from mica.wallet.models import Holding, Refusal, Request, Share, View
from mica.wallet.rules.sharing import Standing, is_looking, standing

__all__ = [
    "Share", "export_shares", "holding_in", "judged_in", "share_at", "share_for", "shares_of",
    "shown_in", "standing_of", "view_at", "views_of",
]  # fmt: skip


def shares_of(person: Person) -> QuerySet[Share]:
    """What a person shares, newest first, each with how often it was opened as `opened`."""
    return (
        Share.objects.filter(person=person)
        .select_related("request__organisation")
        .annotate(opened=Count("views"))
        .order_by("-id")
    )


def share_for(person: Person, share_id: UUID) -> Share:
    """One share of a person.

    Raises:
        NotFound: `no-such-share`.
    """
    found = shares_of(person).filter(id=share_id).first()
    if found is None:
        raise NotFound("no-such-share")
    return found


def open_shares_with(person: Person, holding: Holding, now: datetime) -> QuerySet[Share]:
    """A person's open shares in which a credential is shown, newest first."""
    return Share.objects.filter(
        person=person, holdings=holding, withdrawn=None, until__gt=now
    ).order_by("-id")


def views_of(share: Share) -> QuerySet[View]:
    """When a share of somebody's own was opened and by whom, newest first; the caller slices."""
    return share.views.select_related("organisation").order_by("-id")


def share_at(secret: str, now: datetime) -> Share:
    """An open share, by the secret of its link. Ended, withdrawn and unknown are not told apart.

    Nor is one told apart whose owner needs a guardian who has not consented, or no more.

    Raises:
        NotFound: `no-such-share`.
    """
    found = (
        Share.objects.filter(secret_hash=links.hash_of(secret))
        .select_related("person", "request__organisation")
        .first()
    )
    if found is None or standing_of(found, now) is not Standing.OPEN:
        raise NotFound("no-such-share")
    if consent_needed(found.person, now):
        raise NotFound("no-such-share")
    return found


def view_at(secret: str, view_id: UUID, now: datetime) -> View:
    """What somebody opened within the last hour, by the secret of the link; its share is open.

    Raises:
        NotFound: `no-such-share`, `no-such-view`.
    """
    share = share_at(secret, now)
    found = share.views.filter(id=view_id).first()
    if found is None or not is_looking(found.at, now):
        raise NotFound("no-such-view")
    found.share = share
    return found


def shown_in(share: Share) -> list[Holding]:
    """The credentials of a share, in the order in which they were held."""
    return list(share.holdings.order_by("id"))


def holding_in(share: Share, holding_id: UUID) -> Holding:
    """One credential of a share.

    Raises:
        NotFound: `no-such-holding`.
    """
    found = share.holdings.filter(id=holding_id).first()
    if found is None:
        raise NotFound("no-such-holding")
    return found


def judged_in(share: Share, now: datetime) -> list[tuple[Holding, Judged]]:
    """The credentials of a share, each verified at this moment, whatever was found before."""
    return [(one, verification.judged(one.document.encode(), now)) for one in shown_in(share)]


def export_shares(person: Person) -> list[dict[str, Any]]:
    """All that is kept of what a person shares and has declined, as plain values."""
    rows = Share.objects.filter(person=person).prefetch_related("holdings", "views__organisation")
    shared = [
        {
            "recipient": one.recipient,
            "purpose": one.purpose,
            "created": one.created.isoformat(),
            "until": one.until.isoformat(),
            "withdrawn": one.withdrawn.isoformat() if one.withdrawn else None,
            "credentials": sorted(held.name for held in one.holdings.all()),
            "opened": [
                {"at": view.at.isoformat(), "by": view.organisation and view.organisation.name}
                for view in one.views.all()
            ],
        }
        for one in rows.order_by("id")
    ]
    refusals = Refusal.objects.filter(person=person).select_related("request__organisation")
    declined = [
        {
            "declined": one.request.what,
            "recipient": one.request.organisation.name,
            "at": one.at.isoformat(),
            "word": one.word,
        }
        for one in refusals.order_by("id")
    ]
    return [*shared, *declined]


def standing_of(one: Share | Request, now: datetime) -> Standing:
    """What a share or a request is at a moment."""
    return standing(until=one.until, withdrawn=one.withdrawn, now=now)
