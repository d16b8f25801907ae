"""Many documents of one shape: the first is built, the others are the same with other texts.

Two documents have one shape where the same things are said, so that they differ in texts alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from mica.issuing.rules.document import Issuer, Particulars, Subject, unsigned
from mica.issuing.rules.grants import Evidence, Grant
from mica.standards.openbadges.identity import identity_hash
from mica.vc.timestamps import format_timestamp

Shape = tuple[Any, ...]
_FROM: Final = datetime(1951, 1, 1, 1, 1, 1, tzinfo=UTC)
_AWARDED: Final = datetime(1952, 2, 2, 2, 2, 2, tzinfo=UTC)
_UNTIL: Final = datetime(2953, 3, 3, 3, 3, 3, tzinfo=UTC)
_ADDRESS: Final = "slot-8d41@slot.invalid"
_INDEX: Final = 90_807_060
_STATUS: Final = {"statusListIndex": "index", "statusListCredential": "list"}


def shape_of(grant: Grant, own: Particulars) -> Shape:
    """What a document says, apart from its texts."""
    return (
        bool(grant.address),
        bool(grant.result),
        bool(grant.note),
        tuple((bool(one.url), bool(one.name), bool(one.narrative)) for one in grant.evidence),
        own.awarded == own.valid_from,
        own.valid_until is None,
        bool(own.did),
        tuple((entry["statusPurpose"], len(entry)) for entry in own.status),
    )


class Mould:
    """Documents of one shape.

    Args:
        issuer, subject: as for `document.unsigned`, the same for all.
        grant, own: of any one of them.

    Attributes:
        document: a document of the shape, with a made-up text in each slot.
        slots: JSON pointers of the texts that differ.
        linked: whether a link that was typed by somebody is among them.

    Raises:
        vc.errors.Refused: as `document.unsigned`.
    """

    def __init__(self, issuer: Issuer, subject: Subject, grant: Grant, own: Particulars) -> None:
        marked = _marked_grant(grant), _marked_particulars(own)
        self.document = unsigned(issuer, subject, *marked)
        meant = {text: name for name, text in _texts(*marked).items()}
        self._names = {
            pointer: meant[text] for pointer, text in _leaves(self.document) if text in meant
        }
        self.slots = tuple(self._names)
        self.linked = any(one.url for one in grant.evidence)

    def texts(self, grant: Grant, own: Particulars) -> dict[str, str]:
        """The texts of a document of this shape, by slot."""
        known = _texts(grant, own)
        return {slot: known[name] for slot, name in self._names.items()}


def _texts(grant: Grant, own: Particulars) -> dict[str, str]:
    """Every text in which documents of one shape can differ, by a name of our own."""
    texts = {
        "name": grant.name.strip(),
        "salt": own.salt,
        "id": own.id,
        "from": format_timestamp(own.valid_from),
    }
    if grant.address:
        texts["address"] = identity_hash(grant.address.strip(), own.salt)
    if grant.result:
        texts["result"] = grant.result
    if grant.note:
        texts["note"] = grant.note
    if own.awarded != own.valid_from:
        texts["awarded"] = format_timestamp(own.awarded)
    if own.valid_until is not None:
        texts["until"] = format_timestamp(own.valid_until)
    if own.did:
        texts["did"] = own.did
    for number, one in enumerate(grant.evidence):
        said = {"url": one.url, "name": one.name, "narrative": one.narrative}
        texts |= {f"evidence {number} {part}": text for part, text in said.items() if text}
    for number, entry in enumerate(own.status):
        texts |= {f"status {number} {part}": entry[name] for name, part in _STATUS.items()}
    return texts


def _marked_grant(grant: Grant) -> Grant:
    """The same shape, with texts that occur nowhere else."""
    evidence = tuple(
        Evidence(
            url=f"https://slot.invalid/evidence/{number}" if one.url else "",
            name=f"slot-8d41 evidence name {number}" if one.name else "",
            narrative=f"slot-8d41 evidence narrative {number}" if one.narrative else "",
        )
        for number, one in enumerate(grant.evidence)
    )
    return replace(
        grant,
        name="slot-8d41 name",
        address=_ADDRESS if grant.address else "",
        result="slot-8d41 result" if grant.result else "",
        note="slot-8d41 note" if grant.note else "",
        evidence=evidence,
    )


def _marked_particulars(own: Particulars) -> Particulars:
    status = [
        {
            **entry,
            "statusListIndex": str(_INDEX + number),
            "statusListCredential": f"https://slot.invalid/status/{number}",
        }
        for number, entry in enumerate(own.status)
    ]
    return Particulars(
        id="urn:uuid:51071d8d-4141-4141-8141-51071d8d4141",
        salt="slot-8d41 salt",
        valid_from=_FROM,
        awarded=_FROM if own.awarded == own.valid_from else _AWARDED,
        valid_until=None if own.valid_until is None else _UNTIL,
        status=status,
        did="did:example:slot-8d41" if own.did else "",
    )


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, by its JSON pointer."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            escaped = name.replace("~", "~0").replace("/", "~1")
            yield from _leaves(inner, f"{place}/{escaped}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{place}/{number}")
    elif isinstance(value, str):
        yield place, value
