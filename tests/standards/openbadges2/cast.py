"""The cast of these tests: a provider that signs and hosts, and a stranger who would like to."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mica.standards import openbadges2
from mica.vc.documents import JsonObject
from mica.vc.jose import Jws
from mica.vc.multibase import base64url_encode
from mica.vc.report import Outcome, Report, Verdict
from mica.vc.resolve import Resolve, Shelf

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
CONTEXT = "https://w3id.org/openbadges/v2"
ISSUER_ID = "https://provider.example/issuer.json"
BADGE_ID = "https://provider.example/badge.json"
KEY_ID = "https://provider.example/key.json"
LIST_ID = "https://provider.example/revoked.json"
HOSTED_ID = "https://provider.example/assertions/1.json"

PROVIDER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


ISSUER: JsonObject = {
    "@context": CONTEXT,
    "id": ISSUER_ID,
    "type": "Issuer",
    "name": "Provider",
    "url": "https://provider.example",
    "email": "badges@provider.example",
    "publicKey": KEY_ID,
    "revocationList": LIST_ID,
}
BADGE: JsonObject = {
    "@context": CONTEXT,
    "id": BADGE_ID,
    "type": "BadgeClass",
    "name": "Welding, level 3",
    "description": "Joins plates in four positions.",
    "image": "https://provider.example/badge.png",
    "criteria": {"narrative": "Four welds, seen by two assessors."},
    "issuer": ISSUER_ID,
    "tags": ["welding"],
    "alignment": [{"targetName": "Weld", "targetUrl": "https://skills.example/weld"}],
}
KEY: JsonObject = {
    "@context": CONTEXT,
    "id": KEY_ID,
    "type": "CryptographicKey",
    "owner": ISSUER_ID,
    "publicKeyPem": pem(PROVIDER),
}
SIGNED: JsonObject = {
    "@context": CONTEXT,
    "id": "urn:uuid:5e9a4b1c-0d5e-4d63-9f5a-2f6d8c2a7b10",
    "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "learner@people.example"},
    "badge": BADGE_ID,
    "issuedOn": "2025-06-01T10:00:00+02:00",
    "verification": {"type": "SignedBadge", "creator": KEY_ID},
}
HOSTED: JsonObject = {**SIGNED, "id": HOSTED_ID, "verification": {"type": "HostedBadge"}}
WORLD: dict[str, Any] = {
    ISSUER_ID: ISSUER,
    BADGE_ID: BADGE,
    KEY_ID: KEY,
    LIST_ID: {
        "@context": CONTEXT,
        "id": LIST_ID,
        "type": "RevocationList",
        "revokedAssertions": [],
    },
    HOSTED_ID: HOSTED,
}


def shelf(changes: Mapping[str, Any] | None = None) -> Shelf:
    """The world with changes: a JSON value or bytes at a URL, None where nothing stands."""
    world = {**WORLD, **(changes or {})}
    return Shelf(
        {
            url: value if isinstance(value, bytes) else json.dumps(value).encode()
            for url, value in world.items()
            if value is not None
        }
    )


def signed(
    assertion: JsonObject, key: rsa.RSAPrivateKey = PROVIDER, header: JsonObject | None = None
) -> str:
    head = json.dumps(header or {"alg": "RS256", "typ": "JWT"}).encode()
    text = f"{base64url_encode(head)}.{base64url_encode(json.dumps(assertion).encode())}"
    signature = key.sign(text.encode(), padding.PKCS1v15(), SHA256())
    return f"{text}.{base64url_encode(signature)}"


def report(
    source: JsonObject | Jws | str,
    changes: Mapping[str, Any] | None = None,
    *,
    resolve: Resolve | None = None,
    now: datetime = NOW,
) -> Report:
    made = openbadges2.verify(source, resolve=resolve or shelf(changes), now=now)
    assert not [check for check in made.checks if re.search(r"{[a-z]+}", check.sentence)]
    return made


def exceptions(made: Report) -> tuple[Verdict, list[tuple[str, Outcome, str]]]:
    """The verdict, and every deciding check that did not pass."""
    found = [
        (check.step, check.outcome, check.code)
        for check in made.checks
        if check.decides and check.outcome is not Outcome.PASSED
    ]
    return made.verdict, found


def failed(step: str, code: str) -> tuple[Verdict, list[tuple[str, Outcome, str]]]:
    return Verdict.INVALID, [(step, Outcome.FAILED, code)]


def undecided(*found: tuple[str, str]) -> tuple[Verdict, list[tuple[str, Outcome, str]]]:
    return Verdict.UNDECIDED, [(step, Outcome.UNDECIDED, code) for step, code in found]


VALID: tuple[Verdict, list[tuple[str, Outcome, str]]] = (Verdict.VALID, [])
