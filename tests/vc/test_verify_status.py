"""Revoked or not, attack by attack: a list that cannot be believed never means "not revoked"."""

import json
from datetime import timedelta
from typing import Any

import pytest

from mica.vc.report import Verdict
from mica.vc.resolve import Resource, Shelf
from tests.cast import (
    AGENCY,
    EXAMPLES_V2,
    EXTENSIONS,
    LIST_URL,
    NOW,
    OB3,
    OUTSIDER,
    PROVIDER,
    V2,
    changed,
    credential,
    findings,
    judged,
    shelf,
    status_list,
    with_status,
)


def test_revoked_credential_is_refused() -> None:
    report = judged(PROVIDER.signs(with_status()), shelf(status_list(94567)))
    assert findings(report) == {"status-revoked": "failed"}


def test_suspended_credential_is_refused() -> None:
    signed = PROVIDER.signs(with_status("suspension"))
    report = judged(signed, shelf(status_list(94567, purpose="suspension")))
    assert findings(report) == {"status-suspended": "failed"}


def test_neighbours_of_a_revoked_credential_stay_valid() -> None:
    lists = shelf(status_list(94566, 94568))
    assert judged(PROVIDER.signs(with_status()), lists).verdict is Verdict.VALID


def test_a_message_is_told_and_does_not_decide() -> None:
    signed = PROVIDER.signs(with_status("message", index=3))
    report = judged(signed, shelf(status_list(3, purpose="message")))
    assert report.verdict is Verdict.VALID
    assert report.checks[-1].code == "status-says"


BAD_LISTS: dict[str, Any] = {
    "unreachable": {},
    "expired": status_list(validUntil="2026-05-01T00:00:00Z"),
    "not yet valid": status_list(validFrom="2027-05-01T00:00:00Z"),
    "tampered": changed(status_list(), "/credentialSubject/encodedList", "uH4sIAAAAAAAA"),
    "unsigned": {k: v for k, v in status_list().items() if k != "proof"},
    "signed by a stranger": {**status_list(keeper=OUTSIDER), "issuer": PROVIDER.did},
    "of another purpose": status_list(purpose="suspension"),
    "of another type": status_list(type=["VerifiableCredential"]),
    "empty": status_list(
        credentialSubject={
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "",
        }
    ),
}


@pytest.mark.parametrize("which", BAD_LISTS)
def test_unbelievable_status_list_is_never_not_revoked(which: str) -> None:
    lists = Shelf({LIST_URL: json.dumps(BAD_LISTS[which]).encode()} if BAD_LISTS[which] else {})
    report = judged(PROVIDER.signs(with_status()), lists)
    assert set(findings(report).values()) == {"undecided"}
    assert report.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("page", [b"", b"{}", b"busy", b"[1]", b"\xff\xfe", b"eyJ.e30.x", b"null"])
def test_rubbish_in_place_of_a_status_list_is_undecided(page: bytes) -> None:
    report = judged(PROVIDER.signs(with_status()), Shelf({LIST_URL: page}))
    assert report.verdict is Verdict.UNDECIDED


def test_index_out_of_range_is_undecided() -> None:
    report = judged(PROVIDER.signs(with_status(index=131_072)), shelf(status_list()))
    assert findings(report) == {"status-index-out-of-range": "undecided"}


def test_stale_copy_of_a_status_list_is_undecided() -> None:
    subject = {**status_list()["credentialSubject"], "ttl": 60_000}
    page = json.dumps(status_list(credentialSubject=subject)).encode()

    def fetched(age: int) -> Any:
        return lambda url: Resource(url, page, "", NOW - timedelta(seconds=age))

    signed = PROVIDER.signs(with_status())
    assert judged(signed, fetched(59)).verdict is Verdict.VALID
    assert findings(judged(signed, fetched(61))) == {"status-list-stale": "undecided"}


def test_a_list_kept_by_somebody_else_is_believed_and_named() -> None:
    report = judged(PROVIDER.signs(with_status()), shelf(status_list(keeper=AGENCY)))
    assert report.verdict is Verdict.VALID
    assert report.checks[-1].data["keeper"] == AGENCY.did


def test_a_list_whose_own_status_points_to_itself_ends() -> None:
    entry = with_status()["credentialStatus"]
    report = judged(PROVIDER.signs(with_status()), shelf(status_list(credentialStatus=entry)))
    assert report.verdict is Verdict.VALID


def test_unknown_status_type_is_undecided() -> None:
    entry = {"id": "https://x.example/1", "type": "StatusOfTomorrow"}
    document = credential(**{"@context": [V2, OB3, EXAMPLES_V2], "credentialStatus": entry})
    assert findings(judged(PROVIDER.signs(document))) == {"status-type-unknown": "undecided"}


def test_listed_in_a_plain_revocation_list_is_refused() -> None:
    url = "https://provider.example/revoked"
    entry = {"id": url, "type": "1EdTechRevocationList"}
    document = credential(**{"@context": [V2, OB3, EXTENSIONS], "credentialStatus": entry})
    signed = PROVIDER.signs(document)
    listed = [{"id": document["id"], "revoked": True, "revocationReason": "error"}]
    assert findings(judged(signed, shelf(**{url: {"revokedCredential": listed}}))) == {
        "status-revoked": "failed"
    }
    assert judged(signed, shelf(**{url: {"revokedCredential": []}})).verdict is Verdict.VALID
    assert judged(signed, shelf(**{url: {}})).verdict is Verdict.UNDECIDED


BROKEN_LISTS: dict[str, bytes] = {
    "a signed text that is no JSON": PROVIDER.signs_bytes(b"busy").encode(),
    "a header that demands an unknown extension": b"eyJhbGciOiJFZERTQSIsImNyaXQiOlsieCJdfQ.e30.AA",
    "a number in place of the list": json.dumps(
        status_list(credentialSubject={"type": "BitstringStatusList", "encodedList": 5})
    ).encode(),
}


@pytest.mark.parametrize("which", BROKEN_LISTS)
def test_a_broken_status_list_proves_nothing_against_the_credential(which: str) -> None:
    report = judged(PROVIDER.signs(with_status()), Shelf({LIST_URL: BROKEN_LISTS[which]}))
    assert findings(report) == {"status-list-malformed": "undecided"}


@pytest.mark.parametrize("index", ["007", "-1", "1e3", "", 7, None, "\u0667"])
def test_an_index_that_two_readers_could_read_differently_is_refused(index: object) -> None:
    named = with_status()
    named["credentialStatus"]["statusListIndex"] = index
    report = judged(PROVIDER.signs(named, suite="eddsa-jcs-2022"), shelf(status_list(7)))
    assert findings(report) == {"status-index-invalid": "failed"}
