"""Named reads of awards, each with its access check."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mica.catalogue import rules as catalogue_rules
from mica.core.models import Message
from mica.issuing import codes
from mica.issuing.errors import NotFound
from mica.issuing.models import Award, Credential
from mica.issuing.rules import grants, life
from mica.issuing.rules.life import REMINDERS, Standing, State
from mica.people.models import Organisation, Person
from mica.people.queries import Caller, organisation_for

EXPIRING: Final = "expiring"
"""The awards that end soon, as a choice beside those of `Standing`."""
RETURNED: Final = "returned"
"""The awards whose mail came back or was given up, and that nobody has claimed; another choice."""
_FEW: Final = 1000
"""So many hits of a search are listed by their ids."""
SOON: Final = timedelta(days=max(REMINDERS))
_RETURNED: Final = Message.objects.filter(
    about=OuterRef("id"), state__in=(Message.State.BOUNCED, Message.State.FAILED)
)


# That few awards renew another is said too, or all would be read to find them.
_RENEWED: Final = Award.objects.filter(renews=OuterRef("id"), renews__isnull=False).exclude(
    state__in=(State.REVOKED, State.CANCELLED)
)


class Listed(NamedTuple):
    """One line of a list of awards.

    Attributes:
        award: with its version.
        standing: what it is now.
        mail: what became of the newest mail about it, as `core.models.Message.State`; "" for none.
    """

    award: Award
    standing: Standing
    mail: str


_COUNTS: Final = (life.State.ISSUED, life.State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a claim code shows before it is used: no more than stands in the mail.

    Attributes:
        award: its id.
        achievement, issuer: names.
        name: of the learner it was awarded to.
        address: to which it was sent; "" where there is none.
        claimed_by: the person who has it already, or None.
        standing: what it is now.
    """

    award: UUID
    achievement: str
    issuer: str
    name: str
    address: str
    claimed_by: UUID | None
    standing: life.Standing


def awards_for(
    caller: Caller,
    slug: str,
    *,
    now: datetime,
    search: str = "",
    standing: str = "",
    achievement: UUID | None = None,
    before: UUID | None = None,
) -> QuerySet[Award]:
    """Awards of an organisation, newest first, for its members; the caller slices.

    Args:
        caller: who asks.
        slug: of the organisation.
        now: aware.
        search: a mail address or reference, whole, or how words of a name begin.
        standing: one of life.Standing, EXPIRING or RETURNED; all where "".
        achievement: only of this one.
        before: only those older than this award, for the next page.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
    """
    organisation = organisation_for(caller, slug)
    found = Award.objects.filter(organisation=organisation).select_related("version")
    if search := search.replace("\0", "").strip():
        found = _of_whom(search, found)
    if standing:
        found = found.filter(_at(standing, now))
    if achievement:
        found = found.filter(achievement_id=achievement)
    if before:
        found = found.filter(id__lt=before)
    # What ends lies together in time, far from the newest; PostgreSQL, which takes it for spread
    # evenly, would walk there from the newest on if it could read in this order.
    by_end = standing in {Standing.EXPIRED, EXPIRING}
    return found.order_by(Coalesce("id", "id").desc() if by_end else "-id")


def page_of(found: QuerySet[Award], size: int, now: datetime) -> tuple[list[Listed], bool]:
    """The first lines of a list that `awards_for` gave, and whether there are more."""
    awards = list(found[: size + 1])
    shown = awards[:size]
    newest = (
        Message.objects.filter(about__in=[one.id for one in shown])
        .order_by("about", "-created", "-id")
        .distinct("about")
        .values_list("about", "state")
    )
    mails = dict(newest)
    rows = [Listed(one, standing(one, now), mails.get(one.id, "")) for one in shown]
    return rows, len(awards) > size


def counts_of(organisation: Organisation, now: datetime) -> dict[str, int]:
    """How many awards of an organisation wait for somebody: EXPIRING and RETURNED.

    Whoever asks has checked that it is theirs.
    """
    own = Award.objects.filter(organisation=organisation)
    return {
        choice: own.filter(_at(choice, now), ~Exists(_RENEWED)).count()
        for choice in (EXPIRING, RETURNED)
    }


def _of_whom(search: str, found: QuerySet[Award]) -> QuerySet[Award]:
    """Those awards of whom a search speaks.

    Few are found through the indexes, each condition by its own, and then listed. Of many the
    newest come up soon, walking from the newest on. PostgreSQL cannot tell the two apart
    beforehand: it has no count for the beginnings of words, and takes one way for the other.
    """
    words = [word.replace("\\", "").replace("'", "''") for word in search.split()]
    begins = " & ".join(f"'{word}':*" for word in words if word)
    found = found.annotate(words=SearchVector("name", config="simple"))
    address, reference = Q(address=grants.tidy_address(search)), Q(reference=search)
    name = Q(words=SearchQuery(begins, config="simple", search_type="raw"))
    ways = [address, reference, *([name] if begins else [])]
    parts = [found.filter(way).order_by().values_list("id", flat=True)[:_FEW] for way in ways]
    ids = set(parts[0].union(*parts[1:], all=True))
    if len(ids) < _FEW:
        return found.filter(id__in=ids)
    return found.filter(reduce(or_, ways))


def _at(standing: str, now: datetime) -> Q:
    """Rows that are something at a moment: what `rules.life.standing` says, as a query."""
    holds = Q(state=State.ISSUED) & (Q(valid_until=None) | Q(valid_until__gt=now))
    asked: dict[str, Q] = {
        Standing.ISSUED: holds & Q(claimed=None),
        Standing.CLAIMED: holds & Q(claimed__isnull=False),
        Standing.EXPIRED: Q(state=State.ISSUED, valid_until__lte=now),
        EXPIRING: Q(state=State.ISSUED, valid_until__gt=now, valid_until__lte=now + SOON),
        RETURNED: Q(Exists(_RETURNED), state__in=(State.ISSUED, State.SUSPENDED), claimed=None),
    }
    return asked.get(standing) or Q(state=standing)


def award_for(caller: Caller, slug: str, award_id: UUID, *, role: str = "reader") -> Award:
    """One award, for the members of its organisation who have a role at least.

    Raises:
        NotFound: `no-such-award`.
        people.errors.NotAllowed: whoever asks is no member, or their role is too low.
    """
    organisation = organisation_for(caller, slug, role=role)
    award = (
        Award.objects.filter(id=award_id, organisation=organisation)
        .select_related("version", "organisation", "achievement", "person", "renews")
        .first()
    )
    if award is None:
        raise NotFound("no-such-award")
    return award


def credentials_of(award: Award) -> list[Credential]:
    """The documents of an award that its organisation's member was given, the newest first."""
    return list(award.credentials.order_by("-number"))


def renewals_of(award: Award) -> list[Award]:
    """What an award that its organisation's member was given was renewed by, the newest first."""
    return list(award.renewals.order_by("-id"))


def awards_of(person: Person) -> QuerySet[Award]:
    """The awards a person has claimed, newest first."""
    return (
        Award.objects.filter(person=person, claimed__isnull=False)
        .select_related("version", "organisation")
        .order_by("-claimed")
    )


def waiting_for(person: Person, addresses: Collection[str]) -> QuerySet[Award]:
    """What a person can claim, newest first: sent to their addresses, or renewing what is theirs.

    Args:
        person: whose awards.
        addresses: verified ones of theirs; whoever asks has checked that.
    """
    tidy = [grants.tidy_address(one) for one in addresses]
    return (
        Award.objects.filter(
            Q(person=person) | Q(person=None, address__in=tidy),
            claimed=None,
            state__in=(life.State.ISSUED, life.State.SUSPENDED),
        )
        .select_related("version", "organisation")
        .order_by("-id")
    )


def offer(code: str, now: datetime) -> Offer:
    """What a claim code is for.

    Raises:
        NotFound: `no-such-code`.
    """
    award = (
        Award.objects.filter(claim_hash=codes.hash_of(code))
        .select_related("version", "organisation")
        .first()
    )
    if award is None:
        raise NotFound("no-such-code")
    return Offer(
        award=award.id,
        achievement=catalogue_rules.read(award.version.content).name,
        issuer=award.organisation.name,
        name=award.name,
        address=award.address,
        claimed_by=award.person_id,
        standing=standing(award, now),
    )


def standing(award: Award, now: datetime) -> life.Standing:
    """What an award is at a moment."""
    return life.standing(
        award.state, claimed=award.claimed is not None, valid_until=award.valid_until, now=now
    )


def newest_document(award_id: UUID, person: Person) -> str | None:
    """The document that stands for an award, for whoever claimed it; None where it is not theirs.

    After a correction this is another than the one that was claimed.
    """
    return (
        Credential.objects.filter(
            award_id=award_id, award__person=person, award__claimed__isnull=False
        )
        .order_by("-number")
        .values_list("document", flat=True)
        .first()
    )


def credentials_by_key(key_id: UUID) -> QuerySet[Credential]:
    """The credentials that stand by a key's signature: the newest of awards that still count.

    For the organisation that finds the key compromised.
    """
    later = Credential.objects.filter(award=OuterRef("award"), number__gt=OuterRef("number"))
    return (
        Credential.objects.filter(key=key_id, award__state__in=_COUNTS)
        .exclude(Exists(later))
        .order_by("award_id")
    )
