"""Who is let in, how often, and what is done once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mica.api.rest import door
from mica.issuing.models import Award
from mica.people.actions import revoke_token
from mica.people.models import Organisation
from tests.api.rest.asking import LENA, Asking, published, read, refusal, token
from tests.town import Town


def test_without_a_token_nobody_is_let_in(town: Town) -> None:
    response = Asking("")("GET", "/awards")

    assert refusal(response) == (401, "token-needed")
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_an_unknown_token_is_refused(town: Town) -> None:
    assert refusal(Asking("mica_guessed")("GET", "/awards")) == (401, "no-such-token")


def test_an_ended_token_is_refused(town: Town) -> None:
    ended = datetime.now(UTC) - timedelta(seconds=1)
    ask, _ = token(town.provider, town.owner, until=ended)

    assert refusal(ask("GET", "/awards")) == (401, "no-such-token")


def test_a_revoked_token_is_refused(town: Town) -> None:
    ask, row = token(town.provider, town.owner)
    assert ask("GET", "/awards").status_code == 200
    revoke_token(town.provider, row.id, by=town.owner, now=datetime.now(UTC))

    assert refusal(ask("GET", "/awards")) == (401, "no-such-token")


def test_an_organisation_that_was_suspended_is_refused(ask: Asking, town: Town) -> None:
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    assert refusal(ask("GET", "/awards")) == (409, "organisation-not-approved")


def test_a_token_for_something_else_is_refused(town: Town) -> None:
    ask, _ = token(town.provider, town.owner, "awards:read", "achievements:read")
    body = {"achievement": "019ab000-0000-7000-8000-000000000000", **LENA}

    assert ask("GET", "/awards").status_code == 200
    response = ask("POST", "/awards", body)
    assert refusal(response) == (403, "scope-missing")
    assert "awards:write" in json.loads(response.content)["detail"]


def test_any_token_learns_for_whom_it_speaks(town: Town) -> None:
    ask, _ = token(town.provider, town.owner, "verify")
    said = ask.get("/organisation")

    assert (said["slug"], said["scopes"]) == ("river-college", ["verify"])


def test_who_asks_too_often_is_told_how_long_to_wait(
    ask: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "OFTEN", 2)
    first, second, third = [ask("GET", "/organisation") for _ in range(3)]

    assert (first.status_code, second.status_code) == (200, 200)
    assert refusal(third) == (429, "too-many-tries")
    assert 0 < int(third.headers["Retry-After"]) <= 60


def test_a_request_that_is_sent_again_is_done_once(ask: Asking) -> None:
    body = {"achievement": published(ask), **LENA}
    first = ask("POST", "/awards", body, Idempotency_Key="a-1")
    again = ask("POST", "/awards", body, Idempotency_Key="a-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Award.objects.count() == 1


def test_a_key_is_for_one_request(ask: Asking) -> None:
    achievement = published(ask)
    ask.post("/awards", {"achievement": achievement, **LENA}, Idempotency_Key="a-1")
    other = {"achievement": achievement, **LENA, "name": "Somebody else"}
    response = ask("POST", "/awards", other, Idempotency_Key="a-1")

    assert refusal(response) == (409, "key-used-otherwise")


def test_a_key_of_one_is_no_key_of_another(ask: Asking, rival: Asking) -> None:
    body = {"achievement": published(ask), **LENA}
    ask.post("/awards", body, Idempotency_Key="a-1")
    response = rival("POST", "/awards", body, Idempotency_Key="a-1")

    assert refusal(response) == (404, "no-such-achievement")


def test_a_request_that_failed_can_be_sent_again_with_its_key(ask: Asking) -> None:
    draft = ask.post("/achievements", {"name": "Bread"})["achievement"]
    body = {"achievement": draft, **LENA}
    assert refusal(ask("POST", "/awards", body, Idempotency_Key="a-1")) == (
        409,
        "nothing-published",
    )
    whole = {"name": "Bread", "description": "Of rye.", "criteria": "Bake.", "outcomes": ["Bakes"]}
    read(ask("PUT", f"/achievements/{draft}/draft", whole), 200)
    ask.post(f"/achievements/{draft}/publish", status=200)

    assert ask("POST", "/awards", body, Idempotency_Key="a-1").status_code == 201


@pytest.mark.parametrize(
    "body", [b"{", b'{"name": NaN}', b'"\xff"', b'{"name": "\\ud800"}', b"[" * 100_000]
)
def test_a_body_that_is_no_json_is_said_to_be_none(ask: Asking, body: bytes) -> None:
    response = Client().post(
        "/api/v1/awards",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {ask.secret}"},
    )

    assert refusal(response) == (400, "body-unreadable")


def test_what_is_not_there_and_what_is_not_taken_are_problems(ask: Asking) -> None:
    assert refusal(ask("GET", "/nowhere")) == (404, "no-such-door")
    refused = ask("DELETE", "/awards")
    assert refusal(refused) == (405, "method-not-taken")
    assert sorted(refused.headers["Allow"].split(", ")) == ["GET", "POST"]
