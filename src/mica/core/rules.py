"""The audit log's arithmetic: what is hashed, and how one entry holds the one before.

Rules as prose: docs/rules/audit.md.
"""

import hashlib
from datetime import datetime
from typing import Any, Final

from mica.vc.canonical import jcs
from mica.vc.timestamps import format_timestamp

BEGINNING: Final = bytes(32)
"""What the first entry holds in place of an entry before it."""


def entry_bytes(
    number: int, at: datetime, *, actor: str, verb: str, thing: str, data: dict[str, Any]
) -> bytes:
    """What is hashed of an entry: its values in canonical JSON (RFC 8785).

    Args:
        number: 1 for the first, without gaps.
        at: aware; written in UTC with microseconds.
        actor: the opaque id of who did it; "" for the system.
        verb: such as `issuing.award`.
        thing: the opaque id of what it was done to.
        data: plain values, ids and codes only; never what identifies a person.
    """
    values = {
        "number": number,
        "at": format_timestamp(at),
        "actor": actor,
        "verb": verb,
        "thing": thing,
        "data": data,
    }
    return jcs.canonicalize(values)


def link(before: bytes, entry: bytes) -> bytes:
    """The hash of an entry, 32 bytes, which holds all entries before it.

    Args:
        before: the link of the entry before, or BEGINNING.
        entry: as `entry_bytes` gives it.
    """
    return hashlib.sha256(before + hashlib.sha256(b"\x00" + entry).digest()).digest()
