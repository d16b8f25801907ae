"""What is granted to whom, as plain values, and what is wrong with it.

Rules as prose: docs/rules/issuing.md.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

MAX_NAME: Final = 200
MAX_TEXT: Final = 5_000
MAX_EVIDENCE: Final = 20
MAX_ADDRESS: Final = 254
EARLIEST_YEAR: Final = 1950
_TOMORROW: Final = timedelta(days=1)
_ADDRESS: Final = re.compile(r"[^@\s\x00-\x1f\"(),:;<>\[\\\]]+@[^@\s.]+(?:\.[^@\s.]+)+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Proof of learning.

    Attributes:
        url: where it lies, http or https; "" where the narrative is all.
        name: what it is.
        narrative: what it shows.
    """

    url: str = ""
    name: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One learner, and what is granted.

    Attributes:
        name: of the learner.
        address: the learner's mail address; "" where they have none.
        reference: the organisation's own name for the learner, such as a student number; "".
        result: what was reached, such as "Passed" or "87"; "".
        awarded: when, aware; None for the moment of the award.
        evidence: what the learner did.
        note: a narrative that stands on the credential.
        until: when this award ends, aware; None for what the achievement says.
    """

    name: str
    address: str = ""
    reference: str = ""
    result: str = ""
    awarded: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a grant.

    Attributes:
        field: name of the attribute of Grant.
        code: a code of the feature's sentences.
    """

    field: str
    code: str


def faults(grant: Grant, now: datetime) -> list[Fault]:
    """Everything that keeps a grant from being awarded, in the order of its fields."""
    return list(_faults(grant, now))


def _faults(grant: Grant, now: datetime) -> Iterator[Fault]:
    if not grant.name.strip():
        yield Fault("name", "name-missing")
    elif len(grant.name) > MAX_NAME or _CONTROL.search(grant.name):
        yield Fault("name", "name-unfit")
    if grant.address and not is_address(grant.address):
        yield Fault("address", "address-unfit")
    if not grant.address and not grant.reference.strip():
        yield Fault("address", "learner-unknown")
    for field in ("reference", "result", "note"):
        text = getattr(grant, field)
        if len(text) > (MAX_TEXT if field == "note" else MAX_NAME):
            yield Fault(field, "text-too-long")
        elif _CONTROL.search(text):
            yield Fault(field, "text-unfit")
    yield from _date_faults(grant, now)
    yield from _evidence_faults(grant)


def _evidence_faults(grant: Grant) -> Iterator[Fault]:
    if len(grant.evidence) > MAX_EVIDENCE:
        yield Fault("evidence", "evidence-too-much")
    if any(one.url and not _is_link(one.url) for one in grant.evidence):
        yield Fault("evidence", "evidence-not-a-link")
    said = [text for one in grant.evidence for text in (one.url, one.name, one.narrative)]
    if any(len(text) > MAX_TEXT for text in said):
        yield Fault("evidence", "text-too-long")
    elif any(_CONTROL.search(text) for text in said):
        yield Fault("evidence", "text-unfit")


def _date_faults(grant: Grant, now: datetime) -> Iterator[Fault]:
    awarded = grant.awarded or now
    if awarded > now + _TOMORROW:  # it is tomorrow already in the east
        yield Fault("awarded", "date-in-future")
    elif awarded.year < EARLIEST_YEAR:
        yield Fault("awarded", "date-too-early")
    if grant.until is not None and grant.until <= awarded:
        yield Fault("until", "ends-before-it-begins")


def is_address(text: str) -> bool:
    """Whether a text can be a mail address: one at sign, a host with a dot, no space."""
    fits = len(text) <= MAX_ADDRESS and not _CONTROL.search(text)
    return fits and _ADDRESS.fullmatch(text) is not None


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def tidy_address(text: str) -> str:
    """An address as it is compared: NFC, no white space around it, lower case."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def learner_key(grant: Grant) -> str:
    """Who a learner is to the organisation, for "nobody is awarded twice".

    The organisation's own reference where it gives one, else the address. 32 hexadecimal digits.
    """
    who = f"ref:{grant.reference.strip()}" if grant.reference.strip() else ""
    who = who or f"mail:{tidy_address(grant.address)}"
    return hashlib.sha256(who.encode()).hexdigest()[:32]
