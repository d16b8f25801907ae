"""Named reads of shares and requests, each with its access check."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mica.people.models import Person
from mica.people.queries import addresses_of, organisation_for
from mica.wallet import links
from mica.wallet.errors import NotFound
from mica.wallet.models import Holding, Request, Share
from mica.wallet.rules.sharing import Standing, fits, standing


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


def share_at(secret: str, now: datetime) -> Share:
    """An open share, by the secret of its link. Ended, withdrawn and unknown are not told apart.

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
    return found


def shown_in(share: Share) -> list[Holding]:
    """The credentials of a share, in the order in which they were held."""
    return list(share.holdings.order_by("id"))


def requests_for(person: Person, now: datetime) -> QuerySet[Request]:
    """Open requests to a person's verified addresses that they have not answered, newest first."""
    addresses = [row.email.casefold() for row in addresses_of(person) if row.verified]
    answered = Q(shares__person=person, shares__withdrawn=None) | Q(refusals__person=person)
    return (
        Request.objects.filter(address__in=addresses, until__gt=now, withdrawn=None)
        .exclude(id__in=Request.objects.filter(answered).values("id"))
        .select_related("organisation")
        .order_by("-id")
    )


def request_at(secret: str, now: datetime) -> Request:
    """An open request, by the secret of its link.

    Raises:
        NotFound: `no-such-request`.
    """
    found = (
        Request.objects.filter(secret_hash=links.hash_of(secret))
        .select_related("organisation")
        .first()
    )
    if found is None or standing_of(found, now) is not Standing.OPEN:
        raise NotFound("no-such-request")
    return found


def requests_by(person: Person, slug: str) -> QuerySet[Request]:
    """What an organisation has asked for, newest first; for its members.

    Raises:
        people.errors.NotAllowed: the person is no member.
    """
    organisation = organisation_for(person, slug)
    given = Count("shares", filter=Q(shares__withdrawn=None), distinct=True)
    return (
        Request.objects.filter(organisation=organisation)
        .annotate(given=given, declined=Count("refusals", distinct=True))
        .order_by("-id")
    )


def request_for(person: Person, slug: str, request_id: UUID) -> Request:
    """One request of an organisation; for its members.

    Raises:
        NotFound: `no-such-request`.
        people.errors.NotAllowed: the person is no member.
    """
    found = requests_by(person, slug).filter(id=request_id).first()
    if found is None:
        raise NotFound("no-such-request")
    return found


def answers_to(request: Request, now: datetime) -> list[Share]:
    """The open shares that answer a request, oldest first."""
    given = request.shares.select_related("person").order_by("id")
    return [share for share in given if standing_of(share, now) is Standing.OPEN]


def fitting(person: Person, wanted: str) -> list[Holding]:
    """A person's holdings, those first that fit what is asked for."""
    held = Holding.objects.filter(person=person).defer("document", "picture", "report")
    return sorted(held.order_by("-id"), key=lambda one: -fits(wanted, one.name, one.issuer_name))


def standing_of(one: Share | Request, now: datetime) -> Standing:
    """What a share or a request is at a moment."""
    return standing(until=one.until, withdrawn=one.withdrawn, now=now)
