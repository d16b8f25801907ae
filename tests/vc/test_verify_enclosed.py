"""Documents inside others: endorsements, and presentations with challenge and domain."""

from typing import Any

import pytest

from mica.vc import jose
from mica.vc.report import Verdict
from tests.cast import (
    GOOD,
    LEARNER,
    OUTSIDER,
    PROVIDER,
    V2,
    changed,
    credential,
    endorsement,
    findings,
    judged,
)

# enclosed


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


# presentations as JWT


ENVELOPED = {
    "@context": V2,
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt," + PROVIDER.signs_jose(credential()),
}


def test_a_presentation_as_jwt_with_an_enveloped_credential_is_valid() -> None:
    shown = LEARNER.presents_jose(
        presentation(verifiableCredential=[ENVELOPED]), challenge="abc", domain="employer.example"
    )
    report = judged(jose.parse(shown), expected={"challenge": "abc", "domain": "employer.example"})
    assert (findings(report), report.verdict) == ({}, Verdict.VALID)
    assert [inner.verdict for inner in report.enclosed] == [Verdict.VALID]


def test_an_enveloped_presentation_is_valid() -> None:
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiablePresentation",
        "id": "data:application/vp+jwt," + LEARNER.presents_jose(presentation()),
    }
    assert findings(judged(envelope)) == {}


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ({"challenge": "xyz", "domain": "employer.example"}, "wrong-challenge"),
        ({"challenge": "abc", "domain": "bank.example"}, "wrong-domain"),
    ],
)
def test_replayed_presentation_as_jwt_is_refused(expected: dict[str, str], code: str) -> None:
    shown = LEARNER.presents_jose(presentation(), challenge="abc", domain="employer.example")
    assert findings(judged(jose.parse(shown), expected=expected)) == {code: "failed"}


def test_presentation_as_jwt_by_somebody_other_than_its_holder_is_refused() -> None:
    shown = OUTSIDER.presents_jose(presentation())
    assert findings(judged(jose.parse(shown))) == {"key-not-of-issuer": "failed"}


def test_forged_enveloped_credential_in_a_presentation_is_refused() -> None:
    forged = {**ENVELOPED, "id": ENVELOPED["id"][:-8] + "AAAAAAAA"}
    report = judged(LEARNER.presents(presentation(verifiableCredential=[forged])))
    assert report.verdict is Verdict.INVALID


# who shows it


def test_a_credential_shown_by_another_than_its_subject_is_told() -> None:
    shown = OUTSIDER.presents(presentation(holder=OUTSIDER.did))
    report = judged(shown)
    assert report.verdict is Verdict.VALID
    assert [c.code for c in report.checks if not c.decides] == ["shown-by-another"]
    assert [c.code for c in judged(LEARNER.presents(presentation())).checks if not c.decides] == []
