"""Signed badges: only a key that the issuer itself lists speaks for the issuer."""

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from mica.standards import openbadges2
from mica.vc import jose
from mica.vc.errors import Unusable
from mica.vc.multibase import base64url_encode
from mica.vc.report import About, Outcome, Verdict
from tests.standards.openbadges2.cast import (
    BADGE,
    BADGE_ID,
    CONTEXT,
    ISSUER,
    ISSUER_ID,
    KEY,
    KEY_ID,
    LIST_ID,
    NOW,
    SIGNED,
    STRANGER,
    VALID,
    exceptions,
    failed,
    pem,
    report,
    shelf,
    signed,
    undecided,
)

STRANGERS_KEY_ID = "https://stranger.example/key.json"
STRANGERS_KEY = {**KEY, "id": STRANGERS_KEY_ID, "publicKeyPem": pem(STRANGER)}


def test_signed_badge_is_valid() -> None:
    made = report(signed(SIGNED))
    assert exceptions(made) == VALID
    assert [check.step for check in made.checks] == [
        *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3"),
        *("3.1", "3.2", "4.1", "4.2", "5.1"),
    ]
    assert made.about == About(
        kind="Open Badges 2.0",
        id=SIGNED["id"],
        title="Welding, level 3",
        issuer_id=ISSUER_ID,
        issuer_name="Provider",
        valid_from="2025-06-01T10:00:00+02:00",
    )
    assert made.enclosed == ()


def test_embedded_badge_class_is_read() -> None:
    assert exceptions(report(signed({**SIGNED, "badge": BADGE}))) == VALID


def test_key_inside_the_published_profile_is_read() -> None:
    assert exceptions(report(signed(SIGNED), {ISSUER_ID: {**ISSUER, "publicKey": [KEY]}})) == VALID


def test_without_creator_the_issuers_keys_are_tried() -> None:
    other = {**KEY, "id": "https://provider.example/old.json", "publicKeyPem": pem(STRANGER)}
    issuer = {**ISSUER, "publicKey": [other["id"], KEY_ID]}
    source = {**SIGNED, "verification": {"type": "signed"}}
    assert exceptions(report(signed(source), {ISSUER_ID: issuer, other["id"]: other})) == VALID


def test_without_creator_and_keys_is_undecided() -> None:
    source = signed({**SIGNED, "verification": {"type": "signed"}})
    issuer = {name: value for name, value in ISSUER.items() if name != "publicKey"}
    assert exceptions(report(source, {ISSUER_ID: issuer})) == undecided(
        ("3.1", "key-missing"), ("3.2", "not-reached")
    )


def test_badge_signed_by_another_key_is_refused() -> None:
    assert exceptions(report(signed(SIGNED, STRANGER))) == failed("3.2", "signature-wrong")


def test_changed_payload_is_refused() -> None:
    head, _, signature = signed(SIGNED).split(".")
    body = base64url_encode(json.dumps({**SIGNED, "expires": "2099-01-01T00:00:00Z"}).encode())
    assert exceptions(report(f"{head}.{body}.{signature}")) == failed("3.2", "signature-wrong")


def test_alg_none_is_refused() -> None:
    text = signed(SIGNED, header={"alg": "none"}).rpartition(".")[0] + "."
    assert exceptions(report(text)) == failed("3.2", "alg-none")


def test_public_key_as_shared_secret_is_refused() -> None:
    text = signed(SIGNED, header={"alg": "HS256"}).rpartition(".")[0]
    tag = hmac.new(str(KEY["publicKeyPem"]).encode(), text.encode(), hashlib.sha256).digest()
    made = report(f"{text}.{base64url_encode(tag)}")
    assert exceptions(made) == failed("3.2", "alg-not-allowed")


def test_critical_extension_is_refused_before_anything_is_fetched() -> None:
    text = signed(SIGNED, header={"alg": "RS256", "crit": ["x"], "x": 1})
    made = report(text)
    assert exceptions(made) == failed("1.1", "jws-crit")


def test_key_owned_by_somebody_else_is_refused() -> None:
    key = {**KEY, "owner": "https://stranger.example/issuer.json"}
    verdict, found = exceptions(report(signed(SIGNED), {KEY_ID: key}))
    assert (verdict, found[0]) == (Verdict.INVALID, ("3.1", Outcome.FAILED, "key-of-another"))


def test_key_without_owner_is_refused() -> None:
    key = {name: value for name, value in KEY.items() if name != "owner"}
    assert ("3.1", Outcome.FAILED, "key-of-another") in exceptions(
        report(signed(SIGNED), {KEY_ID: key})
    )[1]


def test_document_that_holds_no_key_is_undecided() -> None:
    key = {"id": KEY_ID, "type": "CryptographicKey", "owner": ISSUER_ID}
    assert exceptions(report(signed(SIGNED), {KEY_ID: key})) == undecided(
        ("3.1", "key-missing"), ("3.2", "not-reached")
    )


def test_key_that_the_issuer_does_not_list_is_refused() -> None:
    source = {**SIGNED, "verification": {"type": "signed", "creator": STRANGERS_KEY_ID}}
    verdict, found = exceptions(report(signed(source, STRANGER), {STRANGERS_KEY_ID: STRANGERS_KEY}))
    assert (verdict, found[0]) == (Verdict.INVALID, ("3.1", Outcome.FAILED, "key-not-listed"))


def test_embedded_profile_of_a_great_name_lends_no_key() -> None:
    """A stranger embeds the provider's profile, with the stranger's own key in it."""
    profile = {**ISSUER, "publicKey": STRANGERS_KEY}
    source = {
        **SIGNED,
        "badge": {**BADGE, "issuer": profile},
        "verification": {"type": "signed", "creator": STRANGERS_KEY},
    }
    verdict, found = exceptions(report(signed(source, STRANGER)))
    assert (verdict, found[0]) == (Verdict.INVALID, ("3.1", Outcome.FAILED, "key-not-listed"))


def test_profile_that_claims_to_be_another_is_refused() -> None:
    """The stranger's profile, at the stranger's address, says that it is the provider's."""
    place = "https://stranger.example/issuer.json"
    source = {**SIGNED, "badge": {**BADGE, "id": "urn:uuid:b", "issuer": place}}
    profile = {**ISSUER, "publicKey": STRANGERS_KEY}
    made = report(signed(source, STRANGER), {place: profile})
    assert made.verdict is Verdict.INVALID
    assert made.about.issuer_id == ISSUER_ID
    nowhere = report(signed(source, STRANGER), {place: profile, ISSUER_ID: None})
    assert exceptions(nowhere)[1][0] == ("1.3", Outcome.UNDECIDED, "not-on-shelf")
    urn = report(signed(source, STRANGER), {place: {**profile, "id": "urn:uuid:i"}})
    assert exceptions(urn)[1][0] == ("1.3", Outcome.FAILED, "id-elsewhere")


def test_embedded_badge_class_under_anothers_address_is_fetched_there() -> None:
    """The stranger is a true issuer, and embeds the provider's achievement as the stranger's."""
    place = "https://stranger.example/issuer.json"
    issuer = {**ISSUER, "id": place, "publicKey": STRANGERS_KEY_ID, "revocationList": None}
    key = {**STRANGERS_KEY, "owner": place}
    source = {
        **SIGNED,
        "badge": {**BADGE, "issuer": place},
        "verification": {"type": "signed", "creator": STRANGERS_KEY_ID},
    }
    made = report(signed(source, STRANGER), {place: issuer, STRANGERS_KEY_ID: key})
    assert made.verdict is Verdict.INVALID
    assert made.about.issuer_id == ISSUER_ID


def test_issuer_without_a_web_address_is_undecided() -> None:
    badge = {**BADGE, "issuer": {**ISSUER, "id": "urn:uuid:1"}}
    assert exceptions(report(signed({**SIGNED, "badge": badge}), {BADGE_ID: badge})) == undecided(
        ("1.3", "issuer-without-address"),
        ("3.1", "not-reached"),
        ("3.2", "not-reached"),
        ("5.1", "not-reached"),
    )


def test_signed_badge_without_its_signature_is_refused() -> None:
    assert exceptions(report(SIGNED)) == failed("3.1", "signature-missing")


def test_signed_badge_that_says_it_is_hosted_is_refused() -> None:
    source = {**SIGNED, "id": "https://provider.example/a", "verification": {"type": "hosted"}}
    place = "https://provider.example/a"
    made = report(signed(source), {place: source})
    assert exceptions(made) == failed("3.1", "signed-but-hosted")


@pytest.mark.parametrize(
    ("missing", "steps"),
    [
        (BADGE_ID, ["1.2", "1.3", "3.1", "3.2", "5.1"]),
        (ISSUER_ID, ["1.3", "3.1", "3.2", "5.1"]),
        (KEY_ID, ["3.1", "3.2"]),
        (LIST_ID, ["5.1"]),
    ],
)
@pytest.mark.parametrize("found", [None, b"<h1>Sorry</h1>", b"", b"[]", b'{"a":1,"a":1}'])
def test_what_cannot_be_had_is_undecided(missing: str, steps: list[str], found: Any) -> None:
    verdict, made = exceptions(report(signed(SIGNED), {missing: found}))
    assert verdict is Verdict.UNDECIDED
    assert [step for step, _, _ in made] == steps


def test_without_a_network_nothing_is_valid() -> None:
    made = openbadges2.verify(signed(SIGNED), now=NOW)
    assert made.verdict is Verdict.UNDECIDED


def revoking(*entries: Any, **more: Any) -> dict[str, Any]:
    return {LIST_ID: {"@context": CONTEXT, "revokedAssertions": list(entries), **more}}


@pytest.mark.parametrize(
    "entry",
    [
        SIGNED["id"],
        {"id": SIGNED["id"], "revocationReason": "plagiarism"},
        {"uid": SIGNED["id"]},
        {"id": "urn:uuid:other", "uid": SIGNED["id"]},
    ],
)
def test_badge_on_the_revocation_list_is_refused(entry: Any) -> None:
    made = report(signed(SIGNED), revoking("urn:uuid:other", 5, entry))
    assert exceptions(made) == failed("5.1", "badge-revoked")


def test_reason_of_a_revocation_is_told() -> None:
    entry = {"id": SIGNED["id"], "revocationReason": "plagiarism"}
    check = report(signed(SIGNED), revoking(entry)).checks[-1]
    assert check.sentence == "The issuer has revoked the badge; reason: plagiarism."


def test_badge_that_is_not_on_the_list_is_not_revoked() -> None:
    changes = revoking("urn:uuid:other", {"id": "urn:uuid:x"}, issuer=ISSUER_ID)
    assert exceptions(report(signed(SIGNED), changes)) == VALID


@pytest.mark.parametrize(
    "content",
    [
        {"@context": CONTEXT, "revokedAssertions": {"id": SIGNED["id"]}},
        {"@context": CONTEXT, "revokedAssertions": SIGNED["id"]},
        {"@context": CONTEXT},
        {"error": {"status": 500}},
        {"@context": CONTEXT, "revokedAssertions": ["urn:uuid:x", 5]},
        {"@context": CONTEXT, "revokedAssertions": [{"reason": "no name"}]},
        {"@context": CONTEXT, "revokedAssertions": [], "issuer": "https://stranger.example/i"},
    ],
)
def test_revocation_list_that_is_no_list_is_undecided(content: Any) -> None:
    made = report(signed(SIGNED), {LIST_ID: content})
    assert exceptions(made) == undecided(("5.1", "revocation-list-unreadable"))


def test_issuer_without_a_list_revokes_nothing() -> None:
    issuer = {name: value for name, value in ISSUER.items() if name != "revocationList"}
    assert exceptions(report(signed(SIGNED), {ISSUER_ID: issuer})) == VALID


def test_list_of_the_older_form_is_read() -> None:
    revoked = {LIST_ID: {SIGNED["id"]: "lost"}}
    assert exceptions(report(signed(SIGNED), revoked)) == failed("5.1", "badge-revoked")
    assert exceptions(report(signed(SIGNED), {LIST_ID: {"urn:uuid:x": "lost"}})) == VALID


def test_assertion_that_says_it_is_revoked_is_refused() -> None:
    made = report(signed({**SIGNED, "revoked": True}))
    assert exceptions(made) == failed("5.1", "badge-revoked")


@pytest.mark.parametrize("text", ["badge", "{", "[]", "", '{"type":"Assertion"}', "a.b.c"])
def test_what_is_no_badge_gets_no_verdict(text: str) -> None:
    with pytest.raises(Unusable):
        openbadges2.verify(text, resolve=shelf(), now=NOW)


def test_bottomless_document_gets_no_verdict() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = [deep]
    for name in ("recipient", "evidence", "type", "@context"):
        with pytest.raises(Unusable):
            openbadges2.verify({**SIGNED, name: deep}, resolve=shelf(), now=NOW)


def test_verifiable_credential_is_not_recognised() -> None:
    assert not openbadges2.recognises({**SIGNED, "type": ["VerifiableCredential", "Assertion"]})
    assert not openbadges2.recognises(BADGE)
    assert openbadges2.recognises(SIGNED)


def test_jws_is_recognised_by_its_payload() -> None:
    assert openbadges2.recognises(jose.parse(signed(SIGNED)))
    assert not openbadges2.recognises(jose.parse(signed(BADGE)))
    assert not openbadges2.recognises(replace(jose.parse(signed(SIGNED)), payload=b"{"))
    assert exceptions(report(jose.parse(signed(SIGNED)))) == VALID


def test_endorsements_are_told_of_and_do_not_decide() -> None:
    made = report(signed({**SIGNED, "endorsement": ["https://a.example/1", "https://a.example/2"]}))
    assert exceptions(made) == VALID
    assert (made.checks[-1].step, made.checks[-1].data) == ("8.1", {"count": 2})
