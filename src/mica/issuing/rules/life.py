"""The life of an award: which state may follow which, and what it is at a moment.

Rules as prose: docs/rules/issuing.md.
"""

from datetime import datetime, timedelta
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


REMINDERS: Final = (30, 7)
"""Days before its end at which the learner and the issuer are told."""

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


def renewed_from(valid_until: datetime, now: datetime) -> datetime:
    """Where the term of a renewal begins: at the end of the present one, or now if that is past.

    Nobody loses a day by renewing early. The document itself holds from now on.
    """
    return max(valid_until, now)


def due_reminder(
    *, made: datetime, valid_until: datetime, reminded: int | None, now: datetime
) -> int | None:
    """How many days before its end an award is to be reminded of now; None for no reminder.

    Of two that are due the nearer one alone is sent. An award that was made with less time left
    than a reminder's days is not reminded of by that one: its learner was told just now.

    Args:
        made: when it was issued, aware.
        valid_until: when it ends, aware.
        reminded: the days of the reminder sent last, None where none was.
        now: aware.
    """
    for days in sorted(REMINDERS):
        before = timedelta(days=days)
        if now < valid_until <= now + before and made <= valid_until - before:
            return days if reminded is None or reminded > days else None
    return None
