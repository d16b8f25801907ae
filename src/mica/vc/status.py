"""Has a credential been revoked or suspended? Asking the list that its issuer named.

A list that cannot be had, read or believed never means "not revoked": the check is *undecided*.

Source: Bitstring Status List 1.0 §3.2 (Validate Algorithm); Open Badges 3.0 §9.1 for
`1EdTechRevocationList`.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mica.vc import documents, jose, jwt
from mica.vc.bitstring import MINIMUM, Bitstring, read_index
from mica.vc.bitstring import decode as decode_bitstring
from mica.vc.canonical.labour import LIST, Labour
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable, Unusable
from mica.vc.jose import Jws
from mica.vc.parts import texts, types_of
from mica.vc.report import Report, Verdict
from mica.vc.resolve import Resolve, Resource

MAX_LIST_BYTES: Final = 16 * 1024 * 1024
MAX_SIZE: Final = 32
"""Bits of one status. Nobody words four thousand million messages; a stranger's number of a million
bits takes seconds to write out."""
BAD_PURPOSES: Final = {"revocation": "status-revoked", "suspension": "status-suspended"}
"""Purposes whose set bit makes a credential invalid, with the code that says so."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list that was found and believed.

    Attributes:
        bits: its entries.
        purposes: what the list is for.
        issuer_id: who keeps it.
        ttl: for how long a copy may be used, in milliseconds, if the list says so.
    """

    bits: Bitstring
    purposes: frozenset[str]
    issuer_id: str
    ttl: object


@dataclass(slots=True)
class Memory:
    """Lists already verified, so that ten thousand credentials of one list verify it once.

    A list is remembered for exactly one moment and one content, so that remembering never changes a
    report.
    """

    size: int = 64
    _lists: OrderedDict[tuple[str, bytes, datetime], StatusList] = field(
        default_factory=OrderedDict
    )

    def get(self, key: tuple[str, bytes, datetime], make: Callable[[], StatusList]) -> StatusList:
        """The list under a key; made, and kept, if it is not there."""
        found = self._lists.get(key)
        if found is None:
            found = self._lists[key] = make()
            if len(self._lists) > self.size:
                self._lists.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True)
class Ask:
    """What answering needs.

    Attributes:
        resolve: fetches lists.
        now: the moment.
        verify: verifies the list's own credential (without its status).
        memory: where believed lists are kept.
        labour: pays for each list, remembered or not, so that remembering never changes a report.
    """

    resolve: Resolve
    now: datetime
    verify: Callable[[JsonObject | Jws], Report]
    memory: Memory
    labour: Labour


@dataclass(frozen=True, slots=True)
class Finding:
    """What an entry came to: the code, its data, and whether it bears on the verdict."""

    code: str
    data: dict[str, object]
    decides: bool = True


def check_entry(entry: JsonObject, credential_id: object, ask: Ask) -> Finding:
    """What one `credentialStatus` entry says.

    Returns:
        `status-clear`, or for purposes that do not make a credential invalid `status-says`.

    Raises:
        Refused: `status-revoked`, `status-suspended`, `status-malformed`, `status-index-invalid`.
        Undecidable: everything that keeps the list from being believed.
    """
    match entry.get("type"):
        case "BitstringStatusListEntry" | ["BitstringStatusListEntry"]:
            return _check_bitstring(entry, ask)
        case "1EdTechRevocationList" | ["1EdTechRevocationList"]:
            return _check_revocation_list(entry, credential_id, ask)
        case other:
            raise Undecidable("status-type-unknown", type=str(other)[:80])


def _check_bitstring(entry: JsonObject, ask: Ask) -> Finding:
    url, purpose = entry.get("statusListCredential"), entry.get("statusPurpose")
    size = entry.get("statusSize", 1)
    if not (isinstance(url, str) and isinstance(purpose, str) and type(size) is int):
        raise Refused("status-malformed", reason="URL, purpose or size is missing or no text")
    if not 1 <= size <= MAX_SIZE:
        raise Refused("status-malformed", reason=f"a status has 1 to {MAX_SIZE} bits")
    index = read_index(entry.get("statusListIndex"))
    resource = ask.resolve(url)
    ask.labour.spend(1, LIST + len(resource.content) // 16)
    found = ask.memory.get((url, resource.content, ask.now), lambda: _believe(resource, ask))
    _check_age(resource, found.ttl, ask.now)
    if purpose not in found.purposes:
        raise Undecidable("status-list-for-another-purpose", url=url, purpose=purpose)
    try:
        value = found.bits.get(index, size)
    except Refused as error:
        raise Undecidable(error.code, **error.data) from error
    data: dict[str, object] = {"url": url, "purpose": purpose, "keeper": found.issuer_id}
    if value and purpose in BAD_PURPOSES:
        raise Refused(BAD_PURPOSES[purpose], **data)
    if purpose in BAD_PURPOSES:
        # The standard's length protects the learner's privacy, and not the answer's truth.
        short = found.bits.entries(size) < MINIMUM
        return Finding("status-clear-short" if short else "status-clear", data)
    return Finding("status-says", {**data, "value": value}, decides=False)


def _believe(resource: Resource, ask: Ask) -> StatusList:
    """Verify a list's credential and open it (Validate Algorithm, steps 3 to 7).

    Whatever is wrong with the list proves nothing against the credential that names it.
    """
    url = resource.url
    try:
        document = _read(resource.content)
        report = ask.verify(document)
        if report.verdict is not Verdict.VALID:
            worst = next(c for c in report.checks if c.decides and c.outcome != "passed")
            raise Undecidable("status-list-not-valid", url=url, why=worst.sentence)
        credential = jwt.credential_of(document) if isinstance(document, Jws) else document
        subject = credential.get("credentialSubject")
        if "BitstringStatusListCredential" not in types_of(credential) or not (
            isinstance(subject, dict) and "BitstringStatusList" in types_of(subject)
        ):
            raise Undecidable("status-list-malformed", url=url, reason="it is not a status list")
        bits = decode_bitstring(subject.get("encodedList"), max_bytes=MAX_LIST_BYTES)
    except (Refused, Unusable) as error:
        raise Undecidable("status-list-malformed", url=url, reason=str(error)) from error
    purposes = frozenset(texts(subject.get("statusPurpose")))
    return StatusList(bits, purposes, str(report.about.issuer_id), subject.get("ttl"))


def _read(content: bytes) -> JsonObject | Jws:
    """A fetched credential, as JSON or as a compact JWS."""
    text = content.decode("ascii", "replace").strip() if content[:1] == b"e" else ""
    return jose.parse(text) if jose.is_compact(text) else documents.read(content)


def _check_age(resource: Resource, ttl: object, now: datetime) -> None:
    if resource.fetched_at is None or type(ttl) is not int:
        return
    if now - resource.fetched_at > timedelta(milliseconds=ttl):
        raise Undecidable("status-list-stale", url=resource.url)


def _check_revocation_list(entry: JsonObject, credential_id: object, ask: Ask) -> Finding:
    url = entry.get("id")
    if not isinstance(url, str):
        raise Refused("status-malformed", reason="the revocation list has no URL")
    try:
        revoked = documents.read(ask.resolve(url).content).get("revokedCredential")
    except Unusable as error:
        raise Undecidable("status-list-malformed", url=url, reason=str(error)) from error
    if not isinstance(revoked, list) or not all(isinstance(one, dict) for one in revoked):
        raise Undecidable("status-list-malformed", url=url, reason="it lists no credentials")
    if not isinstance(credential_id, str):
        raise Undecidable("status-list-malformed", url=url, reason="no id to look for in it")
    data: dict[str, object] = {"url": url, "purpose": "revocation"}
    if any(one.get("id") == credential_id and one.get("revoked", True) for one in revoked):
        raise Refused("status-revoked", **data)
    return Finding("status-clear-unsigned", data)
