"""Badges and endorsements as documents, ready to be signed.

Source: Open Badges 3.0, OpenBadgeCredential and EndorsementCredential, in the VC Data Model 2.0.
What would break a rule of either is refused here, so that nothing leaves that `check` would find
fault with.
"""

import base64
import hashlib
from datetime import datetime
from typing import Final

from mica.standards.openbadges.build import (
    AchievementSubject,
    EndorsementSubject,
    Evidence,
    Image,
    Profile,
    as_json,
)
from mica.standards.openbadges.shapes import CONTEXT, ENDORSEMENT_TYPE, EXTENSIONS
from mica.standards.openbadges.standard import check
from mica.vc import model
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.multibase import base64url_encode

_SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_{}_schema.json"
BADGE_SCHEMA: Final = _SCHEMA.format("achievementcredential")
ENDORSEMENT_SCHEMA: Final = _SCHEMA.format("endorsementcredential")
_SHA2_256: Final = bytes([0x12, 32])
"""Multihash: the code of SHA2-256 and the length of its digest."""


def credential(
    *,
    id: str,  # noqa: A002 - the format's word
    issuer: Profile,
    valid_from: datetime,
    subject: AchievementSubject,
    valid_until: datetime | None = None,
    name: str | None = None,
    description: str | None = None,
    image: Image | None = None,
    awarded_date: datetime | None = None,
    evidence: tuple[Evidence, ...] = (),
    status: JsonObject | None = None,
    refresh: JsonObject | None = None,
    terms_of_use: tuple[JsonObject, ...] = (),
    related_resources: tuple[JsonObject, ...] = (),
    endorsement: tuple[JsonObject, ...] = (),
    endorsement_jwt: tuple[str, ...] = (),
) -> JsonObject:
    """A badge without proof.

    Args:
        id: an absolute URL, the credential's for life: a correction keeps it and has a newer
            `valid_from`.
        issuer: who signs.
        valid_from: aware, like every moment here.
        subject: who earned what.
        valid_until: None where it does not expire.
        name: in lists and wallets; the achievement's where None. Always written, since the 1.1
            model asked for it and wallets show it.
        description: for wallets.
        image: of the credential; the achievement and the subject have their own.
        awarded_date: where it is another day than `valid_from`, as in a correction.
        evidence: what the learner did.
        status: one status entry, as JSON (this format allows no second).
        refresh: one refresh service, as JSON.
        terms_of_use: as JSON, each with a type.
        related_resources: made by `related_resource`.
        endorsement: signed endorsement credentials of the credential, as JSON.
        endorsement_jwt: the same as compact JWS.

    Raises:
        Refused: `breaks-format`, with the faults, where a given value breaks a rule;
            `timestamp-without-offset` for a naive moment.
    """
    return _checked(
        {
            "@context": [model.V2, CONTEXT, EXTENSIONS],
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": subject.achievement.name if name is None else name,
            "description": description,
            "image": image,
            "issuer": issuer,
            "validFrom": valid_from,
            "validUntil": valid_until,
            "awardedDate": awarded_date,
            "credentialSubject": subject,
            "evidence": evidence,
            "credentialSchema": (_schema(BADGE_SCHEMA),),
            "credentialStatus": status,
            "refreshService": refresh,
            "termsOfUse": terms_of_use,
            "relatedResource": related_resources,
            "endorsement": endorsement,
            "endorsementJwt": endorsement_jwt,
        }
    )


def endorsement(
    *,
    id: str,  # noqa: A002 - the format's word
    issuer: Profile,
    valid_from: datetime,
    name: str,
    subject: EndorsementSubject,
    valid_until: datetime | None = None,
    description: str | None = None,
    awarded_date: datetime | None = None,
    status: JsonObject | None = None,
) -> JsonObject:
    """An endorsement without proof: the endorser's own credential about somebody else's thing.

    Args and errors are those of `credential`.
    """
    return _checked(
        {
            "@context": [model.V2, CONTEXT, EXTENSIONS],
            "id": id,
            "type": ["VerifiableCredential", ENDORSEMENT_TYPE],
            "name": name,
            "description": description,
            "issuer": issuer,
            "validFrom": valid_from,
            "validUntil": valid_until,
            "awardedDate": awarded_date,
            "credentialSubject": subject,
            "credentialSchema": (_schema(ENDORSEMENT_SCHEMA),),
            "credentialStatus": status,
        }
    )


def related_resource(url: str, content: bytes, *, media_type: str | None = None) -> JsonObject:
    """What lies at a URL, pinned by its digests: whoever swaps it later is found out.

    Source: VC Data Model 2.0 §5.3; digestSRI as in Subresource Integrity (SHA-384), digestMultibase
        a multihash (SHA2-256) in base64url.
    """
    sri = base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")
    multihash = _SHA2_256 + hashlib.sha256(content).digest()
    made: JsonObject = {
        "id": url,
        "digestSRI": f"sha384-{sri}",
        "digestMultibase": "u" + base64url_encode(multihash),
    }
    return made if media_type is None else {**made, "mediaType": media_type}


def _schema(url: str) -> JsonObject:
    return {"id": url, "type": "1EdTechJsonSchemaValidator2019"}


def _checked(members: dict[str, object]) -> JsonObject:
    document: JsonObject = {
        name: as_json(value) for name, value in members.items() if value is not None and value != ()
    }
    if faults := [*model.check(document), *check(document)]:
        first = faults[0]
        raise Refused(
            "breaks-format",
            format="Open Badges 3.0",
            pointer=first.pointer,
            sentence=first.sentence,
            faults=tuple(faults),
        )
    return document
