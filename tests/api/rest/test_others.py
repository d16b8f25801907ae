"""Verifying, requests, keys and the organisation through the REST API."""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mica.people.models import Token
from mica.signing.actions import ensure_key
from mica.verification.tasks import check_rows
from mica.wallet.actions.answering import answer
from mica.wallet.actions.claiming import claim
from mica.wallet.models import Request, View
from tests.api.rest.asking import LENA, Asking, published, refusal
from tests.town import Town
from tests.wallet.scenes import HANDED

BAKER = {"what": "Bread baking", "why": "We hire.", "until": "2027-06-30"}


def asked(employer: Asking) -> dict[str, Any]:
    until = f"{datetime.now(UTC).year + 1}-06-30"
    return dict(employer.post("/requests", {**BAKER, "until": until}))


def test_anybody_verifies_and_is_told_how_it_stands(ask: Asking, db: None) -> None:
    stranger = Asking("")
    made = ask.post("/awards", {"achievement": published(ask), **LENA})
    text = ask.get(f"/awards/{made['id']}/documents")["items"][0]["document"]
    document = json.loads(text)
    sound = stranger.post("/verify", {"document": document}, 200)
    forged = stranger.post("/verify", {"document": {**document, "name": "Cake"}}, 200)
    file = SimpleUploadedFile("credential.json", text.encode())

    assert (sound["verdict"], "River College" in sound["sentence"]) == ("valid", True)
    assert forged["verdict"] == "invalid"
    assert stranger.post("/verify", {"document": "none"}, 200)["verdict"] == "unusable"
    assert stranger.sent("/verify/file", 200, file=file)["verdict"] == "valid"


def test_an_outage_is_not_a_forgery(db: None) -> None:
    said = Asking("").post("/verify", {"document": "https://127.0.0.1/none"}, 200)

    assert (said["verdict"], said["report"]) == ("undecided", None)


def test_many_are_verified_in_the_background(employer: Asking) -> None:
    items = [{"name": "one", "document": HANDED.decode()}, {"document": "none"}]
    started = employer.post("/batches", {"items": items}, 202)
    assert (started["total"], started["done"]) == (2, 0)
    check_rows(started["id"], 1, 2)
    path = f"/batches/{started['id']}"
    results = employer.get(f"{path}/results")["items"]

    assert employer.get(path)["counts"] == {"valid": 1, "unusable": 1}
    assert [(one["name"], one["verdict"]) for one in results] == [
        ("one", "valid"),
        ("2", "unusable"),
    ]
    assert [one["number"] for one in employer.get(f"{path}/results?verdict=unusable")["items"]] == [
        2
    ]
    assert employer("DELETE", path).status_code == 204
    assert employer.get("/batches")["items"] == []


def test_a_list_of_links_is_verified(employer: Asking) -> None:
    file = SimpleUploadedFile("links.csv", b"https://a.example/1\nhttps://a.example/2\n")

    assert employer.sent("/batches/file", 202, file=file)["total"] == 2


def test_a_learner_is_asked_and_answers(employer: Asking, ask: Asking, town: Town) -> None:
    now = datetime.now(UTC)
    made = ask.post("/awards", {"achievement": published(ask), **LENA})
    code = ask.get(f"/awards/{made['id']}/claim")["code"]
    held = claim(town.learner, code, by=town.learner.id, now=now)
    request = asked(employer)
    path = f"/requests/{request['id']}"
    assert employer.get(f"{path}/answers")["items"] == []
    answer(town.learner, Request.objects.get(), [held.holding.id], now=now)
    (given,) = employer.get(f"{path}/answers")["items"]
    opened = employer.post(f"{path}/answers/{given['id']}/open", status=200)
    (shown,) = opened["credentials"]

    assert (given["learner"], given["seen"], opened["seen"]) == ("Learner Lena", False, True)
    assert (request["standing"], employer.get(path)["given"]) == ("open", 1)
    assert (shown["name"], shown["issuer"]) == ("Bread baking", "River College")
    assert employer.post("/verify", {"document": shown["document"]}, 200)["verdict"] == "valid"
    assert [view.organisation_id for view in View.objects.all()] == [town.employer.id]


def test_a_request_is_withdrawn(employer: Asking) -> None:
    request = asked(employer)
    assert employer("POST", f"/requests/{request['id']}/withdraw").status_code == 204

    assert [one["standing"] for one in employer.get("/requests")["items"]] == ["withdrawn"]


def test_a_key_is_replaced_and_what_it_signed_verifies(ask: Asking, town: Town) -> None:
    ensure_key(town.provider.id, datetime.now(UTC))
    made = ask.post("/awards", {"achievement": published(ask), **LENA})
    (old,) = ask.get("/keys")["items"]
    new = ask.post(f"/keys/{old['id']}/rotate")
    document = ask.get(f"/awards/{made['id']}/documents")["items"][0]["document"]

    assert [(key["id"], key["state"]) for key in ask.get("/keys")["items"]] == [
        (new["id"], "active"),
        (old["id"], "retired"),
    ]
    assert ask.post("/verify", {"document": document}, 200)["verdict"] == "valid"
    assert refusal(ask("POST", f"/keys/{old['id']}/rotate")) == (409, "key-not-active")
    assert Token.objects.get().scopes.count("keys:write") == 1
