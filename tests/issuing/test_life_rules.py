"""Which state may follow which, and what an award is at a moment."""

from datetime import timedelta

import pytest

from mica.issuing.rules.life import (
    Standing,
    State,
    check_may,
    due_reminder,
    may,
    renewed_from,
    standing,
)
from tests.granting import refused
from tests.town import NOW

DAY = timedelta(days=1)
ALLOWED = {
    "scheduled": {"issue", "cancel"},
    "issued": {"suspend", "revoke", "correct", "renew", "claim", "resend"},
    "suspended": {"reinstate", "revoke", "correct", "claim", "resend"},
    "revoked": set[str](),
    "cancelled": set[str](),
}


@pytest.mark.parametrize("state", State)
def test_each_act_fits_its_states_alone(state: State) -> None:
    acts = set().union(*ALLOWED.values())

    assert {act for act in acts if may(act, state)} == ALLOWED[state]


def test_what_does_not_fit_says_what_the_award_is() -> None:
    with refused("act-does-not-fit") as caught:
        check_may("renew", "revoked")

    assert str(caught.value) == "The state of this award is “revoked”, so this cannot be done now."


@pytest.mark.parametrize(
    ("state", "claimed", "left", "expected"),
    [
        ("issued", False, None, Standing.ISSUED),
        ("issued", True, None, Standing.CLAIMED),
        ("issued", True, DAY, Standing.CLAIMED),
        ("issued", True, timedelta(0), Standing.EXPIRED),
        ("issued", False, -DAY, Standing.EXPIRED),
        ("suspended", True, -DAY, Standing.SUSPENDED),
        ("revoked", True, -DAY, Standing.REVOKED),
        ("scheduled", False, None, Standing.SCHEDULED),
        ("cancelled", False, None, Standing.CANCELLED),
    ],
)
def test_an_award_is_one_thing_at_a_moment(
    state: str, *, claimed: bool, left: timedelta | None, expected: Standing
) -> None:
    until = None if left is None else NOW + left

    assert standing(state, claimed=claimed, valid_until=until, now=NOW) == expected


def test_a_renewal_begins_where_the_term_ends_or_now() -> None:
    assert renewed_from(NOW + DAY, NOW) == NOW + DAY
    assert renewed_from(NOW - DAY, NOW) == NOW


@pytest.mark.parametrize(
    ("left", "made", "reminded", "days"),
    [
        (31, 400, None, None),
        (30, 400, None, 30),
        (30, 400, 30, None),
        (8, 400, 30, None),
        (7, 400, 30, 7),
        (7, 400, 7, None),
        (5, 400, None, 7),
        (0, 400, None, None),
        (-1, 400, None, None),
        (20, 25, None, None),
        (7, 25, None, 7),
        (3, 5, None, None),
    ],
)
def test_each_reminder_is_due_once(
    left: int, made: int, reminded: int | None, days: int | None
) -> None:
    """`left` and `made` are days to the end, now and when it was made."""
    end = NOW + left * DAY

    assert due_reminder(made=end - made * DAY, valid_until=end, reminded=reminded, now=NOW) == days
