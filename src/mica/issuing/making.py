"""From a row to its signed document: the one place where awards become credentials."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from mica.catalogue import rules as catalogue_rules
from mica.catalogue.models import Version
from mica.issuing.models import Award
from mica.issuing.rules.document import Issuer, Particulars, Subject, unsigned
from mica.issuing.rules.grants import Evidence, Grant
from mica.issuing.rules.moulds import Mould, Shape, shape_of
from mica.people.models import Organisation
from mica.signing.rules import StatusPlace
from mica.signing.signer import Signer
from mica.standards.openbadges.standard import check
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
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


@dataclass(frozen=True, slots=True)
class Making:
    """A document to be made.

    Attributes:
        award: whose.
        places: purpose to status place, revocation first.
        valid_from: the moment from which it holds, aware.
    """

    award: Award
    places: Mapping[str, StatusPlace]
    valid_from: datetime


def signed_all(
    makings: Sequence[Making], issuer: Issuer, subject: Subject, signer: Signer, now: datetime
) -> list[JsonObject]:
    """The signed documents, in their order; those of one shape are made and signed as a batch.

    Raises:
        vc.errors.VcError: one of them would break a rule of the format.
    """
    asked = [(grant_of(one.award), _particulars(one)) for one in makings]
    shapes: dict[Shape, list[int]] = defaultdict(list)
    for number, (grant, own) in enumerate(asked):
        shapes[shape_of(grant, own)].append(number)
    signed: dict[int, JsonObject] = {}
    for members in shapes.values():
        if len(members) == 1 or signer.kind is not KeyType.ED25519:
            for number in members:
                document = unsigned(issuer, subject, *asked[number])
                signed[number] = signer.sign(document, created=now)
            continue
        mould = Mould(issuer, subject, *asked[members[0]])
        batch = signer.batch(mould.document, mould.slots, created=now)
        for number in members:
            signed[number] = document = batch.issue(mould.texts(*asked[number]))
            if mould.linked and (faults := check(document)):
                raise Refused(
                    "breaks-format",
                    format="Open Badges 3.0",
                    pointer=faults[0].pointer,
                    sentence=faults[0].sentence,
                    faults=tuple(faults),
                )
    return [signed[number] for number in range(len(asked))]


def _particulars(making: Making) -> Particulars:
    award = making.award
    return Particulars(
        id=f"urn:uuid:{award.id}",
        salt=award.salt,
        valid_from=making.valid_from,
        awarded=award.awarded,
        valid_until=award.valid_until,
        status=[
            status_entry(place.url, place.index, purpose)
            for purpose, place in making.places.items()
        ],
        did=award.did,
    )
