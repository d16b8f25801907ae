"""Named reads of what is asked for, each with its access check."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mica.issuing.rules.grants import tidy_address
from mica.people.models import Organisation, Person
from mica.people.queries import Caller, addresses_of, organisation_for
from mica.wallet import links
from mica.wallet.errors import NotFound
from mica.wallet.models import Refusal, Request, Share, View
from mica.wallet.queries.holdings import Held, holdings_of, in_state
from mica.wallet.queries.shares import standing_of
from mica.wallet.rules import sharing
from mica.wallet.rules.sharing import Standing

__all__ = [
    "Request", "answer_for", "answer_of", "answers_to", "fitting", "may_answer", "refusal_of",
    "refusals_of", "request_at", "request_for", "requests_by", "requests_for", "unseen_answers",
]  # fmt: skip

# -- for the learner -------------------------------------------------------------------------------


def requests_for(person: Person, now: datetime) -> QuerySet[Request]:
    """Open requests to a person's verified addresses that they have not answered, newest first."""
    theirs = [tidy_address(row.email) for row in addresses_of(person)]
    answered = Q(shares__person=person, shares__withdrawn=None) | Q(refusals__person=person)
    return (
        _open(now)
        .filter(address__in=theirs)
        .exclude(id__in=Request.objects.filter(answered).values("id"))
        .order_by("-id")
    )


def request_at(secret: str, now: datetime) -> Request:
    """An open request, by the secret of its link. Ended, withdrawn and unknown look the same.

    Raises:
        NotFound: `no-such-request`.
    """
    found = _open(now).filter(secret_hash=links.hash_of(secret)).first()
    if found is None:
        raise NotFound("no-such-request")
    return found


def may_answer(person: Person, request: Request) -> bool:
    """Whether a request is for this person: to an address of theirs, or for whoever has it."""
    return sharing.is_for(request.address, [row.email for row in addresses_of(person)])


def answer_of(person: Person, request: Request) -> Share | None:
    """What a person has given, and not taken back."""
    return Share.objects.filter(person=person, request=request, withdrawn=None).first()


def refusal_of(person: Person, request: Request) -> Refusal | None:
    """That a person has declined."""
    return Refusal.objects.filter(person=person, request=request).first()


def fitting(person: Person, wanted: str, now: datetime) -> list[Held]:
    """A person's holdings, those first that fit what is asked for; a few hundred at the most."""
    held = in_state(person, holdings_of(person)[:_CHOICE], now)
    return sorted(
        held, key=lambda one: -sharing.fits(wanted, one.holding.name, one.holding.issuer_name)
    )


_CHOICE = 300


# -- for the organisation --------------------------------------------------------------------------


def requests_by(caller: Caller, slug: str) -> QuerySet[Request]:
    """What an organisation has asked for, newest first; for its members.

    Each has `given` and `declined`, how many have done which.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
    """
    organisation = organisation_for(caller, slug)
    given = Count("shares", filter=Q(shares__withdrawn=None), distinct=True)
    return (
        Request.objects.filter(organisation=organisation)
        .annotate(given=given, declined=Count("refusals", distinct=True))
        .order_by("-id")
    )


def request_for(caller: Caller, slug: str, request_id: UUID) -> Request:
    """One request of an organisation; for its members.

    Raises:
        NotFound: `no-such-request`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    found = requests_by(caller, slug).filter(id=request_id).first()
    if found is None:
        raise NotFound("no-such-request")
    return found


def answers_to(request: Request, now: datetime) -> list[Share]:
    """The open shares that answer a request, oldest first, each with `seen`."""
    seen = View.objects.filter(share=OuterRef("pk"), organisation=request.organisation_id)
    given = request.shares.select_related("person").annotate(seen=Exists(seen)).order_by("id")
    return [share for share in given if standing_of(share, now) is Standing.OPEN]


def refusals_of(request: Request) -> QuerySet[Refusal]:
    """Who has declined a request that somebody may see, oldest first."""
    return request.refusals.select_related("person").order_by("id")


def answer_for(caller: Caller, slug: str, request_id: UUID, share_id: UUID, now: datetime) -> Share:
    """One answer to a request of an organisation, still open; for its members.

    Raises:
        NotFound: `no-such-request`, `no-such-share`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    request = request_for(caller, slug, request_id)
    found = next((one for one in answers_to(request, now) if one.id == share_id), None)
    if found is None:
        raise NotFound("no-such-share")
    return found


def unseen_answers(person: Person, now: datetime) -> list[tuple[Request, int]]:
    """Requests of a person's organisations with answers that were never opened, and how many."""
    opened = View.objects.filter(
        share=OuterRef("pk"), organisation=OuterRef("request__organisation")
    )
    waiting = (
        Share.objects.filter(request__organisation__memberships__person=person)
        .filter(~Exists(opened), withdrawn=None, until__gt=now)
        .values("id")
    )
    found = (
        Request.objects.filter(shares__in=waiting)
        .annotate(unseen=Count("shares", filter=Q(shares__in=waiting), distinct=True))
        .select_related("organisation")
        .order_by("-id")
    )
    return [(one, one.unseen) for one in found]


def _open(now: datetime) -> QuerySet[Request]:
    return Request.objects.filter(
        until__gt=now, withdrawn=None, organisation__state=Organisation.State.APPROVED
    ).select_related("organisation")
