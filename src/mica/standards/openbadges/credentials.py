"""Badges and endorsements as documents, ready to be signed.

Source: Open Badges 3.0, OpenBadgeCredential and EndorsementCredential, in the VC Data Model 2.0.
What would break a rule of either is refused here, so that nothing leaves that `check` would find
fault with.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from mica.standards.openbadges.build import (
    AchievementSubject,
    EndorsementSubject,
    Evidence,
    Image,
    Profile,
    Thing,
    as_json,
)
from mica.standards.openbadges.shapes import CONTEXT, ENDORSEMENT_TYPE, EXTENSIONS
from mica.standards.openbadges.standard import check
from mica.vc import model, related
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused

_SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_{}_schema.json"
BADGE_SCHEMA: Final = _SCHEMA.format("achievementcredential")
ENDORSEMENT_SCHEMA: Final = _SCHEMA.format("endorsementcredential")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed(Thing):
    """What every credential of the format says. Moments are aware.

    Attributes:
        id: an absolute URL, the credential's for life: a correction keeps it and has a newer
            `valid_from`.
        issuer: who signs.
        valid_from: from when it holds.
        valid_until: None where it does not expire.
        awarded_date: where it is another day than `valid_from`, as in a correction.
        description: for wallets.
        credential_status: one status entry, as JSON (this format allows no second).
        refresh_service: one refresh service, as JSON.
        terms_of_use: as JSON, each with a type.
        related_resource: made by `related_resource`.
    """

    typed: ClassVar[bool] = False
    id: str
    issuer: Profile
    valid_from: datetime
    valid_until: datetime | None = None
    awarded_date: datetime | None = None
    description: str | None = None
    credential_status: JsonObject | None = None
    refresh_service: JsonObject | None = None
    terms_of_use: tuple[JsonObject, ...] = ()
    related_resource: tuple[JsonObject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge(_Signed):
    """A badge before it is signed: what every credential says, and this.

    Attributes:
        credential_subject: who earned what.
        name: in lists and wallets; the achievement's where None.
        image: of the credential; the achievement and the subject have their own.
        evidence: what the learner did.
        endorsement: signed endorsements of the credential, as JSON.
        endorsement_jwt: the same as compact JWS.
    """

    credential_subject: AchievementSubject
    name: str | None = None
    image: Image | None = None
    evidence: tuple[Evidence, ...] = ()
    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement(_Signed):
    """The endorser's own credential about somebody else's thing, before it is signed."""

    credential_subject: EndorsementSubject
    name: str


def credential(badge: Badge) -> JsonObject:
    """A badge as a document without proof.

    The name is always written: the old data model asked for it, and wallets show it.

    Raises:
        Refused: `breaks-format`, with the faults, where a value breaks a rule;
            `timestamp-without-offset` for a naive moment.
    """
    name = badge.credential_subject.achievement.name if badge.name is None else badge.name
    return _document("OpenBadgeCredential", BADGE_SCHEMA, name, badge)


def endorsement(unsigned: Endorsement) -> JsonObject:
    """An endorsement as a document without proof.

    Raises:
        Refused: as `credential`.
    """
    return _document(ENDORSEMENT_TYPE, ENDORSEMENT_SCHEMA, unsigned.name, unsigned)


def related_resource(url: str, content: bytes, *, media_type: str | None = None) -> JsonObject:
    """What lies at a URL, pinned by its digests: whoever swaps it later is found out.

    Source: VC Data Model 2.0 §5.3.
    """
    made: JsonObject = {
        "id": url,
        "digestSRI": related.digest_sri(content),
        "digestMultibase": related.digest_multibase(content),
    }
    return made if media_type is None else {**made, "mediaType": media_type}


def _document(kind: str, schema: str, name: str, signed: _Signed) -> JsonObject:
    document: JsonObject = {
        "@context": [model.V2, CONTEXT, EXTENSIONS],
        "type": ["VerifiableCredential", kind],
        **as_json(signed),
        "name": name,
        "credentialSchema": [{"id": schema, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if faults := [*model.check(document), *check(document)]:
        raise Refused(
            "breaks-format",
            format="Open Badges 3.0",
            pointer=faults[0].pointer,
            sentence=faults[0].sentence,
            faults=tuple(faults),
        )
    return document
