"""The life of one credential, good and bad: what `mica demo` shows, as plain values.

Nothing is fetched: the status lists stand on a shelf, and the one that cannot be had does not.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mica.cli import example, pictures
from mica.vc import bake, bitstring, issue, keyring, status_documents
from mica.vc.documents import JsonObject
from mica.vc.keyring import Keyring
from mica.vc.keys import KeyType, SigningKey
from mica.vc.report import Outcome, Report, Verdict
from mica.vc.resolve import Shelf
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge

LIST: Final = "https://harbour.example/status/1"
LOST_LIST: Final = "https://harbour.example/status/2"
_GOOD, _REVOKED = 70_411, 23_518
"""Indices; in life they are random, so that neighbours tell nothing."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part.

    Attributes:
        ring: of the issuer, sealed.
        key: of the issuer, opened.
        learner: the learner's id.
    """

    ring: Keyring
    key: SigningKey
    learner: str

    def signs(self, document: JsonObject, now: datetime) -> JsonObject:
        """The document, issued and signed."""
        issuer = document.get("issuer")
        named = issuer if isinstance(issuer, dict) else {}
        document = {**document, "issuer": {"id": self.ring.controller, **named}}
        return issue.issue(document, self.key, method=self.ring.current.id, created=now)


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that is verified before the reader's eyes.

    Attributes:
        title: what it is.
        why: one sentence for whoever watches.
        file: its name, where files are kept.
        content: what is verified.
        verdict: how it must come out.
        codes: and why: the codes of the deciding checks that did not pass.
    """

    title: str
    why: str
    file: str
    content: bytes
    verdict: Verdict
    codes: frozenset[str] = frozenset()

    def is_as_it_should_be(self, report: Report) -> bool:
        """Whether a report says what must be said here, and nothing else."""
        codes = {c.code for c in report.checks if c.decides and c.outcome is not Outcome.PASSED}
        return report.verdict is self.verdict and codes == self.codes


def assemble(passphrase: str, now: datetime) -> Cast:
    """New keys for an issuer, and a learner."""
    ring = keyring.new(keyring.DID_KEY, passphrase, now, kind=KeyType.ED25519)
    learner = SigningKey.generate(KeyType.ED25519).public.multikey
    return Cast(ring, ring.open(passphrase), f"did:key:{learner}")


def badge(cast: Cast, now: datetime, *, index: int = _GOOD, list_url: str = LIST) -> JsonObject:
    """A signed badge, valid for five years from yesterday, with a place on a status list."""
    return cast.signs(
        example.badge(
            now - timedelta(days=1),
            learner=cast.learner,
            valid_until=now + timedelta(days=5 * 365),
            status=status_documents.status_entry(list_url, index, "revocation"),
        ),
        now,
    )


def scenes(cast: Cast, good: JsonObject, now: datetime) -> Iterator[Scene]:
    """One good credential, and four that are not."""
    picture = bake.bake(pictures.png(), _text(good).decode())
    yield Scene(
        "Verify the picture",
        "Anybody can, and needs nobody’s leave: the proof is inside.",
        "badge.png",
        picture,
        Verdict.VALID,
    )
    forged = _text(good).replace(b"beginners", b"surgeons")
    yield Scene(
        "Change one word, and verify again",
        "Somebody writes “surgeons” for “beginners”. The signature covers every word.",
        "forged.json",
        forged,
        Verdict.INVALID,
        frozenset({"signature-broken"}),
    )
    yield Scene(
        "Verify one that was revoked",
        "The college took it back: it set one bit on its public status list.",
        "revoked.json",
        _text(badge(cast, now, index=_REVOKED)),
        Verdict.INVALID,
        frozenset({"status-revoked"}),
    )
    long_ago = example.badge(
        now - timedelta(days=800), learner=cast.learner, valid_until=now - timedelta(days=70)
    )
    yield Scene(
        "Verify one that has expired",
        "Its signature still holds, and its time is over.",
        "expired.json",
        _text(cast.signs(long_ago, now - timedelta(days=800))),
        Verdict.INVALID,
        frozenset({"expired"}),
    )
    yield Scene(
        "Verify one whose status list cannot be had",
        "An outage is not a forgery, and it is no proof either: nobody can know now.",
        "undecided.json",
        _text(badge(cast, now, list_url=LOST_LIST)),
        Verdict.UNDECIDED,
        frozenset({"not-on-shelf"}),
    )


def status_list(cast: Cast, now: datetime) -> JsonObject:
    """The issuer's signed list, with one credential revoked."""
    bits = bitstring.blank().set(_REVOKED)
    unsigned = status_documents.status_list_credential(
        LIST, cast.ring.controller, "revocation", bits, now - timedelta(days=1)
    )
    return cast.signs({**unsigned, "issuer": {"id": cast.ring.controller}}, now)


def verify(content: bytes, shelf: Mapping[str, bytes], now: datetime) -> Report:
    """Verify, with the documents on a shelf in the place of the network."""
    return judge(content, Setting(Shelf(shelf), now, STANDARDS))


def _text(document: JsonObject) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"
