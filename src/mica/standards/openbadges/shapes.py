"""The classes of Open Badges 3.0 as tables: what each needs, what each may hold.

Source: Open Badges 3.0, appendix A (data models); the JSON schema where the text leaves a form
open.
Lists: wherever the JSON schema insists on a list (`type` of most classes, alignment, result, proof
…) or on a single value (`type` of Image, IdentityObject …), the other is accepted too, because
JSON-LD reads both alike. An image may be its URL alone: the context makes a plain text the image's
id.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from mica.standards.openbadges import references
from mica.standards.openbadges.sentences import fault
from mica.standards.vocabulary import (
    EXTENSION,
    HALF_OPEN,
    AchievementType,
    IdentifierType,
    ResultStatus,
    ResultType,
    TargetType,
)
from mica.vc.documents import JsonObject
from mica.vc.leaves import COMPACT_JWS, FLAG, LOOSE_STAMP, NUMBER, STAMP, TEXT, URL
from mica.vc.model import TEXTS, V2, contexts_fault, is_v1
from mica.vc.shapes import (
    Either,
    Found,
    Later,
    Leaf,
    Many,
    One,
    Rule,
    Shape,
    Types,
    shape,
)

CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
BADGE_TYPES: Final = ("OpenBadgeCredential", "AchievementCredential")
ENDORSEMENT_TYPE: Final = "EndorsementCredential"

_OB_CONTEXT: Final = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(?:-3\.[0-9]\.[0-9])*\.json"
)
_LANGUAGE_CODE: Final = re.compile(r"[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_DATE: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_STRING: Final = frozenset({str})

LANGUAGE_CODE: Final = Leaf("a language such as en or pt-BR", _STRING, _LANGUAGE_CODE.fullmatch)
DATE: Final = Leaf("a date such as 2001-02-28", _STRING, _DATE.fullmatch)


def _word(words: type[StrEnum]) -> Leaf:
    """A word of a list, or one's own where the list is half-open."""
    known = frozenset(word.value for word in words)
    right = "one of " + ", ".join(word.value for word in words)
    if words not in HALF_OPEN:
        return Leaf(right, _STRING, known.__contains__, "not-in-vocabulary")
    return Leaf(
        f"{right}, or a word of your own such as ext:Word",
        _STRING,
        lambda text: text in known or EXTENSION.fullmatch(text),
        "not-in-vocabulary",
    )


def _thing(
    name: str,
    need: dict[str, Rule],
    may: dict[str, Rule],
    *rules: Callable[[JsonObject], Found],
) -> Shape:
    article = "an" if name[0] in "AEIOU" else "a"
    return shape(f"{article} {name}", {"type": Types((name,)), **need}, may, *rules)


class _Contexts:
    """The rule of `@context`: the data model's first, this format's second (a MUST)."""

    right: str = f"a list that begins with {V2}, {CONTEXT}"

    def __call__(self, value: Any) -> Found:
        found = list(contexts_fault(value))
        if type(value) is list:
            second = value[1] if len(value) > 1 else None
            if type(second) is not str or not _OB_CONTEXT.fullmatch(second):
                found.append(fault("context-second", "/1", right=CONTEXT))
        return found


CONTEXTS: Final[Rule] = _Contexts()

IMAGE: Final = Either(URL, _thing("Image", {"id": URL}, {"caption": TEXT}))
RELATED: Final = _thing("Related", {"id": URL}, {"inLanguage": LANGUAGE_CODE, "version": TEXT})
IDENTIFIER_ENTRY: Final = _thing(
    "IdentifierEntry", {"identifier": TEXT, "identifierType": _word(IdentifierType)}, {}
)
IDENTITY_OBJECT: Final = _thing(
    "IdentityObject",
    {"hashed": FLAG, "identityHash": TEXT, "identityType": _word(IdentifierType)},
    {"salt": TEXT},
    references.hash_form,
)
GEO_COORDINATES: Final = _thing("GeoCoordinates", {"latitude": NUMBER, "longitude": NUMBER}, {})
ADDRESS: Final = _thing(
    "Address",
    {},
    {
        "addressCountry": TEXT,
        "addressCountryCode": TEXT,
        "addressRegion": TEXT,
        "addressLocality": TEXT,
        "streetAddress": TEXT,
        "postOfficeBoxNumber": TEXT,
        "postalCode": TEXT,
        "geo": GEO_COORDINATES,
    },
)
CRITERIA: Final = shape("criteria", {}, {"id": URL, "narrative": TEXT})
ALIGNMENT: Final = _thing(
    "Alignment",
    {"targetName": TEXT, "targetUrl": URL},
    {
        "targetCode": TEXT,
        "targetDescription": TEXT,
        "targetFramework": TEXT,
        "targetType": _word(TargetType),
    },
)
EVIDENCE: Final = _thing(
    "Evidence",
    {},
    {
        "id": URL,
        "narrative": TEXT,
        "name": TEXT,
        "description": TEXT,
        "genre": TEXT,
        "audience": TEXT,
    },
)
RUBRIC_CRITERION_LEVEL: Final = _thing(
    "RubricCriterionLevel",
    {"id": URL, "name": TEXT},
    {"alignment": Many(ALIGNMENT), "description": TEXT, "level": TEXT, "points": TEXT},
)
RESULT_DESCRIPTION: Final = _thing(
    "ResultDescription",
    {"id": URL, "name": TEXT, "resultType": _word(ResultType)},
    {
        "alignment": Many(ALIGNMENT),
        "allowedValue": Many(TEXT),
        "requiredLevel": URL,
        "requiredValue": TEXT,
        "rubricCriterionLevel": Many(RUBRIC_CRITERION_LEVEL),
        "valueMax": TEXT,
        "valueMin": TEXT,
    },
    references.required_level_exists,
)
RESULT: Final = _thing(
    "Result",
    {},
    {
        "achievedLevel": URL,
        "alignment": Many(ALIGNMENT),
        "resultDescription": URL,
        "status": _word(ResultStatus),
        "value": TEXT,
    },
)

_ENDORSED: Final[dict[str, Rule]] = {
    "endorsement": Many(
        Later(
            "an EndorsementCredential (an object)",
            lambda value: ENDORSEMENT_1 if type(value) is dict and is_v1(value) else ENDORSEMENT_2,
        )
    ),
    "endorsementJwt": Many(COMPACT_JWS),
}
PROFILE: Final[Shape] = _thing(
    "Profile",
    {"id": URL},
    {
        "name": TEXT,
        "url": URL,
        "phone": TEXT,
        "description": TEXT,
        "image": IMAGE,
        "email": TEXT,
        "address": ADDRESS,
        "otherIdentifier": Many(IDENTIFIER_ENTRY),
        "official": TEXT,
        "parentOrg": Later("a Profile (an object)", lambda _: PROFILE),
        "familyName": TEXT,
        "givenName": TEXT,
        "additionalName": TEXT,
        "patronymicName": TEXT,
        "honorificPrefix": TEXT,
        "honorificSuffix": TEXT,
        "familyNamePrefix": TEXT,
        "dateOfBirth": DATE,
        **_ENDORSED,
    },
)
ACHIEVEMENT: Final = _thing(
    "Achievement",
    {"id": URL, "name": TEXT, "description": TEXT, "criteria": CRITERIA},
    {
        "achievementType": _word(AchievementType),
        "alignment": Many(ALIGNMENT),
        "creator": PROFILE,
        "creditsAvailable": NUMBER,
        "fieldOfStudy": TEXT,
        "humanCode": TEXT,
        "image": IMAGE,
        "inLanguage": LANGUAGE_CODE,
        "otherIdentifier": Many(IDENTIFIER_ENTRY),
        "related": Many(RELATED),
        "resultDescription": Many(RESULT_DESCRIPTION),
        "specialization": TEXT,
        "tag": Many(TEXT),
        "version": TEXT,
        **_ENDORSED,
    },
)


def _subject(is_identified: Callable[[JsonObject], Found]) -> Shape:
    return _thing(
        "AchievementSubject",
        {"achievement": ACHIEVEMENT},
        {
            "id": URL,
            "identifier": Many(IDENTITY_OBJECT),
            "activityStartDate": LOOSE_STAMP,
            "activityEndDate": LOOSE_STAMP,
            "creditsEarned": NUMBER,
            "image": IMAGE,
            "licenseNumber": TEXT,
            "narrative": TEXT,
            "result": Many(RESULT),
            "role": TEXT,
            "source": PROFILE,
            "term": TEXT,
        },
        is_identified,
        references.results_refer,
    )


SUBJECT: Final = _subject(references.identified)
ENDORSEMENT_SUBJECT: Final = _thing("EndorsementSubject", {"id": URL}, {"endorsementComment": TEXT})

_ISSUER: Final = Either(URL, PROFILE)
_ENTRY: Final = shape("an entry with its type", {"type": Many(TEXT, least=1)}, {"id": URL})
_NEED: Final[dict[str, Rule]] = {"@context": CONTEXTS, "id": URL, "issuer": _ISSUER}
_MAY: Final[dict[str, Rule]] = {
    "awardedDate": STAMP,
    "credentialStatus": Many(_ENTRY),  # the format has one: docs/decisions/0008
    "refreshService": One(_ENTRY),
}
_MAY_BADGE: Final[dict[str, Rule]] = {"image": IMAGE, "evidence": Many(EVIDENCE), **_ENDORSED}
_PERIOD_1: Final[dict[str, Rule]] = {"issuanceDate": STAMP}
_PERIOD_2: Final[dict[str, Rule]] = {"validFrom": STAMP}

BADGE_2: Final = shape(
    "an OpenBadgeCredential",
    {
        **_NEED,
        "type": Types(BADGE_TYPES, also="VerifiableCredential"),
        **_PERIOD_2,
        "credentialSubject": One(SUBJECT),
    },
    {**_MAY, **_MAY_BADGE, "name": TEXTS, "description": TEXTS, "validUntil": STAMP},
)
BADGE_1: Final = shape(
    "an OpenBadgeCredential",
    {
        **_NEED,
        "type": Types(BADGE_TYPES, also="VerifiableCredential"),
        "name": TEXT,
        **_PERIOD_1,
        "credentialSubject": One(_subject(references.identified_or_named)),
    },
    {**_MAY, **_MAY_BADGE, "description": TEXT, "expirationDate": STAMP},
)
ENDORSEMENT_2: Final[Shape] = shape(
    "an EndorsementCredential",
    {
        **_NEED,
        "type": Types((ENDORSEMENT_TYPE,), also="VerifiableCredential"),
        "name": TEXTS,
        **_PERIOD_2,
        "credentialSubject": One(ENDORSEMENT_SUBJECT),
    },
    {**_MAY, "description": TEXTS, "validUntil": STAMP},
)
ENDORSEMENT_1: Final[Shape] = shape(
    "an EndorsementCredential",
    {
        **_NEED,
        "type": Types((ENDORSEMENT_TYPE,), also="VerifiableCredential"),
        "name": TEXT,
        **_PERIOD_1,
        "credentialSubject": One(ENDORSEMENT_SUBJECT),
    },
    {**_MAY, "description": TEXT, "expirationDate": STAMP},
)
