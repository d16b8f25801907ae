"""What anybody may fetch: issuers' documents and status lists."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from mica.signing import actions, queries
from tests.town import Town

NOBODYS = [
    "/organisations/nobody/did.json",
    "/organisations/river-college/did.json",
    "/.well-known/did.json",
    "/status/0197a5c0-0000-7000-8000-000000000000",
]


def test_an_organisations_document_is_for_everybody(town: Town, now: datetime) -> None:
    actions.ensure_key(town.provider.id, now)
    response = Client().get("/organisations/river-college/did.json")

    assert response.json() == queries.did_document("river-college", now)
    assert {
        name: response[name]
        for name in ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin")
    } == {
        "Content-Type": "application/did+json",
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
    }


def test_the_operators_document_stands_at_the_root(town: Town, now: datetime) -> None:
    actions.ensure_key(None, now)

    assert Client().get("/.well-known/did.json").json()["id"] == "did:web:127.0.0.1%3A8000"


def test_a_status_list_is_for_everybody_and_not_sent_twice(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    path = place.url.removeprefix("http://127.0.0.1:8000")
    first = Client().get(path)
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    actions.set_status(place.list_id, [place.index], True, datetime.now(UTC))
    changed = Client().get(path, headers={"If-None-Match": first["ETag"]})

    assert (first["Content-Type"], first["Cache-Control"]) == (
        "application/vc",
        "public, max-age=60",
    )
    assert first["Access-Control-Allow-Origin"] == "*"
    assert json.loads(first.content)["id"] == place.url
    assert [first.status_code, again.status_code, changed.status_code] == [200, 304, 200]
    assert again.content == b""


@pytest.mark.parametrize("path", NOBODYS)
def test_what_is_not_there_is_said_to_machines(town: Town, path: str) -> None:
    response = Client().get(path)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", NOBODYS)
def test_nothing_is_written_there(town: Town, path: str) -> None:
    assert Client().post(path).status_code == 405
