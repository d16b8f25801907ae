"""The life of an award: which state may follow which, and what it is at a moment.

Rules as prose: docs/rules/issuing.md.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from mica.issuing.errors import Unfit


class State(StrEnum):
    """What was decided about an award. Whether it was claimed, or has expired, is asked apart."""

    SCHEDULED = "scheduled"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """What an award is at a moment, in one word for a person."""

    SCHEDULED = "scheduled"
    ISSUED = "issued"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Reason(StrEnum):
    """Why an award is revoked or suspended."""

    ERROR = "awarded-in-error"
    MISCONDUCT = "misconduct"
    APPEAL = "appeal-decided"
    LEFT = "requirement-no-longer-met"
    REPLACED = "replaced"
    KEY = "key-compromised"
    REQUEST = "learner-asked"
    OTHER = "other"


_MAY: Final = {
    "issue": {State.SCHEDULED},
    "cancel": {State.SCHEDULED},
    "suspend": {State.ISSUED},
    "reinstate": {State.SUSPENDED},
    "revoke": {State.ISSUED, State.SUSPENDED},
    "correct": {State.ISSUED, State.SUSPENDED},
    "renew": {State.ISSUED},
    "claim": {State.ISSUED, State.SUSPENDED},
    "resend": {State.ISSUED, State.SUSPENDED},
}
"""Act to the states in which it is allowed."""


def check_may(act: str, state: str) -> None:
    """Refuse an act that does not fit the state.

    Raises:
        Unfit: `act-does-not-fit` with the act and the state.
    """
    if State(state) not in _MAY[act]:
        raise Unfit("act-does-not-fit", act=act, state=state)


def may(act: str, state: str) -> bool:
    """Whether an act fits the state."""
    return State(state) in _MAY[act]


def standing(state: str, *, claimed: bool, valid_until: datetime | None, now: datetime) -> Standing:
    """What an award is at a moment. Revoked and suspended are said before expired."""
    if state == State.ISSUED:
        if valid_until is not None and valid_until <= now:
            return Standing.EXPIRED
        return Standing.CLAIMED if claimed else Standing.ISSUED
    return Standing(state)
