"""In which state a credential is, for the person who holds it: one word.

Rules as prose: docs/rules/wallet.md.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from mica.issuing.rules.life import Standing
from mica.vc.report import Verdict

EXPIRES_SOON: Final = timedelta(days=30)


class State(StrEnum):
    """What a held credential is at a moment."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CORRECTED = "corrected"
    EARLY = "early"
    INVALID = "invalid"
    UNDECIDED = "undecided"


_SAID_BY: Final = {
    "status-revoked": State.REVOKED,
    "badge-revoked": State.REVOKED,
    "status-suspended": State.SUSPENDED,
    "expired": State.EXPIRED,
    "not-yet-valid": State.EARLY,
}
"""Findings that have a word of their own. The first of these that was found is said."""


def state_of(
    verdict: str,
    codes: Collection[str],
    now: datetime,
    *,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    standing: Standing | None = None,
    newer: bool = False,
) -> State:
    """What a credential is at a moment.

    What the issuer has decided here is known at once; of others, what the last check found.

    Args:
        verdict: of the last check.
        codes: of what that check found against it.
        now: aware.
        valid_from: when it begins, aware, or None.
        valid_until: when it ends, aware, or None.
        standing: of the award, where it was awarded here.
        newer: whether the issuer has made a newer version.
    """
    if standing in {Standing.REVOKED, Standing.CANCELLED}:
        return State.REVOKED
    if newer:
        return State.CORRECTED
    if standing is Standing.SUSPENDED:
        return State.SUSPENDED
    begun = valid_from is not None and valid_from <= now
    told = _still_told(codes, decided_here=standing is not None, begun=begun)
    if forged := _graver(told, verdict):
        return forged
    for code, state in _SAID_BY.items():
        if code in told:
            return state
    if valid_until is not None and valid_until <= now:
        return State.EXPIRED
    if verdict == Verdict.VALID or (codes and not told):
        ends_soon = valid_until is not None and valid_until - now <= EXPIRES_SOON
        return State.EXPIRING if ends_soon else State.VALID
    return State(verdict)


def _still_told(codes: Collection[str], *, decided_here: bool, begun: bool) -> set[str]:
    """The last check must not keep suspended what was reinstated, nor waiting what has begun."""
    over = {"status-suspended"} if decided_here else set()
    return set(codes) - over - ({"not-yet-valid"} if begun else set())


def _graver(codes: Collection[str], verdict: str) -> State | None:
    """Not valid for another reason than those with a word: that is said first."""
    other = set(codes) - set(_SAID_BY)
    return State.INVALID if verdict == Verdict.INVALID and other else None
