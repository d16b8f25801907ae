"""What was signed, attack by attack: changed values, hidden statements, contexts."""

from typing import Any

import pytest

from mica.vc.report import Verdict
from tests.cast import (
    EXAMPLES_V2,
    GOOD,
    OB3,
    OUTSIDER,
    PROVIDER,
    V2,
    Actor,
    changed,
    credential,
    every_suite,
    findings,
    judged,
)


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
    """The end of validity moved to where a reader of the JSON does not look, and still signed."""
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
        {"x": []},
        {"x": {"@id": ["https://x.example/x"]}},
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
    """The specifications' own example context, one `@vocab`: what is undefined is signed by it."""
    signed = PROVIDER.signs(
        credential(**{"@context": [V2, OB3, EXAMPLES_V2], "alumniOf": "School"})
    )
    assert judged(signed).verdict is Verdict.VALID
    assert findings(judged(changed(signed, "/alumniOf", "Harvard"))) == {
        "signature-broken": "failed"
    }
