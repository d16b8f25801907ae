import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.standards.openbadges import shapes
from mica.standards.openbadges.standard import OPEN_BADGES, check, recognises, title
from mica.vc import model
from mica.vc.shapes import MAX_FAULTS, Shape
from tests.shaping import GONE, JSON, changed, places, pointer, resolves, rows, told, wrong_for
from tests.standards.openbadges.full import BADGE, ENDORSEMENT

SUBJECT = ("credentialSubject",)
RESULT = (*SUBJECT, "result", 0)
ACHIEVEMENT = (*SUBJECT, "achievement")
DESCRIPTION = (*ACHIEVEMENT, "resultDescription", 0)


SAYS_WHICH_RULES_HOLD = {
    ("an OpenBadgeCredential", False): [],
    ("an OpenBadgeCredential", True): [("@context",)],
    ("an EndorsementCredential", False): [("type",)],
    ("an EndorsementCredential", True): [("type",), ("@context",)],
}


def old(document):
    """The same in the 1.1 data model."""
    made = {**document, "@context": [model.V1, shapes.CONTEXT]}
    made["issuanceDate"] = made.pop("validFrom")
    made["expirationDate"] = made.pop("validUntil")
    return made


def cases():
    for shape, document in (
        (shapes.BADGE_2, BADGE),
        (shapes.ENDORSEMENT_2, ENDORSEMENT),
        (shapes.BADGE_1, old(BADGE)),
        (shapes.ENDORSEMENT_1, old(ENDORSEMENT)),
    ):
        seen = set()
        for place, rule, needed in rows(shape, document):
            # A class that stands in several places is broken in the first. Breaking what says
            # which rules hold is another test's business.
            if place in SAYS_WHICH_RULES_HOLD[shape.name, model.is_v1(document)]:
                continue
            if (place[-1], id(rule)) not in seen or len(place) < 3:
                seen.add((place[-1], id(rule)))
                name = f"{document['@context'][0][-2:]}:{shape.name}{pointer(place)}"
                yield pytest.param(document, place, rule, needed, id=name)


@pytest.mark.parametrize("document", [BADGE, ENDORSEMENT, old(BADGE), old(ENDORSEMENT)])
def test_a_right_document_has_no_fault(document):
    assert check(document) == []
    assert model.check(document) == []


@pytest.mark.parametrize(("document", "place", "rule", "needed"), [*cases()])
def test_a_member_of_the_wrong_kind_is_told(document, place, rule, needed):
    faults = told(check(changed(document, place, wrong_for(rule))))
    assert faults[0] == ("wrong-kind", pointer(place))
    assert {code for code, _ in faults[1:]} <= {"result-description-unknown", "level-unknown"}
    if needed:
        faults = told(check(changed(document, place, GONE)))
        assert faults[0] == ("member-missing", pointer(place))


def test_every_member_of_every_table_is_in_the_examples():
    tables = {id(v): v for v in vars(shapes).values() if isinstance(v, Shape)}.values()
    reached = set()
    for shape, document in (
        (shapes.BADGE_2, BADGE),
        (shapes.ENDORSEMENT_2, ENDORSEMENT),
        (shapes.BADGE_1, old(BADGE)),
        (shapes.ENDORSEMENT_1, old(ENDORSEMENT)),
    ):
        reached |= {(place[-1], id(rule)) for place, rule, _ in rows(shape, document)}
    missing = [
        (shape.name, name)
        for shape in tables
        for name, rule in shape.members.items()
        if (name, id(rule)) not in reached
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("place", "value", "faults"),
    [
        (("@context", 1), "https://a.example/", [("context-second", "/@context/1")]),
        (("@context",), [model.V2], [("context-second", "/@context/1")]),
        (
            ("@context",),
            [shapes.CONTEXT, model.V2],
            [("context-first", "/@context/0"), ("context-second", "/@context/1")],
        ),
        (("@context", 1), shapes.CONTEXT.replace("3.0.3", "3.0.9"), []),
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v3p0/context.json", []),
        (("type",), ["VerifiableCredential", "Other"], [("type-missing", "/type")]),
        (("type",), "OpenBadgeCredential", [("type-missing", "/type")]),
        (
            ("endorsement", 0, "type"),
            ["EndorsementCredential"],
            [("type-missing", "/endorsement/0/type")],
        ),
        (("issuer",), "Example University", [("not-a-url", "/issuer")]),
        (("issuer",), "did:example:i", []),
        (("issuer", "type"), "Profile", []),
        (("issuer", "type"), ["Issuer"], [("type-missing", "/issuer/type")]),
        (("issuer", "image"), "https://a.example/i.png", []),
        (("validFrom",), "2026-01-15", [("timestamp-malformed", "/validFrom")]),
        (("validFrom",), "2026-01-15T09:00:00", [("timestamp-without-offset", "/validFrom")]),
        (SUBJECT, [BADGE["credentialSubject"]], []),
        (SUBJECT, [], [("not-exactly-one", "/credentialSubject")]),
        (SUBJECT, [BADGE["credentialSubject"]] * 2, [("not-exactly-one", "/credentialSubject")]),
        (
            (*SUBJECT, "type"),
            ["InvalidAchievementSubject"],
            [("type-missing", "/credentialSubject/type")],
        ),
        (
            (*SUBJECT, "activityStartDate"),
            "2025-09-01",
            [("timestamp-malformed", "/credentialSubject/activityStartDate")],
        ),
        (
            ("credentialStatus",),
            [BADGE["credentialStatus"]] * 2,
            [],
        ),
        (("credentialStatus",), [BADGE["credentialStatus"]], []),
        (
            (*ACHIEVEMENT, "achievementType"),
            "Nanodegree",
            [("not-in-vocabulary", pointer((*ACHIEVEMENT, "achievementType")))],
        ),
        ((*ACHIEVEMENT, "achievementType"), "ext:Nano-degree.2", []),
        (
            (*ACHIEVEMENT, "achievementType"),
            "xext:Nanodegree",
            [("not-in-vocabulary", pointer((*ACHIEVEMENT, "achievementType")))],
        ),
        (
            (*ACHIEVEMENT, "achievementType"),
            "ext:",
            [("not-in-vocabulary", pointer((*ACHIEVEMENT, "achievementType")))],
        ),
        (
            (*RESULT, "status"),
            "ext:Paused",
            [("not-in-vocabulary", pointer((*RESULT, "status")))],
        ),
        (
            (*ACHIEVEMENT, "inLanguage"),
            "english",
            [("wrong-form", pointer((*ACHIEVEMENT, "inLanguage")))],
        ),
        (
            (*ACHIEVEMENT, "alignment", 0, "targetUrl"),
            "www.a.example",
            [("not-a-url", pointer((*ACHIEVEMENT, "alignment", 0, "targetUrl")))],
        ),
        ((*ACHIEVEMENT, "tag"), "data", []),
        ((*ACHIEVEMENT, "criteria"), {}, []),
        (("endorsementJwt",), ["a.b"], [("wrong-form", "/endorsementJwt/0")]),
        (
            (*RESULT, "resultDescription"),
            "urn:uuid:other",
            [("result-description-unknown", pointer((*RESULT, "resultDescription")))],
        ),
        (
            (*RESULT, "achievedLevel"),
            "urn:uuid:other",
            [("level-unknown", pointer((*RESULT, "achievedLevel")))],
        ),
        (
            (*RESULT, "value"),
            "E",
            [("value-not-allowed", pointer((*RESULT, "value")))],
        ),
        ((*DESCRIPTION, "allowedValue"), [], []),
        (
            (*DESCRIPTION, "requiredLevel"),
            "urn:uuid:other",
            [("level-unknown", pointer((*DESCRIPTION, "requiredLevel")))],
        ),
        (
            (*SUBJECT, "identifier", 0, "identityHash"),
            "a@a.example",
            [("bad-identity-hash", pointer((*SUBJECT, "identifier", 0, "identityHash")))],
        ),
        ((*SUBJECT, "identifier", 0, "hashed"), False, []),
        (("extra",), {"anything": 1}, []),
    ],
)
def test_a_broken_rule_is_told_once_and_at_its_place(place, value, faults):
    assert told(check(changed(BADGE, place, value))) == faults


def test_a_badge_says_whom_it_is_for():
    by_id = changed(BADGE, (*SUBJECT, "identifier"), GONE)
    by_identifier = changed(BADGE, (*SUBJECT, "id"), GONE)
    nobodys = changed(by_id, (*SUBJECT, "id"), GONE)
    assert check(by_id) == []
    assert check(by_identifier) == []
    assert told(check(nobodys)) == [("subject-not-identified", "/credentialSubject")]
    empty = changed(by_identifier, (*SUBJECT, "identifier"), [])
    assert told(check(empty)) == [("subject-not-identified", "/credentialSubject")]


def test_a_bearers_badge_with_a_name_passes_in_the_old_model_only():
    nobodys = changed(changed(BADGE, (*SUBJECT, "identifier"), GONE), (*SUBJECT, "id"), GONE)
    named = changed(nobodys, (*SUBJECT, "name"), "Jane Doe")
    assert told(check(old(nobodys))) == [("subject-not-identified", "/credentialSubject")]
    assert check(old(named)) == []
    assert told(check(named)) == [("subject-not-identified", "/credentialSubject")]


def test_the_name_is_needed_in_the_old_model_and_in_endorsements():
    assert check(changed(BADGE, ("name",), GONE)) == []
    assert told(check(changed(old(BADGE), ("name",), GONE))) == [("member-missing", "/name")]
    assert told(check(changed(ENDORSEMENT, ("name",), GONE))) == [("member-missing", "/name")]


def test_a_hostile_badge_is_checked_in_bounded_time():
    description = BADGE["credentialSubject"]["achievement"]["resultDescription"][0]
    many = {**description, "allowedValue": [str(i) for i in range(50_000)]}
    document = changed(BADGE, DESCRIPTION, many)
    document["credentialSubject"]["result"] = [
        {"type": "Result", "resultDescription": description["id"], "value": str(i % 50_000)}
        for i in range(50_000)
    ]
    before = time.process_time()
    assert check(document) == []
    assert time.process_time() - before < 2
    document["credentialSubject"]["result"] = [{}] * 50_000
    assert len(check(document)) == MAX_FAULTS


def test_an_endorsement_inside_is_held_to_the_model_of_its_own_context():
    inside = {**BADGE, "endorsement": [old(ENDORSEMENT)]}
    assert check(inside) == []
    inside = changed(inside, ("endorsement", 0, "issuanceDate"), GONE)
    assert told(check(inside)) == [("member-missing", "/endorsement/0/issuanceDate")]


def test_every_sentence_is_a_sentence():
    broken = changed(changed(BADGE, (*RESULT, "value"), "E"), ("issuer",), 4)
    assert [fault.sentence for fault in check(broken)] == [
        (
            "Here stands a number; it has to be an absolute URL, such as https://… or did:…, "
            "or a Profile (an object)."
        ),
        "“E” is not a value that the result description allows: D, C, B, A.",
    ]


@given(st.sampled_from([*places(BADGE)]), JSON)
def test_every_fault_points_into_the_document(place, value):
    document = changed(BADGE, place, value)
    assert all(resolves(document, fault) for fault in check(document))
    assert all(fault.sentence != fault.code for fault in check(document))


@given(JSON.map(lambda value: {"type": value, "credentialSubject": value, "name": value}))
def test_no_document_is_too_strange_to_ask_about(document):
    recognises(document)
    title(document)
    check(document)


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("OpenBadgeCredential", True),
        (["VerifiableCredential", "AchievementCredential"], True),
        (["VerifiableCredential", "EndorsementCredential"], True),
        (["VerifiableCredential"], False),
        ("ClrCredential", False),
        (None, False),
        ({}, False),
    ],
)
def test_a_badge_is_known_by_its_type(kind, known):
    assert OPEN_BADGES.recognises({"type": kind}) is known


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (BADGE, "Applied Data Analysis"),
        (ENDORSEMENT, "An endorsement"),
        ({"name": [{"@value": "One"}, {"@value": "Eins"}]}, "One"),
        ({"name": 4, "credentialSubject": [{"achievement": {"name": "X"}}]}, "X"),
        ({}, None),
    ],
)
def test_the_title_is_what_a_person_would_call_it(document, name):
    assert OPEN_BADGES.title(document) == name


EXPECTED_1EDTECH = {
    # meant to break a rule of the format
    "simple-err-context.json": [
        ("member-missing", "/validFrom"),
        ("context-first", "/@context/0"),
        ("context-second", "/@context/1"),
        ("member-missing", "/credentialSubject/achievement"),
    ],
    "simple-err-credential-subject-type.json": [("type-missing", "/credentialSubject/type")],
    "simple-err-issuer.json": [
        ("member-missing", "/issuer"),
        ("member-missing", "/credentialSubject/achievement"),
    ],
    "simple-err-type.json": [
        ("type-missing", "/type"),
        ("member-missing", "/credentialSubject/achievement"),
    ],
    # meant to break something else, and without an achievement, which the format needs
    "simple-err-issued.json": [("member-missing", "/credentialSubject/achievement")],
    "simple-noproof.json": [("member-missing", "/credentialSubject/achievement")],
}


def test_the_makers_files_are_told_apart(shared_data):
    folder = shared_data / "credentials/1edtech/ob30"
    found = {p.name: told(check(json.loads(p.read_bytes()))) for p in folder.glob("*.json")}
    assert len(found) == 15
    assert {name: faults for name, faults in found.items() if faults} == EXPECTED_1EDTECH


def test_badges_in_use_have_no_fault(shared_data):
    folder = shared_data / "credentials/dcc/verifiableCredentials"
    documents = {p: json.loads(p.read_bytes()) for p in sorted(folder.rglob("*.json"))}
    badges = {p: document for p, document in documents.items() if recognises(document)}
    assert {p.name for p in documents.keys() - badges.keys()} == {
        "legacyRegistry-noStatus-noExpiry-oldDCCExample.json"  # a plain credential, no badge
    }
    assert len(badges) == 28
    assert {
        p.name: told(check(document)) for p, document in badges.items() if check(document)
    } == {}
