"""The entry and the list, as the specification spells them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mica.vc.bitstring import blank
from mica.vc.errors import Refused
from mica.vc.status_documents import status_entry, status_list_credential

LIST = "https://a.example/status/3"
MAY = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


def test_an_entry_holds_its_index_as_text() -> None:
    assert status_entry(LIST, 94567, "revocation", id=f"{LIST}#94567") == {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }


def test_a_larger_entry_explains_each_value() -> None:
    entry = status_entry(
        LIST, 0, "message", size=2, messages=["a", "b", "c", "d"], reference="https://a.example/why"
    )
    assert entry == {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "message",
        "statusListIndex": "0",
        "statusListCredential": LIST,
        "statusSize": 2,
        "statusMessage": [
            {"status": "0x0", "message": "a"},
            {"status": "0x1", "message": "b"},
            {"status": "0x2", "message": "c"},
            {"status": "0x3", "message": "d"},
        ],
        "statusReference": "https://a.example/why",
    }


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"index": -1}, "status-index-invalid"),
        ({"size": 0}, "status-size-invalid"),
        ({"size": 2}, "status-messages-invalid"),
        ({"messages": ["one"]}, "status-messages-invalid"),
        ({"id": LIST}, "status-entry-id"),
    ],
)
def test_an_entry_against_the_rules_is_refused(given: dict[str, object], code: str) -> None:
    arguments = {"list_url": LIST, "index": 0, "purpose": "revocation"} | given
    with pytest.raises(Refused) as caught:
        status_entry(**arguments)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_the_list_is_a_credential() -> None:
    until = datetime(2026, 6, 1, tzinfo=timezone(timedelta(hours=2)))
    made = status_list_credential(
        LIST, "did:web:a.example", "revocation", blank(), MAY, valid_until=until, ttl=300_000
    )
    assert made == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:a.example",
        "validFrom": "2026-05-01T12:30:00Z",
        "validUntil": "2026-05-31T22:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": blank().encode(),
            "ttl": 300_000,
        },
    }


@pytest.mark.parametrize(
    ("valid_from", "valid_until"),
    [(MAY.replace(tzinfo=None), None), (MAY, MAY.replace(tzinfo=None)), (MAY, MAY - timedelta(1))],
)
def test_dates_without_offset_or_out_of_order_are_refused(
    valid_from: datetime, valid_until: datetime | None
) -> None:
    with pytest.raises(Refused) as caught:
        status_list_credential(
            LIST, "x:y", "revocation", blank(), valid_from, valid_until=valid_until
        )
    assert caught.value.code == "status-list-dates"
