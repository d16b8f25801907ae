"""The VC API, as a system of a university or a public conformance suite would use it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mica.core.models import AuditEntry
from mica.people.actions import revoke_token
from mica.people.models import Organisation, Token
from mica.signing import actions
from mica.signing.models import Key
from mica.vc.keys import KeyType
from tests.api.asking import EC, ED, path_of, plain, post, token, verify, without
from tests.cast import EXAMPLES_V2, V2
from tests.town import Town

DID = "did:web:127.0.0.1%3A8000:organisations:river-college"


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


@pytest.mark.parametrize(
    "from_elsewhere", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
)
def test_the_open_door_is_closed_to_other_machines(
    opened: Callable[[str], str], from_elsewhere: dict[str, str]
) -> None:
    body = json.dumps({"credential": plain()})
    said = Client(**from_elsewhere).post(opened(ED[0]), body, content_type="application/json")

    assert said.status_code == 401


def test_the_open_door_revokes_its_own(opened: Callable[[str], str]) -> None:
    path = opened(EC[0]).replace("/credentials/issue", "/status/credentials/issue")
    issued = post(path, {"credential": plain()})[1]["verifiableCredential"]
    before = verify(issued)[0]
    post("/vc-api/credentials/status", {"credentialStatus": issued["credentialStatus"]})

    assert [before, verify(issued)[0]] == [200, 400]


def test_the_examples_context_is_unknown_without_the_switch(town: Town, secret: str) -> None:
    document = plain(**{"@context": [V2, EXAMPLES_V2]})

    assert post(path_of(town.provider, ED[0]), {"credential": document}, secret)[0] == 400
