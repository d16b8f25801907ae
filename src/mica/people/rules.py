"""What persons and organisations may do, decided on plain values.

Rules as prose: docs/rules/people.md.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final

ROLES: Final = ("reader", "officer", "owner")
"""Each role does what those before it do."""

SCOPES: Final = (
    "awards:read",
    "awards:write",
    "achievements:read",
    "achievements:write",
    "verify",
    "requests:read",
    "requests:write",
    "keys:read",
    "keys:write",
    "credentials:issue",
)
"""What a token may be for; each is a word that a door asks for."""
_OFFICERS: Final = frozenset(("awards:write", "achievements:write", "verify", "requests:write"))
_OWNERS: Final = frozenset(("keys:write",))

CODE_LIFE: Final = timedelta(minutes=15)
CODE_TRIES: Final = 5
INVITATION_LIFE: Final = timedelta(days=14)
MAX_ADDRESSES: Final = 10
MAX_PASSKEYS: Final = 20

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that nobody confuses a letter with a digit."""
CODE_LETTERS: Final = 8
SLIP_LETTERS: Final = 20
_GROUP: Final = 4
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_MAX_SLUG: Final = 50
_RESERVED: Final = frozenset({"register", "invitations", "new"})


def has_role(held: str, wanted: str) -> bool:
    """Whether one role does what another does.

    Args:
        held: reader, officer or owner.
        wanted: the same.
    """
    return ROLES.index(held) >= ROLES.index(wanted)


def role_of_scopes(scopes: Iterable[str]) -> str:
    """What a token may do in its organisation at the most, in the words for members.

    The door that it comes through asks for the scope itself; this is what an action asks for below
    it, so that a token never does more than a member with its scopes could.
    """
    held = frozenset(scopes)
    if held & _OWNERS:
        return "owner"
    return "officer" if held & _OFFICERS else "reader"


def keeps_an_owner(roles: Iterable[str]) -> bool:
    """Whether an organisation with these roles has somebody who can invite and decide."""
    return "owner" in roles


def slug_of(name: str, taken: Collection[str]) -> str:
    """An organisation's name for addresses: lower-case ASCII, digits and hyphens, at most 60 long.

    Args:
        name: as people write it, in any script.
        taken: those that are used already.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_SLUG].strip("-") or "organisation"
    number, slug = 1, stem
    while slug in taken or slug in _RESERVED:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def address_of(text: str) -> str:
    """An address as it is kept and compared: lower case, without space around it."""
    return text.strip().lower()


def code_of(number: int, letters: int) -> str:
    """A code out of a random number below 32 to the power of `letters`."""
    drawn = []
    for _ in range(letters):
        number, digit = divmod(number, len(_LETTERS))
        drawn.append(_LETTERS[digit])
    return "".join(drawn)


def read_code(typed: str) -> str:
    """A code as it was meant: upper case, without spaces and hyphens, misread letters put right."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper()).translate(_MISREAD)


def grouped(code: str) -> str:
    """A code as people read and say it: groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def digest(secret: str) -> bytes:
    """What is kept of a long random secret: SHA-256. For 100 bits and more, no salt is needed."""
    return hashlib.sha256(secret.encode()).digest()


def age_on(born: date, day: date) -> int:
    """Full years. Who is born on 29 February has a birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def needs_guardian(born: date | None, day: date, age: int) -> bool:
    """Whether a guardian has to consent.

    Args:
        born: None where it is not known: then nobody is asked.
        day: today.
        age: from which one decides alone; 0 where the operator asks for no consent.
    """
    return age > 0 and born is not None and age_on(born, day) < age


def holds(now: datetime, *, until: datetime | None, ended: datetime | None) -> bool:
    """Whether something given until a moment, and perhaps ended before, still holds."""
    return ended is None and (until is None or now < until)


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """The words among them that are no scope."""
    return [scope for scope in scopes if scope not in SCOPES]
