"""Verification, attack by attack. The names are the threat model."""

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mica.vc import documents, jose
from mica.vc.errors import Unreachable, Unusable
from mica.vc.report import Verdict
from mica.vc.resolve import Resource, Shelf
from tests.cast import (
    AGENCY,
    EXAMPLES_V2,
    EXTENSIONS,
    LEARNER,
    LIST_URL,
    NOW,
    OB3,
    OUTSIDER,
    PROVIDER,
    PROVIDER_P256,
    PROVIDER_P384,
    V2,
    Actor,
    changed,
    credential,
    findings,
    judged,
    shelf,
    status_list,
    with_status,
)

GOOD = PROVIDER.signs(credential())
SUITES = [
    (PROVIDER, "eddsa-rdfc-2022"),
    (PROVIDER, "eddsa-jcs-2022"),
    (PROVIDER_P256, "ecdsa-rdfc-2019"),
    (PROVIDER_P384, "ecdsa-rdfc-2019"),
    (PROVIDER_P256, "ecdsa-jcs-2019"),
    (PROVIDER_P384, "ecdsa-jcs-2019"),
]
every_suite = pytest.mark.parametrize(("actor", "suite"), SUITES)


def did_document(actor: Actor, did: str, **more: Any) -> dict[str, Any]:
    method = {
        "id": f"{did}#key-1",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": actor.key.public.multikey,
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": did,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
        **more,
    }


WEB = "did:web:provider.example"
WEB_URL = "https://provider.example/.well-known/did.json"


def by_web(**more: Any) -> dict[str, Any]:
    named = credential(issuer={"id": WEB, "type": ["Profile"], "name": "Harbour College"})
    return PROVIDER.signs(named, method=f"{WEB}#key-1", **more)


# what is good


@every_suite
def test_a_good_credential_is_valid(actor: Actor, suite: str) -> None:
    report = judged(actor.signs(credential(actor), suite=suite))
    assert findings(report) == {}
    assert report.verdict is Verdict.VALID


def test_the_same_input_and_moment_give_the_same_report() -> None:
    document = with_status()
    signed = PROVIDER.signs(document)
    lists = shelf(status_list())
    first, second = (json.dumps(judged(signed, lists).as_json()) for _ in range(2))
    assert first == second


def test_verification_changes_nothing_in_the_document() -> None:
    before = copy.deepcopy(GOOD)
    judged(GOOD)
    assert before == GOOD


def test_a_credential_of_a_did_web_issuer_is_valid_with_its_document() -> None:
    resolve = shelf(**{WEB_URL: did_document(PROVIDER, WEB)})
    assert judged(by_web(), resolve).verdict is Verdict.VALID


def test_one_and_many_of_a_value_are_read_alike() -> None:
    one = changed(credential(), "/credentialSubject/type", "AchievementSubject")
    assert judged(PROVIDER.signs(one)).verdict is Verdict.VALID


def test_steps_are_in_order() -> None:
    report = judged(PROVIDER.signs(with_status()), shelf(status_list()))
    steps = [check.step for check in report.checks]
    assert steps == sorted(steps)
    assert steps == [
        "1.1", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "5.1",
    ]  # fmt: skip


# who signed


@every_suite
def test_wrong_key_is_refused(actor: Actor, suite: str) -> None:
    signed = actor.signs(credential(actor), suite=suite)
    other = Actor(99, actor.key.public.type)
    forged = changed(signed, "/proof/proofValue", other.signs(credential(actor), suite=suite)["proof"]["proofValue"])  # fmt: skip  # noqa: E501
    assert findings(judged(forged)) == {"signature-broken": "failed"}


def test_signed_by_somebody_else_in_the_name_of_the_issuer_is_refused() -> None:
    assert findings(judged(OUTSIDER.signs(credential(PROVIDER)))) == {"key-not-of-issuer": "failed"}


def test_unsigned_is_refused() -> None:
    assert findings(judged(credential())) == {"proof-missing": "failed"}


def test_an_empty_list_of_proofs_is_refused() -> None:
    assert "proof-missing" in findings(judged(credential(proof=[])))


def test_wrong_purpose_is_refused() -> None:
    options = {"purpose": "authentication"}
    forged = changed(GOOD, "/proof/proofPurpose", options["purpose"])
    assert findings(judged(forged)) == {"wrong-purpose": "failed", "signature-broken": "failed"}


def test_swapped_proof_is_refused() -> None:
    other = PROVIDER.signs(credential(name="Baking for beginners"))
    assert findings(judged({**GOOD, "proof": other["proof"]})) == {"signature-broken": "failed"}


def test_proof_of_another_document_by_the_same_issuer_is_refused() -> None:
    other = PROVIDER.signs(credential(id="urn:uuid:00000000-0000-4000-8000-000000000000"))
    assert findings(judged({**credential(), "proof": other["proof"]})) == {
        "signature-broken": "failed"
    }


def test_key_not_in_the_relation_is_refused() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[])
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-not-for-purpose": "failed"}


def test_key_only_for_authentication_is_refused() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[], authentication=[f"{WEB}#key-1"])
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-not-for-purpose": "failed"}


def test_key_not_listed_is_refused() -> None:
    document = did_document(PROVIDER, WEB, verificationMethod=[], assertionMethod=[])
    assert findings(judged(by_web(), shelf(**{WEB_URL: document}))) == {"key-not-listed": "failed"}


@pytest.mark.parametrize(
    ("member", "code"), [("expires", "key-expired"), ("revoked", "key-revoked")]
)
def test_expired_key_document_is_refused(member: str, code: str) -> None:
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0][member] = "2026-01-01T00:00:00Z"
    assert findings(judged(by_web(), shelf(**{WEB_URL: document}))) == {code: "failed"}


def test_key_of_another_controller_is_refused() -> None:
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0]["controller"] = OUTSIDER.did
    report = judged(by_web(), shelf(**{WEB_URL: document}))
    assert findings(report) == {"key-of-another-controller": "failed"}


def test_exchanged_key_in_the_key_document_is_refused() -> None:
    report = judged(by_web(), shelf(**{WEB_URL: did_document(OUTSIDER, WEB)}))
    assert findings(report) == {"signature-broken": "failed"}


def test_unreachable_key_document_is_undecided() -> None:
    report = judged(by_web())
    assert findings(report) == {"offline": "undecided"}
    assert report.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "page", [b"<html>busy</html>", b"", b"[]", b'{"id": 1}', b'{"id": "did:web:other.example"}']
)
def test_broken_key_document_is_undecided(page: bytes) -> None:
    report = judged(by_web(), Shelf({WEB_URL: page}))
    assert report.verdict is Verdict.UNDECIDED


def test_did_key_with_the_fragment_of_another_key_is_refused() -> None:
    forged = changed(GOOD, "/proof/verificationMethod", f"{PROVIDER.did}#{OUTSIDER.method[-48:]}")
    assert findings(judged(forged)) == {"key-not-listed": "failed"}


def test_issuer_that_cannot_have_keys_is_undecided() -> None:
    signed = PROVIDER.signs(credential(issuer={"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33", "type": ["Profile"], "name": "X"}))  # fmt: skip  # noqa: E501
    assert findings(judged(signed)) == {"key-not-tied": "undecided"}


def test_unknown_suite_alone_is_undecided() -> None:
    forged = changed(GOOD, "/proof/cryptosuite", "quantum-2099")
    assert findings(judged(forged)) == {"suite-unknown": "undecided"}


def test_unknown_suite_beside_a_good_proof_is_told() -> None:
    stranger = {**GOOD["proof"], "cryptosuite": "quantum-2099"}
    signed = {**GOOD, "proof": [GOOD["proof"], stranger]}
    report = judged(signed)
    assert report.verdict is Verdict.VALID
    assert [c.code for c in report.checks if not c.decides] == ["suite-unknown"]


def test_one_broken_proof_of_a_set_is_refused() -> None:
    signed = PROVIDER.signs(GOOD)
    forged = changed(signed, "/proof/1/created", "2026-06-01T12:00:01Z")
    assert findings(judged(forged)) == {"signature-broken": "failed"}


def test_expired_proof_is_refused() -> None:
    signed = PROVIDER.signs(credential(), expires="2026-06-01T12:30:00Z")
    assert judged(signed).verdict is Verdict.VALID
    late = judged(signed, now=NOW + timedelta(hours=1))
    assert findings(late) == {"proof-expired": "failed"}


# sets and chains


def test_a_set_of_proofs_is_valid() -> None:
    assert judged(PROVIDER.signs(PROVIDER.signs(credential()))).verdict is Verdict.VALID


def test_a_chain_of_proofs_is_valid_and_breaks_with_its_first_link() -> None:
    first = PROVIDER.signs(credential(), id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    chained = PROVIDER.signs(first, previousProof="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    assert judged(chained).verdict is Verdict.VALID
    without = {**chained, "proof": chained["proof"][1]}
    assert findings(judged(without)) == {"previous-proof-missing": "failed"}
    again = changed(chained, "/proof/0/created", "2026-06-01T12:00:01Z")
    assert set(findings(judged(again)).values()) == {"failed"}


def test_proof_that_names_itself_as_previous_is_refused() -> None:
    forged = changed(GOOD, "/proof/id", "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    forged = changed(forged, "/proof/previousProof", forged["proof"]["id"])
    assert findings(judged(forged)) == {"previous-proof-missing": "failed"}


# what it says


@every_suite
@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/name", "Surgery for beginners"),
        ("/validUntil", "2099-01-15T09:00:00Z"),
        ("/credentialSubject/id", OUTSIDER.did),
        ("/credentialSubject/creditsEarned", 250.0),
        ("/credentialSubject/achievement/tag/0", "surgery"),
        ("/issuer/name", "Another College"),
        ("/proof/created", "2020-01-01T00:00:00Z"),
    ],
)
def test_changed_value_is_refused(actor: Actor, suite: str, pointer: str, value: Any) -> None:
    signed = changed(actor.signs(credential(actor), suite=suite), pointer, value)
    assert findings(judged(signed)) == {"signature-broken": "failed"}


def test_added_term_without_definition_is_refused() -> None:
    assert findings(judged({**GOOD, "grade": "A+"})) == {"undefined-term": "failed"}


def test_relative_iri_is_refused() -> None:
    forged = changed(GOOD, "/credentialSubject/achievement/id", "achievements/bees")
    assert "failed" in findings(judged(forged)).values()


@pytest.mark.parametrize(
    "written",
    [
        {
            "https://www.w3.org/2018/credentials#validUntil": {
                "@value": "2031-01-15T09:00:00Z",
                "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
            }
        },
        {"@included": [{"id": "urn:x:y"}]},
        {"@reverse": {}},
        {"@graph": []},
        {"@id": "urn:uuid:7b1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f"},
        {"@nest": {"name": "x"}},
    ],
)
def test_hidden_statement_is_refused(written: dict[str, Any]) -> None:
    """The end of validity moved to where a reader of the JSON does not look, with a good signature."""
    moved = {name: value for name, value in GOOD.items() if name != "validUntil"} | written
    report = judged(moved)
    assert report.verdict is Verdict.INVALID
    assert "not-compact" in findings(report)


@pytest.mark.parametrize(
    "context",
    [
        {"end": {"@id": "https://www.w3.org/2018/credentials#validUntil"}},
        {"cred": "https://www.w3.org/2018/credentials#"},
        {"@base": "https://evil.example/"},
        {"@vocab": "https://www.w3.org/2018/credentials#"},
        {"@vocab": ""},
        {"@import": "https://www.w3.org/ns/credentials/v2"},
        {"x": {"@id": "https://x.example/x", "@context": {"name": None}}},
        {"x": {"@reverse": "https://x.example/x"}},
        {"x": "@type"},
    ],
)
def test_context_injection_is_never_valid(context: dict[str, Any]) -> None:
    forged = changed(GOOD, "/@context", [*GOOD["@context"], context])
    report = judged(forged)
    assert report.verdict is not Verdict.VALID
    assert findings(report)["context-inline"] == "undecided"


def test_own_terms_of_a_document_are_signed_and_valid() -> None:
    own = {"hiveNumber": "https://terms.provider.example/hive"}
    document = credential(hiveNumber="12")
    signed = PROVIDER.signs({**document, "@context": [V2, OB3, own]})
    assert judged(signed).verdict is Verdict.VALID
    assert findings(judged(changed(signed, "/hiveNumber", "13"))) == {"signature-broken": "failed"}


def test_protected_redefinition_is_refused() -> None:
    context = {"name": "https://terms.provider.example/name"}
    forged = changed(GOOD, "/@context", [*GOOD["@context"], context])
    assert findings(judged(forged))["protected-term-redefined"] == "failed"


def test_unknown_context_is_undecided() -> None:
    forged = changed(GOOD, "/@context", [V2, OB3, "https://contexts.example/unknown/v1"])
    report = judged(forged)
    assert findings(report) == {"context-unknown": "undecided"}


def test_a_vocabulary_for_every_term_hides_nothing() -> None:
    """The specifications' own example context: one `@vocab`. What is undefined gets signed by it."""
    signed = PROVIDER.signs(
        credential(**{"@context": [V2, OB3, EXAMPLES_V2], "alumniOf": "School"})
    )
    assert judged(signed).verdict is Verdict.VALID
    assert findings(judged(changed(signed, "/alumniOf", "Harvard"))) == {
        "signature-broken": "failed"
    }


# time


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 1, 15, 8, 59, 59, tzinfo=UTC), {"not-yet-valid": "failed"}),
        (datetime(2026, 1, 15, 9, tzinfo=UTC), {}),
        (datetime(2031, 1, 15, 9, tzinfo=UTC), {}),
        (datetime(2031, 1, 15, 9, 0, 1, tzinfo=UTC), {"expired": "failed"}),
    ],
)
def test_validity_begins_and_ends_to_the_second(now: datetime, expected: dict[str, str]) -> None:
    assert findings(judged(GOOD, now=now)) == expected


# status


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


# a bug or an outage is never a forgery


def test_an_outage_in_the_middle_is_undecided() -> None:
    def down(url: str) -> Resource:
        raise Unreachable("offline", url=url)

    assert judged(PROVIDER.signs(with_status()), down).verdict is Verdict.UNDECIDED


def test_a_bug_in_the_resolver_is_not_a_verdict() -> None:
    def broken(_url: str) -> Resource:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        judged(by_web(), broken)


# enclosed


def endorsement(by: Actor = AGENCY, **more: Any) -> dict[str, Any]:
    return by.signs(
        {
            "@context": [V2, OB3],
            "id": "urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Quality label",
            "issuer": {"id": by.did, "type": ["Profile"], "name": "Agency"},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": "https://provider.example/achievements/bees",
                "type": ["EndorsementSubject"],
                "endorsementComment": "Meets the standard.",
            },
            **more,
        }
    )


def test_a_good_endorsement_is_told() -> None:
    signed = PROVIDER.signs(credential(endorsement=[endorsement()]))
    report = judged(signed)
    assert report.verdict is Verdict.VALID
    assert [inner.verdict for inner in report.enclosed] == [Verdict.VALID]


def test_a_forged_endorsement_is_told_and_does_not_break_the_credential() -> None:
    forged = changed(endorsement(), "/credentialSubject/endorsementComment", "The best there is.")
    report = judged(PROVIDER.signs(credential(endorsement=[forged])))
    assert report.verdict is Verdict.VALID
    assert [inner.verdict for inner in report.enclosed] == [Verdict.INVALID]
    assert [c.code for c in report.checks if not c.decides] == ["enclosed-invalid"]


# what cannot be examined


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"id": "a", "id": "b"}', "duplicate-key"),
        ('{"n": 9007199254740992}', "number-out-of-range"),
        ('{"n": NaN}', "not-json"),
        ('{"n": 1e999}', "number-out-of-range"),
        ('{"t": "\\ud800"}', "bad-text"),
        ("[" * 10_000 + "]" * 10_000, "too-deep"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "too-deep"),
        ('{"a": "' + "x" * 100_000_000 + '"}', "too-large"),
        ("[]", "not-an-object"),
        ("<html>", "not-json"),
    ],
    ids=lambda value: value[:24],
)
def test_ambiguous_or_absurd_input_is_unusable(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        documents.read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", b"x", (1,)])
def test_values_that_json_cannot_carry_are_unusable(value: Any) -> None:
    with pytest.raises(Unusable):
        judged({**GOOD, "name": value})


# JWT


@pytest.mark.parametrize(
    "actor", [PROVIDER, PROVIDER_P256, PROVIDER_P384], ids=lambda a: a.key.public.type
)
def test_a_good_jwt_is_valid(actor: Actor) -> None:
    from_profile = jose.parse(actor.signs_jwt(credential(actor)))
    assert findings(judged(from_profile)) == {}
    assert judged(from_profile).verdict is Verdict.VALID


def test_a_jwt_signed_by_somebody_else_is_refused() -> None:
    signed = jose.parse(OUTSIDER.signs_jwt(credential(PROVIDER)))
    assert findings(judged(signed)) == {"key-not-of-issuer": "failed"}


def test_an_enveloped_credential_is_valid() -> None:
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + PROVIDER.signs_jose(credential()),
    }
    assert findings(judged(envelope)) == {}


# presentations


def presentation(**more: Any) -> dict[str, Any]:
    return {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": LEARNER.did,
        "verifiableCredential": [GOOD],
        **more,
    }


def test_a_good_presentation_is_valid() -> None:
    shown = LEARNER.presents(presentation(), challenge="abc", domain="employer.example")
    report = judged(shown, expected={"challenge": "abc", "domain": "employer.example"})
    assert findings(report) == {}
    assert report.verdict is Verdict.VALID
    assert [inner.verdict for inner in report.enclosed] == [Verdict.VALID]


def test_replayed_presentation_is_refused() -> None:
    shown = LEARNER.presents(presentation(), challenge="abc", domain="employer.example")
    report = judged(shown, expected={"challenge": "xyz", "domain": "employer.example"})
    assert findings(report) == {"wrong-challenge": "failed"}


def test_presentation_made_for_somebody_else_is_refused() -> None:
    shown = LEARNER.presents(presentation(), challenge="abc", domain="employer.example")
    report = judged(shown, expected={"challenge": "abc", "domain": "bank.example"})
    assert findings(report) == {"wrong-domain": "failed"}


def test_presentation_by_somebody_other_than_its_holder_is_refused() -> None:
    shown = OUTSIDER.presents(presentation())
    assert findings(judged(shown)) == {"key-not-of-issuer": "failed"}


def test_presentation_of_a_forged_credential_is_refused() -> None:
    forged = changed(GOOD, "/name", "Surgery for beginners")
    report = judged(LEARNER.presents(presentation(verifiableCredential=[forged])))
    assert findings(report) == {"enclosed-invalid": "failed"}


def test_credential_proof_does_not_serve_a_presentation() -> None:
    shown = LEARNER.signs(presentation())
    assert findings(judged(shown)) == {"wrong-purpose": "failed"}
