"""An older badge seen as Open Badges 3.0: a view for display and storage, never a credential.

The view carries no proof, and must not be signed: only the issuer can issue the badge anew.

Source: the mapping of 2.0 to 3.0 in the implementation guide of Open Badges 3.0.
"""

import re
from typing import Any, Final

from mica.standards.openbadges2 import aadhaar, incredible, times
from mica.standards.openbadges2.errors import Unknown
from mica.standards.openbadges2.incredible import Assessed, Assessment, Certificate, Training
from mica.standards.openbadges2.linked import reference
from mica.standards.openbadges2.opening import as_assertion
from mica.standards.openbadges2.recipient import is_hashed
from mica.vc.documents import JsonObject
from mica.vc.parts import listed, objects, texts
from mica.vc.timestamps import format_timestamp

_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_BADGE_CLASS: Final = "https://w3id.org/openbadges#BadgeClass"
_IDENTITY_TYPES: Final = {
    "email": "emailAddress",
    "name": "name",
    "id": "identifier",
    "url": "identifier",
    "urn": "nationalIdentityNumber",
}
_RESULT_TYPES: Final = {"marks": "RawScore", "percentage": "Percent", "grade": "LetterGrade"}
_EVIDENCE: Final = ("id", "narrative", "name", "description", "genre", "audience")
_PROFILE: Final = ("id", "name", "url", "description", "email")
_ALIGNMENT: Final = (
    "targetName",
    "targetUrl",
    "targetCode",
    "targetDescription",
    "targetFramework",
)


def to_open_badges_3(assertion: JsonObject, badge: JsonObject, issuer: JsonObject) -> JsonObject:
    """The view of an older badge in the words of Open Badges 3.0, unsigned.

    Args:
        assertion: as `gather` returns it. Of inCredible's, what was trained and assessed becomes
            evidence and results, the parts of an identity become identities, and Aadhaar numbers
            are masked.
        badge: its BadgeClass.
        issuer: its issuer's Profile.

    Raises:
        Unknown: `terms-ambiguous`.
    """
    certificate = incredible.read(assertion) if incredible.recognises(assertion) else None
    if certificate is not None:
        assertion, badge, issuer = (incredible.plain(part) for part in (assertion, badge, issuer))
    assertion = as_assertion(assertion)
    achievement = _achievement(badge)
    subject: JsonObject = {
        "id": _subject_id(assertion),
        "type": ["AchievementSubject"],
        "identifier": _identities(assertion, certificate),
        "achievement": achievement,
        "narrative": assertion.get("narrative"),
    }
    evidence = [_evidence(entry) for entry in listed(assertion.get("evidence"))]
    if certificate is not None:
        evidence = [*map(_trained, certificate.trainings), *map(_assessed, certificate.assessed)]
        _put_results(certificate, subject)
    view = {
        "@context": list(_CONTEXTS),
        "id": reference(assertion),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.get("name"),
        "issuer": {"type": ["Profile"]} | _chosen(issuer, _PROFILE) | _image(issuer),
        "validFrom": _stamp(assertion.get("issuedOn")),
        "awardedDate": _stamp(assertion.get("issuedOn")),
        "validUntil": _stamp(assertion.get("expires")),
        "credentialSubject": _filled(subject),
        "evidence": [item for item in evidence if item],
    }
    masked: JsonObject = aadhaar.masked(_filled(view))
    return masked


def _achievement(badge: JsonObject) -> JsonObject:
    return _filled(
        {
            "id": reference(badge),
            "type": ["Achievement"],
            "name": badge.get("name"),
            "description": badge.get("description"),
            "criteria": _criteria(badge.get("criteria")),
            "tag": texts(badge.get("tags")),
            "alignment": [
                {"type": ["Alignment"]} | _chosen(entry, _ALIGNMENT)
                for entry in listed(badge.get("alignment"))
                if isinstance(entry, dict)
            ],
            "related": [
                {"id": name, "type": ["Related", _BADGE_CLASS], "version": "Open Badges v2p0"}
                for name in texts(reference(badge))
            ],
        }
    ) | _image(badge)


def _criteria(value: Any) -> JsonObject:
    """Criteria are an address, an object, or a list of these; 3.0 knows one, with one narrative."""
    linked = [{"id": item} if isinstance(item, str) else item for item in listed(value)]
    found = [item for item in linked if isinstance(item, dict)]
    narratives = [text for item in found for text in texts(item.get("narrative"))]
    ids = [name for item in found for name in texts(reference(item))]
    made = {"id": ids[0]} if ids else {}
    return made | ({"narrative": "\n\n".join(narratives)} if narratives else {})


def _identities(assertion: JsonObject, certificate: Certificate | None) -> list[JsonObject]:
    recipients = objects(assertion.get("recipient"))
    made = [
        _identity(
            _IDENTITY_TYPES.get((texts(item.get("type")) or [""])[0], "identifier"),
            item["identity"],
            hashed=is_hashed(item),
            salt=item.get("salt"),
        )
        for item in recipients
        if isinstance(item.get("identity"), str)
    ]
    for person in certificate.recipients if certificate is not None else ():
        if person.name is not None:
            made.append(_identity("name", person.name))
        made += [
            _identity(_component_type(part.kind, part.annotation), part.value)
            for part in person.components
            if part.kind != "photo"
        ]
    return made


def _subject_id(assertion: JsonObject) -> str | None:
    """A recipient's own address, where the badge names it in the open."""
    for item in listed(assertion.get("recipient")):
        if isinstance(item, dict) and not is_hashed(item) and item.get("type") in ("id", "url"):
            return reference({"id": item.get("identity")})
    return None


def _component_type(kind: str, annotation: str | None) -> str:
    # A father's name is no name of the learner: what is annotated gets a type of its own.
    if annotation is not None and annotation != "MASKED":
        return "ext:" + re.sub(r"[^A-Za-z0-9.]", "", f"{annotation.lower()}.{kind}")
    if kind in _IDENTITY_TYPES:
        return _IDENTITY_TYPES[kind]
    return "ext:" + re.sub(r"[^A-Za-z0-9.]", "", kind)


def _identity(kind: str, text: str, *, hashed: bool = False, salt: Any = None) -> JsonObject:
    made = {"type": "IdentityObject", "identityType": kind, "identityHash": text, "hashed": hashed}
    return made | ({"salt": salt} if isinstance(salt, str) else {})


def _evidence(entry: Any) -> JsonObject:
    if isinstance(entry, str):
        return {"id": entry, "type": ["Evidence"]}
    return {"type": ["Evidence"]} | _chosen(entry, _EVIDENCE) if isinstance(entry, dict) else {}


def _trained(training: Training) -> JsonObject:
    facts = {
        "Trained by": ", ".join(training.trained_by),
        "From": training.starts,
        "Until": training.ends,
        "Session": training.session,
    }
    return _told(training.id, training.name, "Training", facts)


def _assessed(assessed: Assessed) -> JsonObject:
    facts = {"Assessed by": ", ".join(assessed.assessed_by), "On": assessed.assessed_on}
    return _told(assessed.id, assessed.name, "Assessment", facts)


def _told(name: str | None, title: str | None, genre: str, facts: dict[str, Any]) -> JsonObject:
    lines = [f"{what}: {value}" for what, value in facts.items() if value]
    return _filled(
        {
            "id": name,
            "type": ["Evidence"],
            "name": title,
            "genre": genre,
            "narrative": "\n".join(lines),
        }
    )


def _put_results(certificate: Certificate, subject: JsonObject) -> None:
    """Each assessment as a result of the subject, and what it means as part of the achievement."""
    described: list[JsonObject] = []
    results: list[JsonObject] = []
    achievement = subject["achievement"]
    for assessed in certificate.assessed:
        for assessment in assessed.assessments:
            for one in (assessment, *assessment.equivalents):
                name = f"{achievement.get('id', 'urn:result')}#result-{len(results) + 1}"
                described.append(_description(name, assessed.name, one))
                results.append({"type": ["Result"], "resultDescription": name, "value": one.value})
    if results:
        subject["result"] = results
        achievement["resultDescription"] = described


def _description(name: str, title: str | None, assessment: Assessment) -> JsonObject:
    return _filled(
        {
            "id": name,
            "type": ["ResultDescription"],
            "name": title or assessment.kind,
            "resultType": _RESULT_TYPES.get(assessment.kind, "Result"),
            "valueMin": assessment.least,
            "valueMax": assessment.most,
            "requiredValue": assessment.to_pass,
        }
    )


def _image(item: JsonObject) -> JsonObject:
    image = reference(item.get("image"))
    return {"image": {"id": image, "type": "Image"}} if image is not None else {}


def _stamp(value: Any) -> str | None:
    """A date as 3.0 writes it; what an older date leaves open is taken as midnight and UTC."""
    try:
        moment = times.span(value).as_written
    except Unknown:
        return None
    return format_timestamp(moment.replace(microsecond=0))


def _chosen(item: JsonObject, members: tuple[str, ...]) -> JsonObject:
    return {name: item[name] for name in members if isinstance(item.get(name), str)}


def _filled(item: JsonObject) -> JsonObject:
    return {name: value for name, value in item.items() if value not in (None, "", [], {})}
