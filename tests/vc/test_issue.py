"""Issuing: nothing is signed that would not verify, and a batch signs what one by one would."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mica.errors import MicaError
from mica.vc import issue
from mica.vc.errors import Refused
from tests.cast import (
    CONTEXTS,
    NOW,
    OB3,
    PROVIDER,
    PROVIDER_P256,
    V2,
    changed,
    credential,
    findings,
    judged,
    shelf,
    status_list,
    with_status,
)

SLOTS = ("/id", "/credentialSubject/id", "/validFrom", "/credentialStatus/statusListIndex")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"@context": [OB3, V2]}, "not-issuable"),
        ({"type": ["OpenBadgeCredential"]}, "not-issuable"),
        ({"issuer": 7}, "not-issuable"),
        ({"credentialSubject": []}, "not-issuable"),
        ({"validFrom": "yesterday"}, "not-issuable"),
        ({"validUntil": "2025-01-01T00:00:00Z"}, "not-issuable"),
        ({"@context": [V2, OB3, "https://unknown.example/v1"]}, "context-unknown"),
        ({"https://schema.org/name": "x"}, "not-compact"),
        ({"grade": "A"}, "undefined-term"),
        ({"name": float("nan")}, "number-out-of-range"),
    ],
)
def test_what_would_not_verify_is_not_signed(change: dict[str, Any], code: str) -> None:
    with pytest.raises(MicaError) as caught:
        PROVIDER.signs({**credential(), **change})
    assert caught.value.code == code


def test_the_key_must_fit_the_suite() -> None:
    with pytest.raises(Refused) as caught:
        PROVIDER_P256.signs(credential(PROVIDER_P256), suite="eddsa-rdfc-2022")
    assert caught.value.code == "key-unfit-for-suite"


def test_a_suite_for_reading_only_is_not_issued() -> None:
    with pytest.raises(MicaError) as caught:
        PROVIDER.signs(credential(), suite="Ed25519Signature2020")
    assert caught.value.code == "suite-unknown"


def test_what_is_passed_is_not_changed() -> None:
    document = credential()
    before = repr(document)
    PROVIDER.signs(document)
    assert repr(document) == before


def batch() -> issue.Batch:
    return issue.Batch(
        with_status(), SLOTS, PROVIDER.key, method=PROVIDER.method, created=NOW, contexts=CONTEXTS
    )


VALUES = st.fixed_dictionaries(
    {
        "/id": st.uuids().map(lambda uuid: uuid.urn),
        "/credentialSubject/id": st.integers(0, 9).map(lambda n: f"did:web:learner.example:{n}"),
        "/validFrom": st.integers(1, 28).map(lambda day: f"2026-01-{day:02}T09:00:00Z"),
        "/credentialStatus/statusListIndex": st.integers(0, 99_999).map(str),
    }
)
BATCH = batch()


@given(VALUES)
@settings(max_examples=60)
def test_a_batch_signs_what_one_by_one_would(values: dict[str, str]) -> None:
    single = with_status()
    for pointer, value in values.items():
        single = changed(single, pointer, value)
    made = BATCH.issue(values)
    assert made == PROVIDER.signs(single)
    assert findings(judged(made, shelf(status_list()))) == {}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/id", "not a url"),
        ("/id", "relative"),
        ("/credentialSubject/id", "urn:with space"),
        ("/validFrom", "yesterday"),
        ("/validFrom", "2026-13-01T00:00:00Z"),
        ("/id", "\ud800"),
    ],
)
def test_a_value_unfit_for_its_slot_is_refused(pointer: str, value: str) -> None:
    values = {
        "/id": "urn:uuid:7b1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e40",
        "/credentialSubject/id": "did:web:learner.example",
        "/validFrom": "2026-01-01T09:00:00Z",
        "/credentialStatus/statusListIndex": "7",
    }
    assert findings(judged(BATCH.issue(values), shelf(status_list()))) == {}
    with pytest.raises(MicaError):
        BATCH.issue({**values, pointer: value})


def test_a_batch_wants_a_value_for_every_slot() -> None:
    with pytest.raises(Refused) as caught:
        BATCH.issue({"/id": "urn:uuid:7b1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e40"})
    assert caught.value.code == "slots-differ"
