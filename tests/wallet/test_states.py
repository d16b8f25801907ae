"""One word for what a held credential is, who may claim, and what takes the place of what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mica.issuing.rules.life import Standing
from mica.wallet.rules.claims import Way, veiled, way
from mica.wallet.rules.history import Edition, Finding, difference, supersedes
from mica.wallet.rules.states import EXPIRES_SOON, State, state_of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ME, OTHER = "me", "other"


@pytest.mark.parametrize(
    ("verdict", "codes", "more", "expected"),
    [
        ("valid", [], {}, State.VALID),
        ("valid", [], {"valid_until": NOW + EXPIRES_SOON + SECOND}, State.VALID),
        ("valid", [], {"valid_until": NOW + EXPIRES_SOON}, State.EXPIRING),
        ("valid", [], {"valid_until": NOW + SECOND}, State.EXPIRING),
        ("valid", [], {"valid_until": NOW}, State.EXPIRED),
        ("invalid", ["expired"], {"valid_until": NOW - SECOND}, State.EXPIRED),
        ("invalid", ["status-revoked"], {}, State.REVOKED),
        ("invalid", ["badge-revoked"], {}, State.REVOKED),
        ("invalid", ["status-suspended"], {}, State.SUSPENDED),
        ("invalid", ["expired", "status-revoked"], {}, State.REVOKED),
        ("invalid", ["not-yet-valid"], {"valid_from": NOW + SECOND}, State.EARLY),
        ("invalid", ["not-yet-valid"], {"valid_from": NOW}, State.VALID),
        ("invalid", ["signature-broken", "status-revoked"], {}, State.INVALID),
        ("invalid", ["signature-broken", "expired"], {}, State.INVALID),
        ("undecided", ["not-reached"], {}, State.UNDECIDED),
        ("undecided", ["not-reached"], {"valid_until": NOW}, State.EXPIRED),
        # what is decided here
        ("valid", [], {"standing": Standing.REVOKED}, State.REVOKED),
        ("valid", [], {"standing": Standing.SUSPENDED}, State.SUSPENDED),
        ("valid", [], {"standing": Standing.CLAIMED}, State.VALID),
        ("invalid", ["status-suspended"], {"standing": Standing.CLAIMED}, State.VALID),
        ("invalid", ["status-revoked"], {"standing": Standing.CLAIMED}, State.REVOKED),
        ("valid", [], {"standing": Standing.CLAIMED, "newer": True}, State.CORRECTED),
        ("valid", [], {"standing": Standing.REVOKED, "newer": True}, State.REVOKED),
    ],
)
def test_the_gravest_word_is_said(
    verdict: str, codes: list[str], more: dict[str, Any], expected: State
) -> None:
    assert state_of(verdict, codes, NOW, **more) is expected


@pytest.mark.parametrize(
    ("address", "claimed_by", "standing", "expected"),
    [
        ("lena@example.org", None, "issued", Way.OPEN),
        ("Lena@Example.ORG", None, "issued", Way.OPEN),
        ("", None, "issued", Way.OPEN),
        ("", None, "suspended", Way.OPEN),
        ("", None, "expired", Way.OPEN),
        ("otto@example.org", None, "issued", Way.PROVE),
        ("lena@example.org.evil", None, "issued", Way.PROVE),
        ("lena@example.org", OTHER, "claimed", Way.TAKEN),
        ("", OTHER, "claimed", Way.TAKEN),
        ("otto@example.org", ME, "claimed", Way.MINE),
        ("lena@example.org", None, "revoked", Way.CLOSED),
        ("otto@example.org", None, "scheduled", Way.CLOSED),
    ],
)
def test_who_may_claim(address: str, claimed_by: Any, standing: str, expected: Way) -> None:
    found = way(
        ME,  # type: ignore[arg-type]
        ["lena@example.org"],
        address=address,
        claimed_by=claimed_by,
        standing=standing,
    )

    assert found is expected


def test_an_address_is_shown_to_who_knows_it_alone() -> None:
    assert [veiled(one) for one in ("lena@example.org", "")] == ["l…@example.org", ""]


EARLIER, LATER = NOW - SECOND, NOW


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (Edition("a", LATER, "valid"), Edition("a", EARLIER, "valid"), True),
        (Edition("a", LATER, "valid"), Edition("a", EARLIER, "invalid"), True),
        (Edition("a", LATER, "invalid"), Edition("a", EARLIER, "valid"), False),
        (Edition("a", LATER, "undecided"), Edition("a", EARLIER, "valid"), False),
        (Edition("a", LATER, "valid"), Edition("b", EARLIER, "valid"), False),
        (Edition("", LATER, "valid"), Edition("", EARLIER, "valid"), False),
        (Edition("a", EARLIER, "valid"), Edition("a", EARLIER, "valid"), False),
        (Edition("a", None, "valid"), Edition("a", EARLIER, "valid"), False),
        (Edition("a", LATER, "valid"), Edition("a", None, "valid"), False),
    ],
)
def test_only_a_valid_later_document_of_the_same_issuer_takes_the_place(
    new: Edition, old: Edition, *, expected: bool
) -> None:
    assert supersedes(new, old) is expected


def test_a_difference_is_told_by_what_was_found_and_not_by_its_words() -> None:
    one = Finding("5.1", "failed", "status-revoked", "in these words")
    same = Finding("5.1", "failed", "status-revoked", "in others")
    other = Finding("5.1", "undecided", "unreachable", "gone")

    assert not difference([one], [same])
    assert difference([one], [other]).appeared == (other,)
    assert difference([one], [other]).gone == (one,)
