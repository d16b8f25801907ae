import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import model
from mica.vc.shapes import MAX_FAULTS
from tests.shaping import GONE, JSON, changed, places, pointer, resolves, rows, told, wrong_for

CREDENTIAL = {
    "@context": [model.V2, {"term": "https://a.example/#term"}],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential"],
    "issuer": {"id": "did:example:i", "name": "Issuer", "description": {"@value": "A school"}},
    "validFrom": "2026-01-15T09:00:00Z",
    "validUntil": "2027-01-15T09:00:00Z",
    "issuanceDate": "2026-01-15T09:00:00Z",
    "expirationDate": "2027-01-15T09:00:00Z",
    "name": "A credential",
    "description": [
        {"@value": "One", "@language": "en", "@direction": "ltr"},
        {"@value": "Eins", "@language": "de-CH"},
    ],
    "credentialSubject": {"id": "did:example:s", "term": "x"},
    "credentialSchema": [{"id": "https://a.example/schema", "type": "JsonSchema"}],
    "credentialStatus": [{"id": "https://a.example/s#1", "type": "BitstringStatusListEntry"}],
    "termsOfUse": [{"id": "https://a.example/terms", "type": "Terms"}],
    "evidence": [{"id": "https://a.example/e", "type": ["Evidence"]}],
    "refreshService": {"id": "https://a.example/r", "type": "Refresh"},
    "relatedResource": [
        {"id": "https://a.example/1", "digestSRI": "sha384-AAAA", "mediaType": "image/png"},
        {"id": "https://a.example/2", "digestMultibase": "uEiA"},
    ],
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-15T09:00:00Z",
        "expires": "2027-01-15T09:00:00Z",
        "verificationMethod": "did:example:i#1",
        "proofPurpose": "assertionMethod",
        "proofValue": "z1",
        "jws": "a..b",
        "domain": ["a.example"],
        "challenge": "c",
        "nonce": "n",
        "previousProof": "urn:uuid:9",
    },
}
OLD = {
    "@context": [model.V1],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential"],
    "issuer": "did:example:i",
    "issuanceDate": "2026-01-15T09:00:00Z",
    "expirationDate": "2027-01-15T09:00:00Z",
    "credentialSubject": [{"id": "did:example:s", "term": "x"}],
    "credentialStatus": {"id": "https://a.example/s#1", "type": "StatusList2021Entry"},
    "refreshService": {"id": "https://a.example/r", "type": "Refresh"},
}
PRESENTATION = {
    "@context": [model.V2],
    "id": "urn:uuid:2",
    "type": "VerifiablePresentation",
    "holder": {"id": "did:example:s"},
    "verifiableCredential": [CREDENTIAL],
    "proof": {"type": "DataIntegrityProof", "challenge": "c"},
}
ENVELOPED = {
    "@context": model.V2,
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt,a.b.c",
}


@pytest.mark.parametrize("document", [CREDENTIAL, OLD])
def test_a_right_credential_has_no_fault(document):
    assert model.check(document) == []


def _cases():
    for shape, document in ((model.CREDENTIAL_2, CREDENTIAL), (model.CREDENTIAL_1, OLD)):
        for place, rule, needed in rows(shape, document):
            yield pytest.param(document, place, rule, needed, id=f"{shape.name}{pointer(place)}")


@pytest.mark.parametrize(("document", "place", "rule", "needed"), [*_cases()])
def test_a_member_of_the_wrong_kind_is_one_fault(document, place, rule, needed):
    assert told(model.check(changed(document, place, wrong_for(rule)))) == [
        ("wrong-kind", pointer(place))
    ]
    without = told(model.check(changed(document, place, GONE)))
    if needed:
        assert without == [("member-missing", pointer(place))]
    elif place[-1] not in {"digestSRI", "digestMultibase"}:
        assert without == []


def test_every_member_of_the_table_is_in_the_example():
    reached = {rule_place[-1] for rule_place, _, _ in rows(model.CREDENTIAL_2, CREDENTIAL)}
    assert set(model.CREDENTIAL_2.members) <= reached
    assert set(model.PROOF.members) <= reached


@pytest.mark.parametrize(
    ("place", "value", "faults"),
    [
        (("@context",), model.V2, [("wrong-kind", "/@context")]),
        (("@context",), [], [("context-first", "/@context/0")]),
        (("@context",), ["https://a.example/", model.V2], [("context-first", "/@context/0")]),
        (("@context",), [model.V2, 4], [("wrong-kind", "/@context/1")]),
        (("@context",), [model.V2, "relative"], [("not-a-url", "/@context/1")]),
        (("type",), [], [("type-missing", "/type")]),
        (("type",), "OtherCredential", [("type-missing", "/type")]),
        (("type",), ["VerifiableCredential", 7], [("wrong-kind", "/type/1")]),
        (("type",), {"VerifiableCredential": 1}, [("wrong-kind", "/type")]),
        (("id",), ["urn:uuid:1"], [("wrong-kind", "/id")]),
        (("id",), None, [("wrong-kind", "/id")]),
        (("id",), "relative", [("not-a-url", "/id")]),
        (("id",), "urn:with space", [("not-a-url", "/id")]),
        (("id",), "https://a.example/\n", [("not-a-url", "/id")]),
        (("issuer",), "Example University", [("not-a-url", "/issuer")]),
        (("issuer",), ["did:example:i"], [("wrong-kind", "/issuer")]),
        (("issuer",), {}, [("member-missing", "/issuer/id")]),
        (("credentialSubject",), [], [("list-too-short", "/credentialSubject")]),
        (("credentialSubject",), {}, [("object-empty", "/credentialSubject")]),
        (("credentialSubject",), [{"a": 1}, {}], [("object-empty", "/credentialSubject/1")]),
        (("credentialSubject",), "did:example:s", [("wrong-kind", "/credentialSubject")]),
        (("validFrom",), "2026-01-15", [("timestamp-malformed", "/validFrom")]),
        (("validFrom",), "2026-01-15T09:00:00", [("timestamp-without-offset", "/validFrom")]),
        (("validUntil",), "2026-01-15T08:59:59Z", [("validity-reversed", "/validUntil")]),
        (("validUntil",), "2026-01-15T10:00:00+02:00", [("validity-reversed", "/validUntil")]),
        (("validUntil",), "2026-01-15T09:00:00Z", []),
        (("credentialStatus",), {"id": "relative"}, None),
        (("credentialStatus",), {"type": "X"}, []),
        (("credentialSchema",), {"type": "X"}, [("member-missing", "/credentialSchema/id")]),
        (("name",), [], [("list-too-short", "/name")]),
        (("name",), {"@value": "x", "url": "y"}, [("language-value-extra", "/name/url")]),
        (("name",), {"@language": "en"}, [("member-missing", "/name/@value")]),
        (("name",), {"@value": "x", "@language": "e n"}, [("wrong-form", "/name/@language")]),
        (("name",), {"@value": "x", "@direction": "up"}, [("wrong-form", "/name/@direction")]),
        (("relatedResource",), {"id": "urn:a"}, [("digest-missing", "/relatedResource")]),
        (
            ("relatedResource", 1, "id"),
            "https://a.example/1",
            [("resource-twice", "/relatedResource/1/id")],
        ),
        (
            ("relatedResource", 0, "digestSRI"),
            "md5-AAAA",
            [("bad-digest", "/relatedResource/0/digestSRI")],
        ),
        (("proof",), "z1", [("wrong-kind", "/proof")]),
        (("proof",), [CREDENTIAL["proof"], {}], [("member-missing", "/proof/1/type")]),
    ],
)
def test_a_broken_rule_is_told_once_and_at_its_place(place, value, faults):
    expected = faults
    if expected is None:
        expected = [
            ("member-missing", "/credentialStatus/type"),
            ("not-a-url", "/credentialStatus/id"),
        ]
    assert told(model.check(changed(CREDENTIAL, place, value))) == expected


def test_the_old_model_needs_an_id_of_a_status_and_a_date_of_issue():
    without = changed(changed(OLD, ("credentialStatus", "id"), GONE), ("issuanceDate",), GONE)
    assert told(model.check(without)) == [
        ("member-missing", "/issuanceDate"),
        ("member-missing", "/credentialStatus/id"),
    ]


def test_a_right_presentation_has_no_fault():
    assert model.check_presentation(PRESENTATION) == []
    held = [CREDENTIAL, ENVELOPED]
    assert model.check_presentation({**PRESENTATION, "verifiableCredential": held}) == []


@pytest.mark.parametrize(
    ("name", "value", "faults"),
    [
        ("type", "VerifiableCredential", [("type-missing", "/type")]),
        ("holder", 4, [("wrong-kind", "/holder")]),
        ("holder", {}, [("member-missing", "/holder/id")]),
        ("verifiableCredential", ["a.b.c"], [("wrong-kind", "/verifiableCredential/0")]),
        ("verifiableCredential", [{}], [("member-missing", "/verifiableCredential/0/type")]),
        (
            "verifiableCredential",
            {**ENVELOPED, "id": "data:application/vc+jwt;a.b.c"},
            [("not-a-url", "/verifiableCredential/id")],
        ),
    ],
)
def test_a_broken_presentation_is_told(name, value, faults):
    assert told(model.check_presentation({**PRESENTATION, name: value})) == faults


def test_the_old_model_presents_a_jwt_as_text():
    held = {**PRESENTATION, "@context": [model.V1], "verifiableCredential": ["a.b.c"]}
    assert model.check_presentation(held) == []


def test_a_hostile_document_does_not_get_an_endless_list():
    many = changed(CREDENTIAL, ("credentialSubject",), [{}] * 5000)
    assert len(model.check(many)) == MAX_FAULTS


@given(st.dictionaries(st.sampled_from(sorted(model.CREDENTIAL_2.members)), JSON))
def test_no_document_is_too_strange_to_check(document):
    for faults in (model.check(document), model.check_presentation(document)):
        assert all(resolves(document, fault) for fault in faults)


@given(st.sampled_from([*places(CREDENTIAL)]), JSON)
def test_every_fault_points_into_the_document(place, value):
    document = changed(CREDENTIAL, place, value)
    faults = model.check(document)
    assert all(resolves(document, fault) for fault in faults)
    assert all(fault.sentence != fault.code for fault in faults)


def test_real_credentials_keep_the_rules(shared_data):
    found = {}
    for path in sorted((shared_data / "credentials").rglob("*.json")):
        if "ob20" in path.parts or path.name == "did.json" or "schema" in path.name:
            continue
        if "elm" not in path.parts:
            found[path.name] = told(model.check(json.loads(path.read_bytes())))
    assert len(found) > 20
    assert {name: faults for name, faults in found.items() if faults} == {
        "simple-err-context.json": [("context-first", "/@context/0")],
        "simple-err-issuer.json": [("member-missing", "/issuer")],
    }


def test_real_status_lists_keep_the_rules(shared_data):
    lists = [p for p in (shared_data / "credentials/dcc/statusLists").rglob("*") if p.is_file()]
    assert [model.check(json.loads(path.read_bytes())) for path in lists] == [[]] * 5
