"""From a row to its signed document: the one place where awards become credentials."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from mica.catalogue import rules as catalogue_rules
from mica.catalogue.models import Version
from mica.issuing.models import Award
from mica.issuing.rules.document import Issuer, Particulars, Subject, unsigned
from mica.issuing.rules.grants import Evidence, Grant
from mica.people.models import Organisation
from mica.signing.rules import StatusPlace
from mica.signing.signer import Signer
from mica.vc.documents import JsonObject
from mica.vc.keys import KeyType
from mica.vc.status_documents import status_entry


def subject_of(version: Version) -> Subject:
    """A version, with the addresses of its pages."""
    description = catalogue_rules.read(version.content)
    page = f"{settings.MICA_ORIGIN}/achievements/{version.achievement_id}/{version.number}"
    picture = f"{settings.MICA_ORIGIN}/pictures/{description.picture}"
    return Subject(
        description=description,
        address=page,
        number=version.number,
        picture=picture if description.picture else "",
    )


def issuer_of(organisation: Organisation, signer: Signer) -> Issuer:
    """An organisation, as it stands on a credential."""
    return Issuer(did=signer.did, name=organisation.name, url=organisation.website)


def grant_of(award: Award) -> Grant:
    """What was granted, out of a row."""
    return Grant(
        name=award.name,
        address=award.address,
        reference=award.reference,
        result=award.result,
        awarded=award.awarded,
        evidence=tuple(Evidence(**one) for one in award.evidence),
        note=award.note,
        until=award.valid_until,
    )


def document_of(
    award: Award,
    issuer: Issuer,
    subject: Subject,
    places: Mapping[str, StatusPlace],
    valid_from: datetime,
) -> JsonObject:
    """The document of an award, unsigned.

    Args:
        award: whose.
        issuer: as `issuer_of` gives it.
        subject: as `subject_of` gives it.
        places: purpose to status place, revocation first.
        valid_from: the moment from which it holds, aware.
    """
    own = Particulars(
        id=f"urn:uuid:{award.id}",
        salt=award.salt,
        valid_from=valid_from,
        awarded=award.awarded,
        valid_until=award.valid_until,
        status=[status_entry(place.url, place.index, purpose) for purpose, place in places.items()],
        did=award.did,
    )
    return unsigned(issuer, subject, grant_of(award), own)


def sign_all(documents: Sequence[JsonObject], signer: Signer, now: datetime) -> list[JsonObject]:
    """Sign documents, in their order; those of one shape are signed as a batch.

    Two documents have one shape when they differ in texts alone, at the same places.
    """
    leaves = [dict(_leaves(document)) for document in documents]
    shapes: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, texts in enumerate(leaves):
        shapes[_shape(texts)].append(number)
    signed: dict[int, JsonObject] = {}
    for members in shapes.values():
        if len(members) == 1 or signer.kind is not KeyType.ED25519:
            signed |= {number: signer.sign(documents[number], created=now) for number in members}
            continue
        first = leaves[members[0]]
        slots = tuple(
            place
            for place, value in first.items()
            if any(leaves[number][place] != value for number in members)
        )
        batch = signer.batch(documents[members[0]], slots, created=now)
        for number in members:
            signed[number] = batch.issue({slot: leaves[number][slot] for slot in slots})
    return [signed[number] for number in range(len(documents))]


def _shape(texts: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        (place, str if isinstance(value, str) else value) for place, value in texts.items()
    )


def _leaves(value: Any, place: str = "") -> Iterable[tuple[str, Any]]:
    """Every value that is no object and no list, by its JSON pointer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            escaped = name.replace("~", "~0").replace("/", "~1")
            yield from _leaves(inner, f"{place}/{escaped}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{place}/{number}")
    else:
        yield place, value
