"""Every operation of the OpenAPI document, asked by whom it is none of their business."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mica.api.rest.openapi import operations, sentences
from mica.core.models import AuditEntry
from mica.people.rules import SCOPES
from mica.signing.actions import ensure_key
from tests.api.rest.asking import LENA, Asking, published, refusal, token
from tests.issuing.tables import csv
from tests.town import Town

OPERATIONS = list(operations())
NAMED = [(method, path, one) for method, path, one in OPERATIONS if "{" in path]
LISTS = [path for method, path, _ in OPERATIONS if method == "GET" and "{" not in path]
BODIES: dict[str, Any] = {
    "change_draft": {"name": "Taken"},
    "create_awards": [LENA],
    "correct_award": LENA,
    "suspend_award": {"reason": "other"},
    "revoke_award": {"reason": "other"},
    "fix_row": {"name": "Taken"},
}


@pytest.fixture
def things(ask: Asking, town: Town) -> dict[str, str]:
    """One of everything that the provider has, by the names of path parameters."""
    ensure_key(town.provider.id, datetime.now(UTC))
    achievement = published(ask)
    ask.post(f"/achievements/{achievement}/draft", status=200)
    award = ask.post("/awards", {"achievement": achievement, **LENA})["id"]
    file = SimpleUploadedFile("learners.csv", csv(["Name", "Email"], ["A", "a@example.org"]))
    request = {"what": "Bread", "why": "Work", "until": f"{datetime.now(UTC).year + 1}-01-31"}
    return {
        "achievement_id": achievement,
        "award_id": award,
        "upload_id": ask.sent("/uploads", 201, achievement=achievement, file=file)["id"],
        "request_id": ask.post("/requests", request)["id"],
        "batch_id": ask.post("/batches", {"items": [{"document": "none"}]}, 202)["id"],
        "key_id": ask.get("/keys")["items"][0]["id"],
        "answer_id": award,
        "number": "2",
    }


def filled(path: str, things: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda name: things[name[1]], path).removeprefix("/api/v1")


def asked(asking: Asking, method: str, path: str, one: Any) -> tuple[int, str]:
    body = BODIES.get(one["operationId"], {}) if "requestBody" in one else None
    return refusal(asking(method, path, body))


def test_others_things_are_not_there(ask: Asking, rival: Asking, things: dict[str, str]) -> None:
    """With a token that may do everything in its own organisation; and nothing is told or done."""
    before = AuditEntry.objects.count()
    for method, path, one in NAMED:
        status, code = asked(rival, method, filled(path, things), one)

        assert status == 404, (path, code)
        assert code in one["responses"]["404"]["x-codes"], (path, code)
    assert AuditEntry.objects.count() == before


def test_others_things_and_none_at_all_are_not_told_apart(
    rival: Asking, things: dict[str, str]
) -> None:
    nothing = {**dict.fromkeys(things, "019ab000-0000-7000-8000-000000000000"), "number": "2"}
    for method, path, one in NAMED:
        theirs = rival(method, filled(path, things), BODIES.get(one["operationId"], {}))
        none = rival(method, filled(path, nothing), BODIES.get(one["operationId"], {}))

        assert (theirs.status_code, theirs.content) == (none.status_code, none.content), path


def test_lists_of_others_hold_nothing(rival: Asking, things: dict[str, str]) -> None:
    for path in LISTS:
        said = rival.get(path.removeprefix("/api/v1"))

        assert said.get("items", []) == [], path


def test_without_a_token_nothing_is_said(things: dict[str, str]) -> None:
    for method, path, one in OPERATIONS:
        if one["security"][0]:
            assert asked(Asking(""), method, filled(path, things), one) == (401, "token-needed")


def test_a_token_with_every_other_scope_is_not_enough(town: Town, things: dict[str, str]) -> None:
    lacking = {
        scope: token(town.provider, town.owner, *(one for one in SCOPES if one != scope))[0]
        for scope in SCOPES
    }
    for method, path, one in OPERATIONS:
        for scope in one["security"][0].get("Token", []):
            place = filled(path, things)
            assert asked(lacking[scope], method, place, one) == (403, "scope-missing"), path


def test_every_error_that_is_declared_has_a_sentence() -> None:
    declared = {
        code
        for _, _, one in OPERATIONS
        for answer in one["responses"].values()
        for code in answer.get("x-codes", [])
    }

    assert declared - set(sentences()) == set()


def test_the_document_is_public_and_the_page_names_every_operation(db: None) -> None:
    document = json.loads(Asking("")("GET", "/openapi.json").content)
    page = Client().get("/api/").content.decode()

    assert document["openapi"].startswith("3.1")
    for _, path, one in OPERATIONS:
        assert f'id="{one["operationId"]}"' in page
        assert path in page
