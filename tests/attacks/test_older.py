"""Badges of Open Badges 2.0: hosted by strangers, signed with keys of strangers, taken back."""

from typing import Any

import pytest

from tests.attacks.hands import found as found_by
from tests.standards.openbadges2 import cast
from tests.standards.openbadges2.cast import BADGE, BADGE_ID, HOSTED, ISSUER_ID, KEY_ID, SIGNED

ELSEWHERE = "https://outsider.example/assertions/1.json"


def found(document: Any, changes: dict[str, Any] | None = None) -> tuple[str, dict[str, str]]:
    return found_by(document, cast.shelf(changes), now=cast.NOW)


def invalid(*codes: str) -> tuple[str, dict[str, str]]:
    return "invalid", dict.fromkeys(codes, "failed")


def test_good_ones_are_valid() -> None:
    assert found(HOSTED) == ("valid", {})
    assert found(cast.signed(SIGNED)) == ("valid", {})


def test_a_badge_of_the_issuers_hosted_by_a_stranger_is_refused() -> None:
    forged = {**HOSTED, "id": ELSEWHERE}
    assert found(forged, {ELSEWHERE: forged}) == invalid("hosted-elsewhere")


@pytest.mark.parametrize(
    "address",
    [
        "https://provider.example.outsider.example/1",
        "https://provider.example@outsider.example/1",
        "https://outsider.example/https://provider.example/1",
        "https://outsider.example#https://provider.example/1",
        "https://provider.example:8443/1",
        "https://outsider.example\\.provider.example/1",
        "https://provider.example/a/../../b",
        "data:application/json,{}",
        "urn:uuid:1",
    ],
)
def test_a_place_that_only_looks_like_the_issuers_is_refused(address: str) -> None:
    forged = {**HOSTED, "id": address}
    verdict, told = found(forged, {address: forged, address.partition("#")[0]: forged})
    assert verdict != "valid"
    assert told


def test_what_was_shown_must_stand_at_its_address() -> None:
    recipient = {**HOSTED["recipient"], "identity": "outsider@people.example"}
    assert found({**HOSTED, "recipient": recipient}) == invalid("hosted-differs")
    assert found({**HOSTED, "expires": "2099-01-01T00:00:00Z"}) == invalid("hosted-differs")
    assert found({**HOSTED, "badge": {**BADGE, "name": "Surgery"}})[0] == "invalid"


def test_an_end_left_out_of_what_was_shown_still_counts() -> None:
    hosted = {**HOSTED, "expires": "2025-12-01T00:00:00Z"}
    assert found(HOSTED, {HOSTED["id"]: hosted}) == invalid("expired")


def test_a_badge_taken_back_is_refused() -> None:
    gone = {**HOSTED, "revoked": True, "revocationReason": "mistake"}
    assert found(HOSTED, {HOSTED["id"]: gone}) == invalid("badge-revoked")
    listed = {**cast.WORLD[cast.LIST_ID], "revokedAssertions": [{"id": SIGNED["id"]}]}
    assert found(cast.signed(SIGNED), {cast.LIST_ID: listed}) == invalid("badge-revoked")


def test_a_list_of_the_revoked_that_is_missing_is_never_a_pass() -> None:
    for page in (
        None,
        b"<html>",
        {},
        {"revokedAssertions": None},
        {"issuer": "https://x.example/"},
    ):
        assert found(cast.signed(SIGNED), {cast.LIST_ID: page})[0] == "undecided"


def test_a_badge_signed_with_a_strangers_key_is_refused() -> None:
    assert found(cast.signed(SIGNED, cast.STRANGER)) == invalid("signature-wrong")


def test_a_strangers_key_is_not_the_issuers_for_being_named() -> None:
    there = "https://outsider.example/key.json"
    key = {**cast.KEY, "id": there, "publicKeyPem": cast.pem(cast.STRANGER)}
    verification = {"type": "SignedBadge", "creator": there}
    forged = cast.signed({**SIGNED, "verification": verification}, cast.STRANGER)
    assert found(forged, {there: key})[1]["key-not-listed"] == "failed"


def test_a_key_that_names_another_owner_is_refused() -> None:
    key = {**cast.KEY, "owner": "https://outsider.example/issuer.json"}
    assert found(cast.signed(SIGNED), {KEY_ID: key})[1]["key-of-another"] == "failed"


@pytest.mark.parametrize("alg", ["none", "HS256", "ES256", "RS512"])
def test_the_key_decides_the_algorithm(alg: str) -> None:
    assert found(cast.signed(SIGNED, header={"alg": alg}))[0] != "valid"


def test_the_outsiders_profile_inside_the_issuers_badge_lends_no_key() -> None:
    profile = {**cast.ISSUER, "publicKey": {**cast.KEY, "publicKeyPem": cast.pem(cast.STRANGER)}}
    forged = {**SIGNED, "badge": {**BADGE, "issuer": profile}}
    assert found(cast.signed(forged, cast.STRANGER))[0] == "invalid"


def test_the_issuers_badge_under_the_outsiders_issuer_is_the_outsiders() -> None:
    theirs = "https://outsider.example/issuer.json"
    profile = {**cast.ISSUER, "id": theirs}
    badge = {**BADGE, "issuer": theirs}
    report = found(
        {**HOSTED, "badge": badge}, {theirs: profile, HOSTED["id"]: {**HOSTED, "badge": badge}}
    )
    assert report[0] == "invalid"


def test_a_newer_credential_does_not_pass_as_an_older_badge() -> None:
    """A credential with an assertion's members is judged by the rules of credentials."""
    both = {**HOSTED, "type": ["Assertion", "VerifiableCredential"]}
    assert found(both, {HOSTED["id"]: both})[0] == "invalid"


def test_a_signed_badge_shown_without_its_signature_is_refused() -> None:
    assert found(SIGNED)[1]["signature-missing"] == "failed"


def test_a_class_or_an_issuer_that_is_somewhere_else_is_refused() -> None:
    moved = {**BADGE, "id": "https://outsider.example/badge.json"}
    assert found(HOSTED, {BADGE_ID: moved})[0] != "valid"
    moved = {**cast.ISSUER, "id": "https://outsider.example/issuer.json"}
    assert found(HOSTED, {ISSUER_ID: moved})[0] != "valid"
