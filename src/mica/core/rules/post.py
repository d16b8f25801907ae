"""How often a mail is tried, and for how long. Rules as prose: docs/rules/mail.md."""

from datetime import datetime, timedelta
from typing import Final

PATIENCE: Final = timedelta(days=3)
"""After this, a mail that no server took has failed."""
_WAITS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60)
)


def next_try(tries: int, created: datetime, now: datetime) -> datetime | None:
    """When to try again; None where patience is at its end.

    Args:
        tries: how often it was tried, this time included; 1 or more.
        created: when the mail was written.
        now: the moment.
    """
    last = created + PATIENCE
    if now >= last:
        return None
    return min(now + _WAITS[min(tries, len(_WAITS)) - 1], last)
