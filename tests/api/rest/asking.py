"""Asking the REST API as another system does."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from mica.people.actions import make_token
from mica.people.models import Organisation, Person
from mica.people.rules import SCOPES

LENA = {"name": "Learner Lena", "address": "learner@example.org", "result": "Passed"}
BREAD = {
    "name": "Bread baking",
    "description": "Baking bread from sourdough.",
    "criteria": "Bake three loaves.",
    "outcomes": ["Bakes a loaf from sourdough"],
    "level": {"framework": "EQF", "key": "3"},
    "credit": {"unit": "ECTS", "amount": "2.5"},
    "validity": {"lasts": "period", "months": 12},
}


@dataclass(frozen=True)
class Asking:
    """Another system, with the secret of its token; "" for none."""

    secret: str

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Ask; a body is JSON, but for text, which is lines of it."""
        said: dict[str, str] = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.secret:
            said["Authorization"] = f"Bearer {self.secret}"
        kind = "application/jsonl" if isinstance(body, str) else "application/json"
        data = body if isinstance(body, str) else json.dumps(body)
        return Client(enforce_csrf_checks=True).generic(
            method,
            f"/api/v1{path}",
            "" if body is None else data,
            content_type=kind,
            headers=said,
        )

    def get(self, path: str) -> Any:
        """What is read there; it has to be there."""
        return read(self("GET", path), 200)

    def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        """What comes of it."""
        return read(self("POST", path, body, **headers), status)

    def sent(self, path: str, status: int, **parts: Any) -> Any:
        """What comes of a form with files."""
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return read(Client().post(f"/api/v1{path}", parts, headers=headers), status)


def read(response: HttpResponse, status: int) -> Any:
    """The body of an answer that has a status."""
    assert response.status_code == status, response.content
    return json.loads(response.content) if response.content else None


def refusal(response: HttpResponse) -> tuple[int, str]:
    """The status and the code of a problem."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    said = json.loads(response.content)
    assert said["status"] == response.status_code
    assert said["detail"] != said["code"]
    return response.status_code, said["code"]


def token(
    of: Organisation, owner: Person, *scopes: str, until: datetime | None = None
) -> tuple[Asking, Any]:
    """A system of an organisation's, with every scope where none is named; and its token's row."""
    made, secret = make_token(
        of,
        "Registrar",
        scopes or SCOPES,
        by=owner,
        now=datetime.now(UTC) - timedelta(days=2),
        until=until,
    )
    return Asking(secret), made


def published(ask: Asking, **more: Any) -> str:
    """The id of a published achievement."""
    made = ask.post("/achievements", {**BREAD, **more})
    ask.post(f"/achievements/{made['achievement']}/publish", status=200)
    return str(made["achievement"])


Awarding = Callable[..., Any]
