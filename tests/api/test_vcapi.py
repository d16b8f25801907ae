"""The VC API, as a system of a university or a public conformance suite would use it."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from mica.api.vcapi import OFTEN
from mica.core.models import AuditEntry
from mica.people.actions import make_token, revoke_token
from mica.people.models import Organisation, Token
from mica.signing import actions
from mica.signing.models import Key
from mica.vc.keys import KeyType
from tests.cast import EXAMPLES_V2, LEARNER, V2
from tests.town import Town

ED, EC = ("eddsa-rdfc-2022", "eddsa-jcs-2022"), ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")
DID = "did:web:127.0.0.1%3A8000:organisations:river-college"


def plain(**more: Any) -> dict[str, Any]:
    return {
        "@context": [V2],
        "id": "urn:uuid:5b9f5a3e-8a3e-4f4e-9f3a-3f4d7a3b6c21",
        "type": ["VerifiableCredential"],
        "issuer": "did:example:whoever",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
        **more,
    }


def without(document: dict[str, Any], member: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != member}


def post(path: str, body: Any, secret: str | None = None) -> tuple[int, Any]:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    text = body if isinstance(body, str) else json.dumps(body)
    response = Client(enforce_csrf_checks=True).post(
        path, text, content_type="application/json", headers=headers
    )
    return response.status_code, json.loads(response.content)


def token(town: Town, scope: str, *, rival: bool = False, until: datetime | None = None) -> str:
    """The secret of a token of the provider's, or of its rival's."""
    whose, owner = (town.rival, town.outsider) if rival else (town.provider, town.owner)
    now = datetime.now(UTC) - timedelta(days=2)
    return make_token(whose, "Registrar", [scope], by=owner, now=now, until=until)[1]


@pytest.fixture
def secret(town: Town, now: datetime) -> str:
    for kind in (KeyType.ED25519, KeyType.P256):
        actions.make_key(town.provider.id, kind, by=None, now=now)
    return token(town, "credentials:issue")


def path_of(organisation: Organisation | None, suite: str, *, status: bool = False) -> str:
    kind = "P-256" if suite in EC else "Ed25519"
    key = Key.objects.get(organisation=organisation, kind=kind)
    return f"/vc-api/issuers/{key.id}/{suite}/{'status/' if status else ''}credentials/issue"


@pytest.fixture
def opened(db: None, settings: Settings) -> Callable[[str], str]:
    """The open door: from a suite to the path that issues with it."""
    settings.MICA_OPEN_VC_API = True
    assert Client().get("/vc-api/").status_code == 200
    return lambda suite: path_of(None, suite)


def verify(document: Any, **options: Any) -> tuple[int, Any]:
    return post(
        "/vc-api/credentials/verify", {"verifiableCredential": document, "options": options}
    )


# -- issuing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suite", [*ED, *EC])
def test_each_suite_issues_at_its_own_path(town: Town, secret: str, suite: str) -> None:
    status, said = post(path_of(town.provider, suite), {"credential": plain()}, secret)
    issued = said["verifiableCredential"]
    proof = issued["proof"]

    assert (status, proof["cryptosuite"]) == (201, suite)
    assert without(issued, "proof") == plain(issuer=DID)
    assert proof["verificationMethod"].startswith(f"{DID}#z")
    assert verify(issued) == (
        200,
        {"verified": True, "verdict": "valid", "problemDetails": []},
    )


def test_jose_issues_an_envelope(town: Town, secret: str) -> None:
    status, said = post(path_of(town.provider, "jose"), {"credential": plain()}, secret)
    issued = said["verifiableCredential"]

    assert (status, issued["type"]) == (201, "EnvelopedVerifiableCredential")
    assert verify(issued)[0] == 200


def test_an_issuer_that_is_an_object_keeps_its_name(town: Town, secret: str) -> None:
    written = plain(issuer={"id": "did:example:whoever", "name": "River College"})
    said = post(path_of(town.provider, ED[0]), {"credential": written}, secret)[1]

    assert said["verifiableCredential"]["issuer"] == {"id": DID, "name": "River College"}


def test_a_credential_of_data_model_1_1_is_issued_and_verified(town: Town, secret: str) -> None:
    old = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:whoever",
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    for suite in (*ED, *EC):
        status, said = post(path_of(town.provider, suite), {"credential": old}, secret)
        assert (status, verify(said["verifiableCredential"])[0]) == (201, 200)


def test_what_was_issued_with_status_is_revoked_by_its_id(town: Town, secret: str) -> None:
    path = path_of(town.provider, ED[0], status=True)
    issued = post(path, {"credential": plain()}, secret)[1]["verifiableCredential"]
    before = verify(issued)
    change = {
        "credentialId": plain()["id"],
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
        "status": True,
    }

    assert post("/vc-api/credentials/status", change, secret) == (200, {})

    after = verify(issued)
    assert before[0] == 200
    assert (after[0], [one["code"] for one in after[1]["problemDetails"]]) == (
        400,
        ["status-revoked"],
    )
    assert issued["credentialStatus"]["statusPurpose"] == "revocation"


def test_a_status_is_named_by_its_place_too(town: Town, secret: str) -> None:
    path = path_of(town.provider, ED[0], status=True)
    body = {"credential": without(plain(), "id")}
    issued, other = (post(path, body, secret)[1]["verifiableCredential"] for _ in range(2))

    said = post(
        "/vc-api/credentials/status", {"credentialStatus": issued["credentialStatus"]}, secret
    )

    assert said == (200, {})
    assert [verify(one)[0] for one in (issued, other)] == [400, 200]


def test_a_revocation_is_not_undone_through_the_door(town: Town, secret: str) -> None:
    path = path_of(town.provider, ED[0], status=True)
    entry = post(path, {"credential": plain()}, secret)[1]["verifiableCredential"][
        "credentialStatus"
    ]
    body = {"credentialStatus": entry, "status": False}

    status, said = post("/vc-api/credentials/status", body, secret)

    assert (status, said["code"]) == (409, "revocation-is-final")


def test_an_issue_is_on_record_without_what_it_says(town: Town, secret: str) -> None:
    post(path_of(town.provider, ED[0]), {"credential": plain()}, secret)

    entry = AuditEntry.objects.order_by("-number")[0]
    key = Key.objects.get(organisation=town.provider, kind="Ed25519")
    assert (entry.verb, entry.thing, entry.data, entry.actor) == (
        "signing.issue_credential",
        str(key.id),
        {"suite": ED[0]},
        Token.objects.get().id,
    )


# -- who may ---------------------------------------------------------------------------------------


def test_without_a_token_nothing_is_issued(town: Town, secret: str) -> None:
    response = Client().post(path_of(town.provider, ED[0]), "{}", content_type="application/json")

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("given", ["", "mica_guessed", "mica_river-colleg"])
def test_a_guessed_token_opens_nothing(town: Town, secret: str, given: str) -> None:
    assert post(path_of(town.provider, ED[0]), {"credential": plain()}, given)[0] == 401


def test_an_ended_token_opens_nothing(town: Town, now: datetime) -> None:
    actions.ensure_key(town.provider.id, now)
    ended = token(town, "credentials:issue", until=datetime.now(UTC) - timedelta(seconds=1))
    revoked = token(town, "credentials:issue")
    last = Token.objects.order_by("-id")[0]
    revoke_token(town.provider, last.id, by=town.owner, now=datetime.now(UTC))

    path = path_of(town.provider, ED[0])
    assert [post(path, {"credential": plain()}, one)[0] for one in (ended, revoked)] == [401, 401]


def test_a_token_for_something_else_does_not_issue(town: Town, now: datetime) -> None:
    actions.ensure_key(town.provider.id, now)
    other = token(town, "awards:read")
    status, said = post(path_of(town.provider, ED[0]), {"credential": plain()}, other)

    assert (status, said["code"]) == (403, "scope-missing")


def test_a_rivals_token_neither_signs_nor_revokes_for_the_provider(town: Town, secret: str) -> None:
    theirs = token(town, "credentials:issue", rival=True)
    path = path_of(town.provider, ED[0], status=True)
    issued = post(path, {"credential": plain()}, secret)[1]["verifiableCredential"]
    entry = {"credentialStatus": issued["credentialStatus"]}

    assert post(path, {"credential": plain()}, theirs)[0] == 404
    assert post("/vc-api/credentials/status", entry, theirs)[0] == 404
    assert (
        post("/vc-api/credentials/status", {**entry, "credentialId": issued["id"]}, theirs)[0]
        == 404
    )
    assert verify(issued)[0] == 200


def test_an_organisation_that_is_not_approved_issues_nothing(town: Town, secret: str) -> None:
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")
    status, said = post(path_of(town.provider, ED[0]), {"credential": plain()}, secret)

    assert (status, said["code"]) == (409, "organisation-not-approved")


def test_a_retired_key_signs_no_more(town: Town, secret: str, now: datetime) -> None:
    path = path_of(town.provider, EC[0])
    actions.rotate_key(town.provider.id, KeyType.P256, None, now)
    status, said = post(path, {"credential": plain()}, secret)

    assert (status, said["code"]) == (409, "key-not-active")


@pytest.mark.parametrize("suite", [EC[0], "ed25519-signature-2020", "none"])
def test_a_suite_that_the_key_does_not_sign_with_has_no_path(
    town: Town, secret: str, suite: str
) -> None:
    path = path_of(town.provider, ED[0]).replace(ED[0], suite)

    assert post(path, {"credential": plain()}, secret)[0] == 404


def test_the_door_stays_shut_without_the_switch(town: Town) -> None:
    actions.ensure_doors(datetime.now(UTC))

    assert Client().get("/vc-api/").status_code == 401
    assert post(path_of(None, ED[0]), {"credential": plain()})[0] == 401


def test_a_token_does_not_reach_the_keys_of_the_open_door(town: Town, secret: str) -> None:
    actions.ensure_doors(datetime.now(UTC))

    assert post(path_of(None, ED[0]), {"credential": plain()}, secret)[0] == 404


# -- the open door ---------------------------------------------------------------------------------


def test_the_configuration_names_every_endpoint(opened: Callable[[str], str]) -> None:
    said = Client().get("/vc-api/").json()

    issuers = [(one["tags"][0], one["id"].partition("z")[0]) for one in said["issuers"]]
    assert issuers == [(suite, "did:key:") for suite in (*ED, "jose", *EC, "jose")]
    for one in said["issuers"]:
        path = one["endpoint"].removeprefix("http://127.0.0.1:8000")
        assert post(path, {"credential": plain()})[0] == 201
    assert said["verifiers"][0]["endpoint"] == "http://127.0.0.1:8000/vc-api/credentials/verify"
    assert Client().get("/vc-api/").json() == said


@pytest.mark.parametrize("suite", [*ED, *EC])
def test_a_did_key_issues_with_the_examples_context(
    opened: Callable[[str], str], suite: str
) -> None:
    document = plain(**{"@context": [V2, EXAMPLES_V2]})
    document["credentialSubject"]["alumniOf"] = "River College"
    status, said = post(opened(suite), {"credential": document})

    assert (status, verify(said["verifiableCredential"])[0]) == (201, 200)


def test_the_open_door_revokes_its_own(opened: Callable[[str], str]) -> None:
    path = opened(EC[0]).replace("/credentials/issue", "/status/credentials/issue")
    issued = post(path, {"credential": plain()})[1]["verifiableCredential"]
    before = verify(issued)[0]
    post("/vc-api/credentials/status", {"credentialStatus": issued["credentialStatus"]})

    assert [before, verify(issued)[0]] == [200, 400]


def test_the_examples_context_is_unknown_without_the_switch(town: Town, secret: str) -> None:
    document = plain(**{"@context": [V2, EXAMPLES_V2]})

    assert post(path_of(town.provider, ED[0]), {"credential": document}, secret)[0] == 400


# -- what is refused -------------------------------------------------------------------------------

WRONG: list[Any] = [None, True, 5, "text", [], [5], {}]


def wrong_documents() -> list[tuple[str, dict[str, Any]]]:
    members = ("@context", "type", "issuer", "credentialSubject")
    found = [(f"no {member}", without(plain(), member)) for member in members]
    found += [
        (f"{member} {value!r}", plain(**{member: value})) for member in members for value in WRONG
    ]
    return [
        *found,
        ("other context first", plain(**{"@context": [EXAMPLES_V2, V2]})),
        ("context of numbers", plain(**{"@context": [V2, 5]})),
        ("no date", plain(validFrom="yesterday")),
        ("unknown word", plain(invented="word")),
        ("not a credential", plain(type=["Thing"])),
        ("status list", plain(credentialStatus=5)),
    ]


@pytest.mark.parametrize("written", [pytest.param(one, id=name) for name, one in wrong_documents()])
def test_a_malformed_credential_is_neither_issued_nor_verified(
    opened: Callable[[str], str], written: dict[str, Any]
) -> None:
    proof = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]["proof"]

    assert post(opened(ED[0]), {"credential": written})[0] == 400
    assert verify({**written, "proof": proof})[0] == 400


PROOFS: dict[str, Callable[[dict[str, Any]], Any]] = {
    **{f"no {m}": (lambda proof, m=m: without(proof, m)) for m in (
        "type", "created", "verificationMethod", "proofPurpose", "proofValue", "cryptosuite",
    )},
    **{f"{m} is a number": (lambda proof, m=m: {**proof, m: 5}) for m in (
        "type", "created", "verificationMethod", "proofPurpose", "proofValue", "cryptosuite",
    )},
    "no proof": lambda _: None,
    "a text": lambda _: "proof",
    "an empty list": lambda _: [],
    "another suite": lambda proof: {**proof, "cryptosuite": "none-2000"},
    "another purpose": lambda proof: {**proof, "proofPurpose": "authentication"},
    "another value": lambda proof: {**proof, "proofValue": "z" + "2" * 88},
    "not multibase": lambda proof: {**proof, "proofValue": "m" + proof["proofValue"]},
    "another date": lambda proof: {**proof, "created": "2026-01-01T00:00:00Z"},
    "no date": lambda proof: {**proof, "created": "soon"},
}  # fmt: skip


@pytest.mark.parametrize("spoil", PROOFS.values(), ids=PROOFS.keys())
@pytest.mark.parametrize("suite", [ED[0], EC[1]])
def test_a_proof_that_is_not_whole_is_not_verified(
    opened: Callable[[str], str], suite: str, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    issued = post(opened(suite), {"credential": plain()})[1]["verifiableCredential"]
    status, said = verify({**issued, "proof": spoil(copy.deepcopy(issued["proof"]))})

    assert (status, said["verified"]) == (400, False)
    assert said["problemDetails"] != []


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "5", '{"credential":1}', '{"credential":{},"credential":{}}', "{}", "\xff"],
)
def test_a_body_that_is_no_request_is_refused(opened: Callable[[str], str], body: str) -> None:
    paths = [opened(ED[0]), "/vc-api/credentials/verify", "/vc-api/presentations/verify"]
    answers = [post(path, body) for path in [*paths, "/vc-api/credentials/status"]]

    assert [status for status, _ in answers] == [400] * 4
    assert all(said["detail"] for _, said in answers)


def test_parts_cannot_be_disclosed_and_that_is_said(opened: Callable[[str], str]) -> None:
    options = {"mandatoryPointers": ["/issuer"]}
    status, said = post(opened(ED[0]), {"credential": plain(), "options": options})

    assert (status, said["code"]) == (400, "pointers-not-taken")


def test_a_changed_credential_is_told_from_one_that_cannot_be_decided(
    opened: Callable[[str], str],
) -> None:
    issued = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]
    status, said = verify({**issued, "validFrom": "2025-01-01T00:00:00Z"}, returnResults=True)

    assert (status, said["verdict"], said["problemDetails"]) == (
        400,
        "invalid",
        [
            {
                "type": "https://w3id.org/security#PROOF_VERIFICATION_ERROR",
                "title": "failed",
                "detail": said["problemDetails"][0]["detail"],
                "code": "signature-broken",
            }
        ],
    )
    assert said["results"]["verdict"] == "invalid"


def test_a_verified_credential_is_given_back_where_asked(opened: Callable[[str], str]) -> None:
    issued = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]

    assert verify(issued, returnCredential=True)[1]["credential"] == issued


def test_a_stranger_verifies_so_often_and_a_token_as_often_as_it_likes(town: Town) -> None:
    machine = token(town, "verify")
    body = {"verifiableCredential": {}}
    path = "/vc-api/credentials/verify"
    stranger = {post(path, body)[0] for _ in range(OFTEN)}
    refused = Client().post(path, json.dumps(body), content_type="application/json")

    assert (stranger, refused.status_code, int(refused["Retry-After"]) <= 60) == ({400}, 429, True)
    assert post(path, body, machine)[0] == 400


# -- presentations ---------------------------------------------------------------------------------


def shown(issued: dict[str, Any], **more: Any) -> dict[str, Any]:
    presentation = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": LEARNER.did,
        "verifiableCredential": [issued],
    }
    return LEARNER.presents(presentation, **more)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"challenge": "c1", "domain": "verifier.example"}, (200, [])),
        ({}, (200, [])),
        ({"challenge": "c2"}, (400, ["https://w3id.org/security#INVALID_CHALLENGE_ERROR"])),
        ({"domain": "other.example"}, (400, ["https://w3id.org/security#INVALID_DOMAIN_ERROR"])),
    ],
)
def test_a_presentation_answers_its_challenge(
    opened: Callable[[str], str], options: dict[str, str], wanted: tuple[int, list[str]]
) -> None:
    issued = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]
    presentation = shown(issued, challenge="c1", domain="verifier.example")
    body = {"verifiablePresentation": presentation, "options": options}
    status, said = post("/vc-api/presentations/verify", body)

    assert (status, [one["type"] for one in said["problemDetails"]]) == wanted


def test_a_credential_is_no_presentation_and_the_other_way_round(
    opened: Callable[[str], str],
) -> None:
    issued = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]
    as_presentation = {"verifiablePresentation": issued}

    assert verify(shown(issued))[0] == 400
    assert post("/vc-api/presentations/verify", as_presentation)[0] == 400


def test_a_presentation_without_its_holders_proof_is_not_verified(
    opened: Callable[[str], str],
) -> None:
    issued = post(opened(ED[0]), {"credential": plain()})[1]["verifiableCredential"]
    body = {"verifiablePresentation": without(shown(issued), "proof")}

    assert post("/vc-api/presentations/verify", body)[0] == 400
