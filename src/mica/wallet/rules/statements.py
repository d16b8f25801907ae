"""A verification statement: a signed word about what was found when a credential was checked.

It is a credential of its own (VC Data Model 2.0), about another one. Rules as prose:
docs/rules/sharing.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from mica.vc.documents import JsonObject
from mica.vc.timestamps import format_timestamp

KEEPS: Final = timedelta(days=90)
"""How long a statement is worth reading: what it is about may have been revoked since."""
KIND: Final = "VerificationStatement"
_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of a credential; texts are "" where it does not say.

    Attributes:
        credential: its id, as written.
        document: SHA-256 of the document that was checked, in hexadecimal digits.
        verdict: valid, invalid or undecided.
        sentence: the verdict in words, in the learner's language.
        behind: how far the word behind it goes, as the register knows.
        title: what was achieved.
        learner: to whom it was awarded.
        issuer: who signed it, its name.
        issuer_id: and its id.
        awarded, ends: aware, or None.
    """

    credential: str
    document: str
    verdict: str
    sentence: str
    behind: str
    title: str
    learner: str
    issuer: str
    issuer_id: str
    awarded: datetime | None
    ends: datetime | None


def statement(
    found: Found, *, id_: UUID, issuer: str, name: str, origin: str, now: datetime
) -> JsonObject:
    """The statement, unsigned.

    Args:
        found: what was found.
        id_: of the statement.
        issuer: id of whoever states it.
        name: and its name.
        origin: of the site, under which the statement's own words stand.
        now: when the credential was checked, aware.
    """
    subject: dict[str, Any] = {
        "verdict": found.verdict,
        "checked": format_timestamp(now),
        "documentSha256": found.document,
        "standsBehind": found.behind,
        "title": found.title,
        "learner": found.learner,
        "awardedBy": found.issuer,
        "awardedById": found.issuer_id,
        "awardedOn": format_timestamp(found.awarded) if found.awarded else "",
        "ends": format_timestamp(found.ends) if found.ends else "",
    }
    if urlsplit(found.credential).scheme in {"https", "http", "urn", "did"}:
        subject["id"] = found.credential
    return {
        "@context": [_CONTEXT, {"@vocab": f"{origin}/terms#"}],
        "id": f"urn:uuid:{id_}",
        "type": ["VerifiableCredential", KIND],
        "name": "Verification statement",
        "description": found.sentence,
        "issuer": {"id": issuer, "name": name},
        "validFrom": format_timestamp(now),
        "validUntil": format_timestamp(now + KEEPS),
        "credentialSubject": {key: value for key, value in subject.items() if value},
    }


def grouped(digits: str) -> str:
    """A fingerprint as it is printed and compared by eye.

    >>> grouped("00ff12ab34")
    '00ff 12ab 34'
    """
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
