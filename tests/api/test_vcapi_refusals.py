"""What the VC API refuses, as the public conformance suites send it, and presentations."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from mica.api.vcapi import OFTEN
from tests.api.asking import EC, ED, plain, post, token, verify, without
from tests.cast import EXAMPLES_V2, LEARNER, V2
from tests.town import Town

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
