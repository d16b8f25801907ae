"""Asking the VC API as another system does."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from mica.people.actions import make_token
from mica.people.models import Organisation
from mica.signing import actions
from mica.signing.models import Key
from mica.vc.keys import KeyType
from tests.cast import V2
from tests.town import Town

ED, EC = ("eddsa-rdfc-2022", "eddsa-jcs-2022"), ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")


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
