"""The audit log's chain: what may stand in an entry, what is hashed of it, how entries hold on.

Rules as prose: docs/rules/audit.md.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from mica.core.errors import NotPlain
from mica.vc.canonical import jcs
from mica.vc.timestamps import format_timestamp

BEGINNING: Final = bytes(32)
"""What the first entry holds in place of an entry before it."""
MAX_TEXT: Final = 120
MAX_LIST: Final = 1000
_SAFE: Final = 2**53 - 1
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE: Final = re.compile(rf"[!#-?A-\[\]-~]{{0,{MAX_TEXT}}}")
"""Printable ASCII without the space, @, " and \\: what JSON writes as it is."""


def code(value: object, name: str = "value") -> str:
    """An id or a code as it stands in an entry.

    Args:
        value: a text, or what has one form as text (a UUID).
        name: what it is, for the error.

    Raises:
        NotPlain: `audit-not-a-code`.
    """
    text = str(value)
    if not _CODE.fullmatch(text):
        raise NotPlain("audit-not-a-code", name=name, most=MAX_TEXT)
    return text


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """An entry's data as they are kept: ids, codes, whole numbers, yes and no, lists of these.

    Nothing that could be a person's name or address, nor any sentence: what is hashed cannot be
    taken back.

    Raises:
        NotPlain: `audit-not-a-code`, `audit-not-a-name`, `audit-not-plain`, `audit-too-long`.
    """
    for name in data:
        if not _NAME.fullmatch(name):
            raise NotPlain("audit-not-a-name", most=40)
    return {name: _value(name, value) for name, value in data.items()}


def _value(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str | UUID):
        return code(value, name)
    if isinstance(value, int) and -_SAFE <= value <= _SAFE:
        return int(value)
    if isinstance(value, datetime):
        return format_timestamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple) and not any(isinstance(one, list | tuple) for one in value):
        if len(value) > MAX_LIST:
            raise NotPlain("audit-too-long", name=name, most=MAX_LIST)
        return [_value(name, one) for one in value]
    raise NotPlain("audit-not-plain", name=name)


def entry_bytes(
    number: int, at: datetime | str, *, actor: str, verb: str, thing: str, data: dict[str, Any]
) -> bytes:
    """What is hashed of an entry: its values in canonical JSON (RFC 8785).

    Args:
        number: 1 for the first, without gaps.
        at: aware, or as `mica.vc.timestamps.format_timestamp` writes it.
        actor: the opaque id of who did it; "" for the system.
        verb: such as `issuing.award`.
        thing: the opaque id of what it was done to.
        data: as `plain` gives it.
    """
    moment = at if isinstance(at, str) else format_timestamp(at)
    if (
        _CODE.fullmatch(verb)
        and _CODE.fullmatch(thing)
        and _CODE.fullmatch(actor)
        and _CODE.fullmatch(moment)
    ):
        written = jcs.canonicalize(data).decode() if data else "{}"
        return (
            f'{{"actor":"{actor}","at":"{moment}","data":{written},"number":{number},'
            f'"thing":"{thing}","verb":"{verb}"}}'
        ).encode()
    values = {"number": number, "at": moment, "actor": actor}
    return jcs.canonicalize({**values, "verb": verb, "thing": thing, "data": data})


def leaf(entry: bytes) -> bytes:
    """The hash of an entry alone, 32 bytes (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def link(before: bytes, entry: bytes) -> bytes:
    """The hash of an entry, 32 bytes, which holds all entries before it.

    Args:
        before: the link of the entry before, or BEGINNING.
        entry: as `entry_bytes` gives it.
    """
    return link_leaf(before, leaf(entry))


def link_leaf(before: bytes, hashed: bytes) -> bytes:
    """The same, of an entry that is hashed already."""
    return hashlib.sha256(before + hashed).digest()
