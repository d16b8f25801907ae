import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from jsonschema import Draft201909Validator

from mica.standards.openbadges import build
from mica.standards.openbadges.credentials import (
    Badge,
    Endorsement,
    credential,
    endorsement,
    related_resource,
)
from mica.standards.openbadges.standard import check
from mica.vc import model
from mica.vc.errors import Refused
from tests.shaping import told
from tests.standards.openbadges import full, strategies

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
ACHIEVEMENT = build.Achievement(
    id="urn:uuid:a",
    name="Applied Data Analysis",
    description="The learner can analyse data.",
    criteria=build.Criteria(narrative="Pass."),
)
ISSUER = build.Profile(id="did:example:i", name="Example University")
SUBJECT = build.AchievementSubject(id="did:example:s", achievement=ACHIEVEMENT)
BADGE = Badge(id="urn:uuid:1", issuer=ISSUER, valid_from=NOON, credential_subject=SUBJECT)


@pytest.fixture(scope="session")
def second_opinion(shared_data):
    """What the published schema has against a document."""
    place = shared_data / "credentials/1edtech/ob_v3p0_achievementcredential_schema.json"
    schema = Draft201909Validator(json.loads(place.read_bytes()))
    return lambda document: [error.message for error in schema.iter_errors(document)]


def test_a_badge_is_written_as_the_format_wants_it():
    assert credential(BADGE) == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Applied Data Analysis",
        "issuer": {"type": ["Profile"], "id": "did:example:i", "name": "Example University"},
        "validFrom": "2026-01-15T12:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "did:example:s",
            "achievement": {
                "type": ["Achievement"],
                "id": "urn:uuid:a",
                "name": "Applied Data Analysis",
                "description": "The learner can analyse data.",
                "criteria": {"narrative": "Pass."},
            },
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def _read(kind, value):
    """The class of a JSON object, from the example that has every member."""
    made = {}
    by_name = {build._camel(field): field for field in kind.__dataclass_fields__}
    for name, one in value.items():
        if name != "type":
            made[by_name[name]] = one
    return kind(**made)


def test_every_member_of_the_format_can_be_written():
    for kind, example in (
        (build.Image, full.IMAGE),
        (build.Alignment, full.ALIGNMENT),
        (build.IdentifierEntry, full.IDENTIFIER),
        (build.RubricCriterionLevel, full.LEVEL),
        (build.Address, full.PROFILE["address"]),
        (build.GeoCoordinates, full.PROFILE["address"]["geo"]),
        (build.Profile, full.PROFILE),
        (build.Achievement, full.ACHIEVEMENT),
        (build.Criteria, full.ACHIEVEMENT["criteria"]),
        (build.Related, full.ACHIEVEMENT["related"][0]),
        (build.ResultDescription, full.ACHIEVEMENT["resultDescription"][0]),
        (build.AchievementSubject, full.BADGE["credentialSubject"]),
        (build.IdentityObject, full.BADGE["credentialSubject"]["identifier"][0]),
        (build.Result, full.BADGE["credentialSubject"]["result"][0]),
        (build.Evidence, full.BADGE["evidence"][0]),
        (build.EndorsementSubject, full.ENDORSEMENT["credentialSubject"]),
    ):
        assert build.as_json(_read(kind, example)) == example


def test_an_endorsement_is_a_credential_of_its_own():
    made = endorsement(
        Endorsement(
            id="urn:uuid:9",
            issuer=ISSUER,
            valid_from=NOON,
            name="An endorsement",
            credential_subject=build.EndorsementSubject(
                id="urn:uuid:a", endorsement_comment="Good."
            ),
        )
    )
    assert made["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert made["credentialSubject"] == {
        "type": ["EndorsementSubject"],
        "id": "urn:uuid:a",
        "endorsementComment": "Good.",
    }
    assert credential(replace(BADGE, endorsement=(made,)))["endorsement"] == [made]


def test_a_related_resource_is_pinned_by_two_digests():
    made = related_resource("https://a.example/i.png", b"png", media_type="image/png")
    digest = hashlib.sha256(b"png").digest()
    assert made == {
        "id": "https://a.example/i.png",
        "digestSRI": "sha384-" + base64.b64encode(hashlib.sha384(b"png").digest()).decode(),
        "digestMultibase": "u"
        + base64.urlsafe_b64encode(b"\x12\x20" + digest).decode().rstrip("="),
        "mediaType": "image/png",
    }


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"id": "credential one"}, ("not-a-url", "/id")),
        ({"issuer": build.Profile(id="us", name="Us")}, ("not-a-url", "/issuer/id")),
        (
            {"credential_subject": build.AchievementSubject(achievement=ACHIEVEMENT)},
            ("subject-not-identified", "/credentialSubject"),
        ),
        ({"valid_until": NOON - timedelta(days=1)}, ("validity-reversed", "/validUntil")),
        (
            {
                "credential_subject": build.AchievementSubject(
                    id="did:example:s",
                    achievement=ACHIEVEMENT,
                    result=(build.Result(result_description="urn:uuid:other"),),
                )
            },
            ("result-description-unknown", "/credentialSubject/result/0/resultDescription"),
        ),
        ({"credential_status": {"id": "urn:x"}}, ("member-missing", "/credentialStatus/type")),
        (
            {"related_resource": (related_resource("urn:x", b""),) * 2},
            ("resource-twice", "/relatedResource/1/id"),
        ),
    ],
)
def test_nothing_is_built_that_would_be_found_fault_with(change, broken):
    with pytest.raises(Refused) as refusal:
        credential(replace(BADGE, **change))
    assert refusal.value.code == "breaks-format"
    assert told(refusal.value.data["faults"])[0] == broken


def test_a_naive_moment_is_refused():
    with pytest.raises(Refused) as refusal:
        credential(replace(BADGE, valid_from=datetime(2026, 1, 15)))  # noqa: DTZ001 - the point
    assert refusal.value.code == "timestamp-without-offset"


@given(strategies.DOCUMENTS)
def test_what_is_built_keeps_the_rules_and_the_published_schema(second_opinion, document):
    assert (model.check(document), check(document)) == ([], [])
    assert second_opinion(document) == []
    assert json.loads(json.dumps(document)) == document
