"""What every feature keeps of a person: how it is exported, and how it is forgotten.

A feature that keeps something adds a line to each.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol

from mica.people import actions, queries
from mica.people.queries import Person
from mica.wallet.actions.leaving import erase_shares, erase_wallet
from mica.wallet.queries import everything
from mica.wallet.queries.shares import export_shares


class Eraser(Protocol):
    """An action that forgets a person, or refuses to while something stands in the way."""

    def __call__(self, person: Person, *, by: Person, now: datetime) -> None:
        """Forget."""


EXPORTS: Final[dict[str, Callable[[Person], Any]]] = {
    "person": queries.export_person,
    "wallet": everything.export,
    "shares": export_shares,
}
"""The name of a part to its plain values."""

ERASERS: Final[list[Eraser]] = [erase_shares, erase_wallet, actions.erase_person]
"""In their order and in one transaction; the person's own row comes last."""
