"""The API held to its OpenAPI document: whatever is asked, the answer is one that it declares."""

from collections.abc import Collection, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from mica.api.rest import door
from mica.api.rest.openapi import document
from mica.site.wsgi import application
from tests.api.rest.asking import LENA, Asking, published

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MANY = 40
SOME = {"create_award", "list_awards", "create_awards", "change_draft", "fix_row", "create_request"}
"""What the quick run tries: bodies of every kind, and a list."""


@pytest.fixture
def asked(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Ask with a token that may do everything, in a place where there is something to find."""
    monkeypatch.setattr(door, "OFTEN", 1_000_000)
    achievement = published(ask)
    award = ask.post("/awards", {"achievement": achievement, **LENA})["id"]
    known = {"achievement_id": achievement, "award_id": award}

    def run(examples: int, only: Collection[str] = ()) -> int:
        return explore(ask, known, examples, only)

    # As Django's own client does: the connection holds the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield run
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def explore(ask: Asking, known: dict[str, str], examples: int, only: Collection[str]) -> int:
    """How many requests were made; each was answered as the document says."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    made = 0

    for result in schema.get_all_operations():
        one = result.ok()
        if only and one.definition.raw["operationId"] not in only:
            continue

        @settings(
            max_examples=examples,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis_given(one)
        def attempt(case: Case) -> None:
            nonlocal made
            for name, value in known.items():
                if made % 2 and name in (case.path_parameters or {}):
                    case.path_parameters[name] = value
            made += 1
            response = case.call(headers={"Authorization": f"Bearer {ask.secret}"})
            case.validate_response(response, checks=CHECKS)

        attempt()
    return made


def schemathesis_given(operation: Any) -> Any:
    """Cases of an operation, out of hypothesis."""

    return given(case=operation.as_strategy())


@override_settings(ALLOWED_HOSTS=["*"])
def test_a_few_requests_of_some_operations_are_answered_as_declared(asked: Any) -> None:
    assert asked(3, SOME) >= 2 * len(SOME)


@pytest.mark.slow
@override_settings(ALLOWED_HOSTS=["*"])
def test_many_requests_of_every_operation_are_answered_as_declared(asked: Any) -> None:
    assert asked(MANY) >= 1000
