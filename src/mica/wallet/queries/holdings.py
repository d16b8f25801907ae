"""Reads of what a person holds; nobody else's is ever found."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from mica.issuing import queries as issuing
from mica.issuing.rules.life import Standing
from mica.people.models import Person
from mica.wallet.errors import NotFound
from mica.wallet.models import Holding
from mica.wallet.rules.states import State, state_of

PAGE: Final = 24
_LONG: Final = ("document", "picture", "report")


@dataclass(frozen=True, slots=True)
class Held:
    """A holding and what it is at a moment.

    Attributes:
        holding: the row; of a list without its long columns.
        state: one word.
        newer: whether its issuer has made a newer version, which can be taken.
    """

    holding: Holding
    state: State
    newer: bool


def holdings_of(
    person: Person, *, search: str = "", before: UUID | None = None
) -> QuerySet[Holding]:
    """What a person holds, newest first, without the long columns; the caller slices.

    Args:
        person: whose wallet.
        search: part of a name, of the achievement or the issuer.
        before: only those that came before this one, for the next page.
    """
    found = Holding.objects.filter(person=person).defer(*_LONG).order_by("-id")
    if search := search.strip():
        found = found.filter(Q(name__icontains=search) | Q(issuer_name__icontains=search))
    return found.filter(id__lt=before) if before else found


def holding_for(person: Person, holding_id: UUID) -> Holding:
    """One holding of a person, whole.

    Raises:
        NotFound: `no-such-holding`.
    """
    found = Holding.objects.filter(person=person, id=holding_id).first()
    if found is None:
        raise NotFound("no-such-holding")
    return found


def holding_of_award(person: Person, award_id: UUID) -> Holding | None:
    """Where a person has an award that they claimed; None where they have removed it."""
    return holdings_of(person).filter(award=award_id).first()


def in_state(person: Person, holdings: Iterable[Holding], now: datetime) -> list[Held]:
    """Each of a person's holdings with what it is now; what issuers decided here is asked now."""
    rows = list(holdings)
    known = _standings(person, [row.award for row in rows if row.award], now)
    return [_held(row, known, now) for row in rows]


def held(person: Person, holding_id: UUID, now: datetime) -> Held:
    """One holding with what it is now.

    Raises:
        NotFound: `no-such-holding`.
    """
    return in_state(person, [holding_for(person, holding_id)], now)[0]


@dataclass(frozen=True, slots=True)
class _Known:
    standing: Standing
    newest: datetime | None


def _standings(person: Person, awards: Collection[UUID], now: datetime) -> dict[UUID, _Known]:
    if not awards:
        return {}
    found = (
        issuing.awards_of(person)
        .filter(id__in=awards)
        .select_related(None)
        .only("state", "claimed", "valid_until")
        .annotate(newest=Max("credentials__valid_from"))
        .order_by()
    )
    return {one.id: _Known(issuing.standing(one, now), one.newest) for one in found}


def _held(holding: Holding, known: dict[UUID, _Known], now: datetime) -> Held:
    about = known.get(holding.award) if holding.award else None
    newest = about.newest if about else None
    newer = newest is not None and (holding.valid_from is None or newest > holding.valid_from)
    state = state_of(
        holding.verdict,
        holding.codes,
        now,
        valid_from=holding.valid_from,
        valid_until=holding.valid_until,
        standing=about.standing if about else None,
        newer=newer,
    )
    return Held(holding, state, newer)
