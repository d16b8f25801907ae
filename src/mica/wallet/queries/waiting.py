"""What a person could take: awards that wait for them, and newer versions of what they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mica.catalogue import rules as catalogue_rules
from mica.issuing.codes import code_of
from mica.issuing.queries import waiting_for
from mica.people.models import Person
from mica.people.queries import addresses_of
from mica.wallet.queries.holdings import Held, holdings_of, in_state
from mica.wallet.rules.states import State

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An award that can be claimed without anything else.

    Attributes:
        name: of the achievement.
        issuer: who awarded it.
        code: with which it is claimed.
    """

    name: str
    issuer: str
    code: str


def waiting(person: Person) -> list[Waiting]:
    """What was awarded to a person's verified addresses and is not claimed yet, newest first."""
    addresses = [one.email for one in addresses_of(person)]
    return [
        Waiting(
            catalogue_rules.read(one.version.content).name,
            one.organisation.name,
            code_of(one.id, one.claim_round),
        )
        for one in waiting_for(person, addresses)[:MOST]
    ]


def to_look_at(person: Person, now: datetime) -> list[Held]:
    """What a person holds that has a newer version or ends soon, newest first."""
    rows = in_state(person, holdings_of(person).filter(award__isnull=False)[:100], now)
    return [one for one in rows if one.state in {State.CORRECTED, State.EXPIRING}][:MOST]
