"""The small cast that recurs in every test: fixed keys, so that every run signs the same bytes."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mica.standards.openbadges.standard import OPEN_BADGES
from mica.vc import bitstring, issue, jose, status_documents
from mica.vc.contexts import shipped
from mica.vc.keys import KeyType, SigningKey
from mica.vc.report import Report
from mica.vc.resolve import Resolve, Shelf, nothing
from mica.vc.verify import Expected, verify

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIST_URL = "https://status.provider.example/1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXAMPLES_V2 = "https://www.w3.org/ns/credentials/examples/v2"
ACHIEVEMENT = "https://provider.example/achievements/bees"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
HERE = Path(__file__).resolve().parent
CONTEXTS = shipped().and_(
    {
        EXAMPLES_V2: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}},
        CITIZENSHIP: json.loads((HERE / "contexts" / "citizenship-v4rc1.jsonld").read_bytes()),
    }
)
"""The shipped contexts and those of the specifications' examples, one of which is one `@vocab`."""


class Actor:
    """Somebody with a key, known by its did:key."""

    def __init__(self, seed: int, kind: KeyType = KeyType.ED25519) -> None:
        size = 48 if kind is KeyType.P384 else 32
        self.key = SigningKey.from_secret(kind, bytes([seed]) * size)
        self.did = f"did:key:{self.key.public.multikey}"
        self.method = f"{self.did}#{self.key.public.multikey}"

    def signs(self, document: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Sign a credential with this actor's key."""
        return issue.issue(
            document,
            self.key,
            **{"method": self.method, "created": NOW, "contexts": CONTEXTS, **more},
        )

    def signs_jwt(self, document: dict[str, Any]) -> str:
        """Sign a credential as a JWT in the Open Badges profile."""
        return issue.issue_jwt(document, self.key, method=self.method)

    def signs_jose(self, document: dict[str, Any]) -> str:
        """Sign a credential as VC-JOSE-COSE."""
        return issue.issue_jose(document, self.key, method=self.method)

    def signs_bytes(self, payload: bytes) -> str:
        """Sign anything at all as a JWS that says it is a credential."""
        return jose.sign({"typ": "vc+jwt", "kid": self.method}, payload, self.key)

    def presents(self, document: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Sign a presentation as its holder."""
        return issue.present(document, self.key, method=self.method, created=NOW, **more)

    def presents_jose(self, document: dict[str, Any], **more: Any) -> str:
        """Sign a presentation as VC-JOSE-COSE."""
        return issue.present_jose(document, self.key, method=self.method, **more)


PROVIDER = Actor(1)
LEARNER = Actor(2)
OUTSIDER = Actor(3)
AGENCY = Actor(4)
PROVIDER_P256 = Actor(5, KeyType.P256)
PROVIDER_P384 = Actor(6, KeyType.P384)


def credential(by: Actor = PROVIDER, **more: Any) -> dict[str, Any]:
    """An unsigned Open Badges 3.0 credential of a believable kind."""
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:7b1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Beekeeping for beginners",
        "issuer": {"id": by.did, "type": ["Profile"], "name": "Harbour College"},
        "validFrom": "2026-01-15T09:00:00Z",
        "validUntil": "2031-01-15T09:00:00Z",
        "credentialSubject": {
            "id": LEARNER.did,
            "type": ["AchievementSubject"],
            "creditsEarned": 2.5,
            "achievement": {
                "id": ACHIEVEMENT,
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Beekeeping for beginners",
                "description": "Keeps a colony healthy through one season.",
                "criteria": {"narrative": "A season's log, and an inspection of the hive."},
                "tag": ["bees", "food"],
            },
        },
        **more,
    }


def endorsement(of: str = ACHIEVEMENT, by: Actor = AGENCY, **more: Any) -> dict[str, Any]:
    """A signed endorsement of something, by its id."""
    return by.signs(
        {
            "@context": [V2, OB3],
            "id": "urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Quality label",
            "issuer": {"id": by.did, "type": ["Profile"], "name": "Agency"},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": of,
                "type": ["EndorsementSubject"],
                "endorsementComment": "Meets the standard.",
            },
            **more,
        }
    )


def with_status(purpose: str = "revocation", index: int = 94567, **more: Any) -> dict[str, Any]:
    """A credential that names a status list."""
    entry = status_documents.status_entry(LIST_URL, index, purpose)
    return credential(credentialStatus=entry, **more)


def status_list(
    *bad: int, purpose: str = "revocation", keeper: Actor = PROVIDER, **more: Any
) -> dict[str, Any]:
    """A signed status list on which the given indices are set."""
    bits = bitstring.blank()
    for index in bad:
        bits = bits.set(index)
    unsigned = status_documents.status_list_credential(
        LIST_URL, keeper.did, purpose, bits, valid_from=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return keeper.signs({**unsigned, **more})


def shelf(*lists: dict[str, Any], **pages: Any) -> Shelf:
    """A resolver over status lists, and over pages by URL."""
    kept = dict.fromkeys([LIST_URL] if lists else [], *lists) | pages
    return Shelf({url: json.dumps(page).encode() for url, page in kept.items()})


def judged(document: Any, resolve: Resolve = nothing, now: datetime = NOW, **more: Any) -> Report:
    """The report on a document, with the rules of Open Badges."""
    more = {"standards": (OPEN_BADGES,), "contexts": CONTEXTS, **more}
    if "expected" in more:
        more["expected"] = Expected(**more["expected"])
    return verify(document, resolve=resolve, now=now, **more)


def findings(report: Report) -> dict[str, str]:
    """What did not pass: code to outcome, deciding checks only."""
    return {
        check.code: check.outcome.value
        for check in report.checks
        if check.outcome != "passed" and check.decides
    }


def changed(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy with another value at a JSON pointer."""
    made = copy.deepcopy(document)
    *path, last = [s.replace("~1", "/").replace("~0", "~") for s in pointer.split("/")[1:]]
    place: Any = made
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return made


GOOD = PROVIDER.signs(credential())
"""A good credential, signed."""
SUITES = [
    (PROVIDER, "eddsa-rdfc-2022"),
    (PROVIDER, "eddsa-jcs-2022"),
    (PROVIDER_P256, "ecdsa-rdfc-2019"),
    (PROVIDER_P384, "ecdsa-rdfc-2019"),
    (PROVIDER_P256, "ecdsa-jcs-2019"),
    (PROVIDER_P384, "ecdsa-jcs-2019"),
]
every_suite = pytest.mark.parametrize(("actor", "suite"), SUITES)
"""Every cryptosuite with somebody who has a key for it."""


def did_document(actor: Actor, did: str, **more: Any) -> dict[str, Any]:
    method = {
        "id": f"{did}#key-1",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": actor.key.public.multikey,
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": did,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
        **more,
    }


WEB = "did:web:provider.example"
WEB_URL = "https://provider.example/.well-known/did.json"


def by_web(**more: Any) -> dict[str, Any]:
    named = credential(issuer={"id": WEB, "type": ["Profile"], "name": "Harbour College"})
    return PROVIDER.signs(named, method=f"{WEB}#key-1", **more)
