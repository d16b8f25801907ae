"""The credential of an award, before it is signed: Open Badges 3.0.

What the format has no member for is said as an alignment: the level, the credit's unit and each
outcome point to the achievement's own page. Rules as prose: docs/rules/issuing.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mica.catalogue.rules import Credit, Description, Level
from mica.issuing.rules.grants import Evidence, Grant
from mica.standards.openbadges import build
from mica.standards.openbadges.credentials import Badge, credential
from mica.standards.vocabulary import IdentifierType, ResultType, TargetType
from mica.vc.documents import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who awards, as it stands on the credential.

    Attributes:
        did: the issuer's id.
        name: of the organisation.
        url: its own web site, or "".
    """

    did: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Which achievement, where its pages are.

    Attributes:
        description: of the version that is awarded.
        address: the version's own page, for ever: the achievement's id on the credential.
        number: of the version.
        picture: address of the picture, or "".
    """

    description: Description
    address: str
    number: int
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What only this credential has.

    Attributes:
        id: an absolute URL, the same for life.
        salt: hides the learner's address; any text that nobody guesses.
        valid_from: the moment from which it holds, aware.
        awarded: the moment of the award, aware; the same but in a correction.
        valid_until: aware, or None.
        status: the status entries.
        did: of the learner, where they have shown control of one; else "".
    """

    id: str
    salt: str
    valid_from: datetime
    awarded: datetime
    valid_until: datetime | None
    status: Sequence[JsonObject]
    did: str = ""


def unsigned(issuer: Issuer, subject: Subject, grant: Grant, own: Particulars) -> JsonObject:
    """The credential of an award, whole and right, without proof.

    Raises:
        vc.errors.Refused: `breaks-format`, with the faults.
    """
    made = credential(
        Badge(
            id=own.id,
            issuer=build.Profile(id=issuer.did, name=issuer.name, url=issuer.url or None),
            valid_from=own.valid_from,
            valid_until=own.valid_until,
            awarded_date=own.awarded if own.awarded != own.valid_from else None,
            credential_subject=_subject(subject, grant, own),
            evidence=tuple(map(_evidence, grant.evidence)),
        )
    )
    status = list(own.status)
    if status:
        made["credentialStatus"] = status[0] if len(status) == 1 else status
    return made


def _subject(subject: Subject, grant: Grant, own: Particulars) -> build.AchievementSubject:
    description = subject.description
    identifier = [build.identity(grant.name.strip(), IdentifierType.NAME)]
    if grant.address:
        address = grant.address.strip()
        identifier.append(build.identity(address, IdentifierType.EMAIL_ADDRESS, salt=own.salt))
    result = f"{subject.address}#result"
    return build.AchievementSubject(
        id=own.did or None,
        identifier=tuple(identifier),
        result=(build.Result(result_description=result, value=grant.result),)
        if grant.result
        else (),
        credits_earned=float(description.credit.amount) if description.credit else None,
        narrative=grant.note or None,
        achievement=build.Achievement(
            id=subject.address,
            name=description.name,
            description=description.description,
            criteria=build.Criteria(id=subject.address, narrative=description.criteria),
            achievement_type=description.kind,
            image=build.Image(id=subject.picture, caption=description.name)
            if subject.picture
            else None,
            credits_available=float(description.credit.amount) if description.credit else None,
            in_language=description.language,
            version=str(subject.number),
            alignment=tuple(_alignments(subject)),
            result_description=(
                build.ResultDescription(id=result, name="Result", result_type=ResultType.RESULT),
            )
            if grant.result
            else (),
        ),
    )


def _alignments(subject: Subject) -> list[build.Alignment]:
    description = subject.description
    made = [
        build.Alignment(
            target_name=outcome,
            target_url=f"{subject.address}#outcome-{number}",
            target_type=TargetType.CEASN_COMPETENCY,
        )
        for number, outcome in enumerate(description.outcomes, start=1)
    ]
    if description.level is not None:
        made.append(_level(description.level, subject.address))
    if description.credit is not None:
        made.append(_credit(description.credit, subject.address))
    return made


def _level(level: Level, address: str) -> build.Alignment:
    return build.Alignment(
        target_name=f"{level.framework} {level.key}",
        target_code=level.key,
        target_framework=level.framework,
        target_url=f"{address}#level",
        target_type="ext:Level",
    )


def _credit(credit: Credit, address: str) -> build.Alignment:
    return build.Alignment(
        target_name=f"{credit.amount} {credit.unit}",
        target_code=credit.amount,
        target_framework=credit.unit,
        target_url=f"{address}#credit",
        target_type="ext:Credit",
    )


def _evidence(evidence: Evidence) -> build.Evidence:
    return build.Evidence(
        id=evidence.url or None,
        name=evidence.name or None,
        narrative=evidence.narrative or None,
    )
