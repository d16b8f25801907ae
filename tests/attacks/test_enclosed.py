"""Documents inside others, envelopes around them, and documents that are two things at once."""

from typing import Any

import pytest

from mica.vc import jwt
from tests.attacks.hands import VALID, found, handed, invalid, signed_blindly, undecided
from tests.cast import AGENCY, GOOD, LEARNER, OB3, OUTSIDER, PROVIDER, V2, changed, credential

OPEN = {"@context": [V2], "type": "EnvelopedVerifiableCredential"}
SEALED = PROVIDER.signs_jose(credential())


def presentation(**more: Any) -> dict[str, Any]:
    return {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": LEARNER.did,
        "verifiableCredential": [GOOD],
        **more,
    }


# two things at once


def test_a_forged_credential_that_is_also_a_presentation_is_refused() -> None:
    """Judged as the outsider's own empty presentation it would pass; its issuer is another."""
    both = ["VerifiablePresentation", "VerifiableCredential", "OpenBadgeCredential"]
    forged = {**credential(), "type": both, "holder": OUTSIDER.did}
    signed = signed_blindly(forged, OUTSIDER, proofPurpose="authentication")
    assert found(signed) == invalid("types-at-odds")
    inside = LEARNER.presents(presentation(verifiableCredential=[signed]))
    assert found(inside) == invalid("enclosed-invalid")


def test_a_good_credential_does_not_become_a_presentation() -> None:
    forged = changed(GOOD, "/type", [*GOOD["type"], "VerifiablePresentation"])
    assert found(forged)[0] == "invalid"
    forged = changed(GOOD, "/type", ["VerifiablePresentation"])
    assert found(forged)[0] == "invalid"


def test_a_presentation_within_a_presentation_is_refused() -> None:
    inner = LEARNER.presents(presentation())
    outer = signed_blindly(
        presentation(verifiableCredential=[inner]),
        LEARNER,
        proofPurpose="authentication",
    )
    assert found(outer)[0] == "invalid"


# envelopes


def test_what_stands_around_an_envelope_is_refused() -> None:
    """A reader of the JSON would take the unsigned members for the credential's."""
    envelope = {**OPEN, "id": f"data:application/vc+jwt,{SEALED}"}
    assert found(envelope) == VALID
    assert found({**envelope, "issuer": "did:web:harvard.example"}) == invalid("envelope-not-alone")
    both = ["VerifiableCredential", "EnvelopedVerifiableCredential"]
    assert found({**envelope, "type": both, "credentialSubject": {}}) == (
        invalid("envelope-not-alone")
    )


@pytest.mark.parametrize("kind", ["vc+sd-jwt", "vc+cose", "vp+jwt", "vc+jwt;base64", "vc-ld+jwt"])
def test_an_envelope_of_an_unknown_kind_is_undecided(kind: str) -> None:
    assert found({**OPEN, "id": f"data:application/{kind},{SEALED}"}) == (
        undecided("envelope-unknown")
    )


def test_an_envelope_of_a_forged_credential_is_refused() -> None:
    head, body, signature = SEALED.split(".")
    other = PROVIDER.signs_jose(credential(name="Surgery for beginners")).split(".")
    for text in (f"{head}.{other[1]}.{signature}", f"{head}.{body}.{other[2]}"):
        assert found({**OPEN, "id": f"data:application/vc+jwt,{text}"}) == (
            invalid("signature-broken")
        )


def test_an_envelope_within_an_envelope_is_not_opened() -> None:
    inner = {**OPEN, "id": f"data:application/vc+jwt,{SEALED}"}
    outer = jwt.sign_credential(inner, OUTSIDER.key, kid=OUTSIDER.method)
    assert found({**OPEN, "id": f"data:application/vc+jwt,{outer}"})[0] == "invalid"
    assert found(outer)[0] == "invalid"


# presentations


def test_a_presentation_recorded_elsewhere_is_refused() -> None:
    shown = LEARNER.presents(presentation(), challenge="abc", domain="employer.example")
    asked = {"challenge": "abc", "domain": "employer.example"}
    assert found(shown, **asked) == VALID
    assert found(shown, challenge="abd", domain="employer.example") == invalid("wrong-challenge")
    assert found(shown, challenge="abc", domain="bank.example") == invalid("wrong-domain")
    forged = changed(shown, "/proof/challenge", "abd")
    assert found(forged, challenge="abd", domain="employer.example") == invalid("signature-broken")
    forged = changed(shown, "/proof/domain", ["employer.example", "bank.example"])
    assert found(forged, challenge="abc", domain="bank.example") == invalid("signature-broken")


def test_a_credential_does_not_answer_a_challenge() -> None:
    assert found(GOOD, challenge="abc") == invalid("wrong-challenge")
    assert found(SEALED, challenge="abc") == invalid("wrong-challenge")


def test_a_challenge_is_not_answered_from_outside_the_proof() -> None:
    shown = LEARNER.presents(presentation())
    assert found({**shown, "challenge": "abc"}, challenge="abc")[0] == "invalid"


def test_credentials_taken_from_or_put_into_a_presentation_break_it() -> None:
    other = PROVIDER.signs(credential(id="urn:uuid:00000000-0000-4000-8000-000000000000"))
    shown = LEARNER.presents(presentation(verifiableCredential=[GOOD, other]))
    assert found(shown) == VALID
    for inside in ([GOOD], [GOOD, other, other], []):
        assert found({**shown, "verifiableCredential": inside}) == invalid("signature-broken")


def test_a_presentation_without_a_holder_is_nobodys() -> None:
    nobody = {k: v for k, v in presentation().items() if k != "holder"}
    assert found(LEARNER.presents(nobody)) == undecided("key-not-tied")


# endorsements


def praise(by: Any = AGENCY, **more: Any) -> dict[str, Any]:
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Praise",
        "issuer": {"id": by.did, "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:y", "type": ["EndorsementSubject"]},
        **more,
    }


def test_good_praise_does_not_make_a_forged_credential_good() -> None:
    forged = changed(
        PROVIDER.signs(credential(endorsement=[AGENCY.signs(praise())])), "/name", "Surgery"
    )
    report = handed(forged)
    assert report.verdict.value == "invalid"
    assert [inner.verdict.value for inner in report.enclosed] == ["valid"]


def test_a_credential_hidden_among_the_endorsements_is_not_the_credential() -> None:
    """Its own report stands inside, and what it is about is not what the whole is about."""
    stranger = OUTSIDER.signs(praise(OUTSIDER, endorsement=[GOOD]))
    report = handed(stranger)
    assert report.about.issuer_id == OUTSIDER.did


def test_a_credential_as_its_own_endorsement_is_refused() -> None:
    """Same id, so its statements and the outer ones would be one heap."""
    forged = signed_blindly(credential(endorsement=[GOOD]))
    verdict, told = found(forged)
    assert (verdict, told["said-elsewhere"]) == ("invalid", "failed")


@pytest.mark.parametrize("inside", [7, "a.b", "x", None, [[]], {"a": 1}])
def test_rubbish_among_the_endorsements_ends_in_a_report(inside: Any) -> None:
    for member in ("endorsement", "endorsementJwt"):
        handed(signed_blindly(credential(**{member: [inside]})))
