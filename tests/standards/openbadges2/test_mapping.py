"""Older badges seen as Open Badges 3.0."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mica.standards import openbadges2
from mica.vc.documents import JsonObject
from tests.standards.openbadges2.cast import BADGE, HOSTED, ISSUER, SIGNED, shelf, signed
from tests.standards.openbadges2.test_incredible import CERTIFICATE

VIEW: JsonObject = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": SIGNED["id"],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Welding, level 3",
    "issuer": {
        "type": ["Profile"],
        "id": "https://provider.example/issuer.json",
        "name": "Provider",
        "url": "https://provider.example",
        "email": "badges@provider.example",
    },
    "validFrom": "2025-06-01T08:00:00Z",
    "awardedDate": "2025-06-01T08:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "identityHash": "learner@people.example",
                "hashed": False,
            }
        ],
        "achievement": {
            "id": "https://provider.example/badge.json",
            "type": ["Achievement"],
            "name": "Welding, level 3",
            "description": "Joins plates in four positions.",
            "criteria": {"narrative": "Four welds, seen by two assessors."},
            "tag": ["welding"],
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Weld",
                    "targetUrl": "https://skills.example/weld",
                }
            ],
            "related": [
                {
                    "id": "https://provider.example/badge.json",
                    "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                    "version": "Open Badges v2p0",
                }
            ],
            "image": {"id": "https://provider.example/badge.png", "type": "Image"},
        },
    },
}


def of_certificate() -> JsonObject:
    badge = CERTIFICATE["ob:badge"]
    return openbadges2.to_open_badges_3(CERTIFICATE, badge, badge["ocd:awardedBy"])


def test_view_says_the_same_in_the_words_of_3_0() -> None:
    assert openbadges2.to_open_badges_3(SIGNED, BADGE, ISSUER) == VIEW


def test_view_of_what_was_gathered_has_no_proof() -> None:
    gathered = openbadges2.gather(signed(SIGNED), resolve=shelf())
    assert gathered.badge is not None
    assert gathered.issuer is not None
    view = openbadges2.to_open_badges_3(gathered.assertion, gathered.badge, gathered.issuer)
    assert view == VIEW
    assert "proof" not in view


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        (
            {"type": "email", "hashed": True, "identity": "sha256$00", "salt": "sea"},
            {"identityType": "emailAddress", "hashed": True, "salt": "sea"},
        ),
        ({"type": "url", "identity": "https://me.example"}, {"identityType": "identifier"}),
        ({"type": "telephone", "identity": "+1"}, {"identityType": "identifier"}),
        ({"type": [], "identity": "+1"}, {"identityType": "identifier"}),
    ],
)
def test_recipient_becomes_an_identity(recipient: JsonObject, expected: JsonObject) -> None:
    view = openbadges2.to_open_badges_3({**SIGNED, "recipient": recipient}, BADGE, ISSUER)
    wanted = {"type": "IdentityObject", "identityHash": recipient["identity"], "hashed": False}
    assert view["credentialSubject"]["identifier"] == [wanted | expected]
    own = "https://me.example" if recipient["type"] == "url" else None
    assert view["credentialSubject"].get("id") == own


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ("https://provider.example/c", {"id": "https://provider.example/c"}),
        (["https://provider.example/c", "x:d"], {"id": "https://provider.example/c"}),
        (
            [{"narrative": "a"}, {"narrative": "b", "id": "x:e"}],
            {"id": "x:e", "narrative": "a\n\nb"},
        ),
        ([5], None),
    ],
)
def test_criteria_of_every_form_become_one(criteria: Any, expected: Any) -> None:
    view = openbadges2.to_open_badges_3(SIGNED, {**BADGE, "criteria": criteria}, ISSUER)
    assert view["credentialSubject"]["achievement"].get("criteria") == expected


def test_evidence_and_dates_are_kept() -> None:
    assertion = {
        **HOSTED,
        "issuedOn": "2013-06-01",
        "expires": "2030-01-01T00:00:00Z",
        "narrative": "Well done.",
        "evidence": ["https://provider.example/e", {"narrative": "Photographs.", "x": 1}, 5],
    }
    view = openbadges2.to_open_badges_3(assertion, BADGE, ISSUER)
    assert (view["validFrom"], view["validUntil"]) == (
        "2013-06-01T00:00:00Z",
        "2030-01-01T00:00:00Z",
    )
    assert view["credentialSubject"]["narrative"] == "Well done."
    assert view["evidence"] == [
        {"id": "https://provider.example/e", "type": ["Evidence"]},
        {"type": ["Evidence"], "narrative": "Photographs."},
    ]


def test_certificate_becomes_identities_evidence_and_results() -> None:
    view = of_certificate()
    subject = view["credentialSubject"]
    assert [(i["identityType"], i["identityHash"]) for i in subject["identifier"]] == [
        ("name", "Asha"),
        ("ext:father.name", "Ravi"),
        ("nationalIdentityNumber", "urn:in.gov.uidai.aadhaar:XXXX-XXXXXXXX-2437"),
        ("ext:dob", "2001-02-03"),
    ]
    assert view["evidence"] == [
        {
            "id": "urn:uuid:e1",
            "type": ["Evidence"],
            "name": "Course",
            "genre": "Training",
            "narrative": "Trained by: Trainer\nFrom: 2018-07-25\nUntil: 2018-10-22\n"
            "Session: Batch 3",
        },
        {
            "id": "urn:uuid:e2",
            "type": ["Evidence"],
            "name": "Final test",
            "genre": "Assessment",
            "narrative": "Assessed by: https://assessor.example/profile.json\n"
            "On: 2018-10-19T6:30:00Z",
        },
    ]


def test_assessments_become_results_that_the_achievement_describes() -> None:
    view = of_certificate()
    subject = view["credentialSubject"]
    first, second = (f"https://council.example/courses/7#result-{n}" for n in (1, 2))
    assert subject["result"] == [
        {"type": ["Result"], "resultDescription": first, "value": "72"},
        {"type": ["Result"], "resultDescription": second, "value": "B+"},
    ]
    assert subject["achievement"]["resultDescription"] == [
        {
            "id": first,
            "type": ["ResultDescription"],
            "name": "Final test",
            "resultType": "RawScore",
            "valueMin": "0",
            "valueMax": "100",
            "requiredValue": "40",
        },
        {
            "id": second,
            "type": ["ResultDescription"],
            "name": "Final test",
            "resultType": "LetterGrade",
        },
    ]
    assert subject["achievement"]["alignment"][0]["targetFramework"] == "NSQF"
    assert "proof" not in view
    assert view["issuer"]["name"] == "Skills Council"


@pytest.mark.parametrize("kind", ["badge", "certificate"])
def test_view_keeps_the_published_schema(kind: str, shared_data: Path) -> None:
    name = "credentials/1edtech/ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((shared_data / name).read_bytes())
    view = VIEW if kind == "badge" else of_certificate()
    validator = jsonschema.Draft201909Validator(schema)
    assert [error.message for error in validator.iter_errors(view)] == []
