"""Named reads of awards, each with its access check."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mica.catalogue import rules as catalogue_rules
from mica.issuing import codes
from mica.issuing.errors import NotFound
from mica.issuing.models import Award, Credential
from mica.issuing.rules import life
from mica.people.models import Person
from mica.people.queries import organisation_for


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
    person: Person,
    slug: str,
    *,
    search: str = "",
    state: str = "",
    achievement: UUID | None = None,
    before: UUID | None = None,
) -> QuerySet[Award]:
    """Awards of an organisation, newest first, for its members; the caller slices.

    Args:
        person: who asks.
        slug: of the organisation.
        search: a mail address or reference, whole, or the beginning of a name.
        state: one of life.State; all where "".
        achievement: only of this one.
        before: only those older than this award, for the next page.

    Raises:
        people.errors.NotAllowed: the person is no member.
    """
    organisation = organisation_for(person, slug)
    found = Award.objects.filter(organisation=organisation).select_related("version")
    if search := search.strip():
        who = Q(address=search.casefold()) | Q(reference=search) | Q(name__istartswith=search)
        found = found.filter(who)
    if state:
        found = found.filter(state=state)
    if achievement:
        found = found.filter(achievement_id=achievement)
    if before:
        found = found.filter(id__lt=before)
    return found.order_by("-id")


def award_for(person: Person, slug: str, award_id: UUID) -> Award:
    """One award, for the members of its organisation.

    Raises:
        NotFound: `no-such-award`.
        people.errors.NotAllowed: the person is no member.
    """
    found = awards_for(person, slug).filter(id=award_id)
    award = found.select_related("organisation", "achievement", "person").first()
    if award is None:
        raise NotFound("no-such-award")
    return award


def awards_of(person: Person) -> QuerySet[Award]:
    """The awards a person has claimed, newest first."""
    return (
        Award.objects.filter(person=person)
        .select_related("version", "organisation")
        .order_by("-claimed")
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
        Credential.objects.filter(award_id=award_id, award__person=person)
        .order_by("-number")
        .values_list("document", flat=True)
        .first()
    )


def credentials_by_key(key_id: UUID) -> QuerySet[Credential]:
    """What a key has signed and still stands, for the organisation that finds it compromised."""
    return Credential.objects.filter(key=key_id).exclude(award__state=life.State.REVOKED)
