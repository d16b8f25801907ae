"""Project inCredible: certificates are read, their Aadhaar numbers never."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.standards import openbadges2
from mica.standards.openbadges2 import aadhaar, incredible
from mica.standards.openbadges2.errors import Unknown
from mica.standards.openbadges2.incredible import (
    Assessed,
    Assessment,
    Certificate,
    Component,
    Identity,
    Signatory,
    Training,
)
from mica.vc.documents import JsonObject
from mica.vc.report import About, Outcome, Verdict
from tests.standards.openbadges2.cast import NOW, exceptions, report, undecided

FULL = "2345 6789 0124"
"""A made-up number whose check digit is right."""
SUBJECT: JsonObject = {
    "@id": "#/evidence/0/subject",
    "@type": "ocd:composite",
    "schema:name": "Asha",
    "ocd:components": [
        {
            "@type": ["schema:name", "ob:Extension", "ocd:AnnotatedExtension"],
            "ocd:annotation": "FATHER",
            "ob:identity": "Ravi",
        },
        {
            "@type": ["@id", "ob:Extension", "ocd:AnnotatedExtension"],
            "ocd:annotation": "MASKED",
            "ob:identity": "urn:in.gov.uidai.aadhaar:XXXX-XXXXXXXX-2437",
        },
        {"@type": "dob", "identity": "2001-02-03"},
        {"@type": "photo", "identity": "data:image/png;base64,AAAA"},
    ],
}
CERTIFICATE: JsonObject = {
    "@context": {
        "ocd": "https://msde.gov.in/dgt/opencreds/v1#",
        "ob": "https://w3id.org/openbadges/v2#",
    },
    "@id": "urn:uuid:0c0f0ae5-5d5a-4d0c-9bb4-e6f2c2b0a001",
    "@type": ["ocd:Credential", "ob:Extension", "ocd:CertificateExtension"],
    "ob:recipient": {"@id": "#/evidence/0/subject"},
    "ob:badge": {
        "@id": "https://council.example/courses/7",
        "@type": "ob:BadgeClass",
        "schema:name": "Motorcycle mechanic",
        "schema:description": "Services motorcycles.",
        "ob:criteria": {"@type": "ob:Criteria", "narrative": "Passed the practical test."},
        "ocd:awardedBy": {
            "@type": "ocd:AwardingBody",
            "@id": "https://council.example/profile.json",
            "schema:name": "Skills Council",
        },
        "schema:alignment": [
            {
                "schema:targetName": "Mechanic, level 3",
                "schema:targetURL": "https://register.example/Q1",
                "schema:targetFramework": "NSQF",
                "schema:targetCode": "Q1",
            }
        ],
    },
    "ocd:awardedOn": "2018-10-29T10:21:43.087UTC",
    "ocd:awardedThrough": "A programme",
    "ocd:printUri": ["https://council.example/print/1", "data:application/pdf;base64,AAAA"],
    "ob:evidence": [
        {
            "@id": "urn:uuid:e1",
            "@type": ["ob:Evidence", "ob:Extension", "ocd:TrainingEvidence"],
            "schema:name": "Course",
            "ocd:subject": SUBJECT,
            "ocd:trainer": {"@id": "https://trainer.example", "schema:name": "Trainer"},
            "ocd:duration": {"schema:startDate": "2018-07-25", "schema:endDate": "2018-10-22"},
            "ocd:session": "Batch 3",
        },
        {
            "@id": "urn:uuid:e2",
            "@type": ["ob:Evidence", "ocd:Extension", "ocd:AssessedEvidence"],
            "schema:name": "Final test",
            "ocd:assessedBy": ["https://assessor.example/profile.json"],
            "ocd:assessedOn": "2018-10-19T6:30:00Z",
            "ocd:assessment": {
                "@type": "ocd:marks",
                "ocd:value": 72,
                "ocd:minValue": "0",
                "ocd:maxValue": "100",
                "ocd:passValue": "40",
                "ob:related": {"@type": ["ocd:equivalent", "ocd:grade"], "ocd:value": "B+"},
            },
            "ocd:signature": {"@type": "ocd:RsaSignature2018"},
        },
    ],
    "ocd:signatory": {
        "@type": ["ob:IdentityObject", "ocd:SignatoryExtension"],
        "schema:name": "Meera",
        "ocd:designation": "Director",
        "schema:image": "https://council.example/signature.jpg",
    },
    "ob:verification": {"@type": "ocd:LinkedDataSignature2015"},
    "ocd:signature": {"@type": "ocd:RsaSignature2018", "sec:creator": "https://council.example/k"},
}


def test_certificate_is_read() -> None:
    assert incredible.read(CERTIFICATE) == Certificate(
        recipients=(
            Identity(
                "Asha",
                (
                    Component("name", "Ravi", "FATHER"),
                    Component("urn", "urn:in.gov.uidai.aadhaar:XXXX-XXXXXXXX-2437", "MASKED"),
                    Component("dob", "2001-02-03", None),
                    Component("photo", "data:image/png;base64,AAAA", None),
                ),
            ),
        ),
        trainings=(
            Training("urn:uuid:e1", "Course", ("Trainer",), "2018-07-25", "2018-10-22", "Batch 3"),
        ),
        assessed=(
            Assessed(
                "urn:uuid:e2",
                "Final test",
                ("https://assessor.example/profile.json",),
                "2018-10-19T6:30:00Z",
                (Assessment("marks", "72", "0", "100", "40", (Assessment("grade", "B+"),)),),
                signed=True,
            ),
        ),
        signatories=(Signatory("Meera", "Director", "https://council.example/signature.jpg"),),
        awarded_through="A programme",
        print_uris=("https://council.example/print/1", "data:application/pdf;base64,AAAA"),
        signed=True,
    )


def bare(value: Any) -> Any:
    """The same certificate as the later form writes it: without prefixes."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if isinstance(value, dict):
        return {name.rpartition(":")[2]: bare(item) for name, item in value.items()}
    return value


def test_later_form_without_prefixes_is_read_the_same() -> None:
    later = {**bare(CERTIFICATE), "@context": ["https://skillcredentialspec.org/v1/context.json"]}
    assert incredible.read(later) == incredible.read(CERTIFICATE)


def test_legacy_signature_is_undecided_and_says_so() -> None:
    made = report(CERTIFICATE)
    assert exceptions(made) == undecided(("3.1", "legacy-signature"))
    assert made.about == About(
        kind="Project inCredible v1",
        id=CERTIFICATE["@id"],
        title="Motorcycle mechanic",
        issuer_id="https://council.example/profile.json",
        issuer_name="Skills Council",
        valid_from="2018-10-29T10:21:43.087UTC",
    )
    assert made.checks[-1].code == "evidence-unexamined"


def test_unsigned_certificate_is_undecided_and_says_so() -> None:
    unsigned = {name: value for name, value in CERTIFICATE.items() if name != "ocd:signature"}
    assert exceptions(report(unsigned)) == undecided(("3.1", "legacy-unsigned"))


def test_expired_certificate_is_refused() -> None:
    made = report({**CERTIFICATE, "ob:expires": "2020-01-01T00:00:00Z"})
    assert made.verdict is Verdict.INVALID
    assert exceptions(made)[1][1] == ("4.2", Outcome.FAILED, "expired")


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "https://skillcredentialspec.org/v1/context.json", "type": "Assertion"},
        {"type": ["Assertion", "CertificateExtension"]},
        {"@type": "scd:CertificateExtension"},
    ],
)
def test_certificate_is_recognised(document: JsonObject) -> None:
    assert openbadges2.recognises(document)
    assert incredible.read(document).recipients == ()
    assert openbadges2.verify(document, now=NOW).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "https://skillcredentialspec.org/v1/context.json", "type": "BadgeClass"},
        {"type": ["VerifiableCredential", "CertificateExtension"]},
        {"@context": {"ocd": 5}, "@type": 5},
    ],
)
def test_what_is_no_certificate_is_not_recognised(document: JsonObject) -> None:
    assert not incredible.recognises(document)


def test_same_word_under_two_prefixes_is_undecided() -> None:
    twice = {**CERTIFICATE, "schema:badge": {"schema:name": "Doctor"}}
    with pytest.raises(Unknown) as error:
        incredible.plain(twice)
    assert error.value.code == "terms-ambiguous"
    assert exceptions(report(twice)) == undecided(("1.1", "terms-ambiguous"))


@pytest.mark.parametrize(
    "text",
    [
        "urn:in.gov.uidai.aadhaar:234567890124",
        "urn:in.gov.uidai.aadhaar:2345-6789-0124",
        "urn:in.gov.uidai.aadhaar:111111111111",
        "Aadhaar 234567890125",
        FULL,
        FULL.replace(" ", ""),
        f"number {FULL}, Delhi",
    ],
)
def test_full_aadhaar_never_comes_out(text: str) -> None:
    subject = {**SUBJECT, "ocd:components": [{"@type": "urn", "ob:identity": text}]}
    evidence = {"@type": "ocd:TrainingEvidence", "ocd:subject": subject}
    document = {**CERTIFICATE, "ob:evidence": [evidence], "ob:narrative": text}
    made = incredible.plain(document)
    view = openbadges2.to_open_badges_3(document, document["ob:badge"], {})
    told = report(document).as_json()
    for output in (made, view, told, incredible.read(document)):
        digits = str(output).replace(" ", "").replace("-", "")
        assert "23456789012" not in digits
        assert "11111111111" not in digits
    assert text[-4:] in str(made) or "Delhi" in text


def test_aadhaar_is_masked_by_its_label() -> None:
    labelled = {"type": ["aadhaar"], "identity": "1234 5678 9012"}
    assert aadhaar.masked(labelled) == {"type": ["aadhaar"], "identity": "XXXX XXXX 9012"}
    hashed = {"annotation": "AADHAAR", "identity": "sha256$" + "0" * 64}
    assert aadhaar.masked(hashed) == {"annotation": "AADHAAR", "identity": "redacted"}


@pytest.mark.parametrize(
    "text",
    [
        "234567890125",
        "134567890124",
        "https://issuer.example/badges/234567890124",
        "urn:uuid:00000000-0000-4000-8000-234567890124",
        "1234567890124",
        "data:image/png;base64,234567890124",
        "2018-10-29T10:21:43.087UTC",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert aadhaar.masked({"a": [text]}) == {"a": [text]}


@given(st.integers(2 * 10**10, 10**11 - 1), st.integers(0, 9))
def test_exactly_one_check_digit_is_right(number: int, digit: int) -> None:
    right = [last for last in range(10) if aadhaar.is_checked(f"{number}{last}")]
    assert len(right) == 1
    masked = aadhaar.masked(f"{number}{digit}")
    assert masked.startswith("XXXXXXXX") is (digit == right[0])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "ocd:grade", "@id", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@id", "type", "value", "name", "identity"]), inner)
    ),
    max_leaves=6,
)
MEMBERS = sorted({"ob:components", "ocd:assessment", *CERTIFICATE, *CERTIFICATE["ob:badge"]})


@given(st.sampled_from(MEMBERS), JSON, st.booleans())
def test_strange_certificate_is_read_without_surprise(name: str, value: Any, inside: bool) -> None:  # noqa: FBT001
    document = json.loads(json.dumps(CERTIFICATE))
    place = document["ob:badge"] if inside else document
    place[name] = value
    evidence = {"@type": ["TrainingEvidence", "AssessedEvidence"], "subject": value}
    document.setdefault("ob:more", []).append({**evidence, "assessment": value})
    if not incredible.recognises(document):
        return
    assert openbadges2.verify(document, now=NOW).verdict is not Verdict.VALID
    certificate = incredible.read(document)
    badge = document["ob:badge"] if isinstance(document["ob:badge"], dict) else {}
    assert openbadges2.to_open_badges_3(document, badge, {})["type"][1] == "OpenBadgeCredential"
    assert len(certificate.recipients) >= 0
