"""What lists and certificates say about a credential: read from its report and from itself.

Everything here is a stranger's word, shortened and made fit to be shown. Names stand beside the
verdict, never instead of it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mica.standards.openbadges2 import times
from mica.standards.openbadges2.errors import Unknown
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.parts import id_of, objects, plain_text, text
from mica.vc.report import Report
from mica.vc.timestamps import parse_timestamp
from mica.wallet.rules.reading import Document, Form

MAX_SHOWN: Final = 300
MAX_LONG: Final = 5_000
MAX_OUTCOMES: Final = 50
MAX_CREDIT: Final = 10_000
_EARLIEST: Final = 1000
_LATEST: Final = 9999
_UNSHOWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_NAMES: Final = ("name", "ext:fullName")
_MEASURES: Final = ("ext:Level", "ext:Credit")
_NUMBER: Final = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is shown of a credential.

    Attributes:
        credential_id, issuer_id: as written, or "".
        name: what was achieved, or "" where it does not say.
        issuer_name: the issuer's own word.
        learner_name: to whom it was issued, where that is written openly; else "".
        valid_from, valid_until: aware, or None.
        image: where the achievement's picture lies, or "".
        credit: amount, or None where there is none.
        credit_unit: such as ECTS, or "".
        level: such as "EQF 5", or "".
        rank: the level's number where it has one, else 0.
    """

    credential_id: str = ""
    issuer_id: str = ""
    name: str = ""
    issuer_name: str = ""
    learner_name: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    image: str = ""
    credit: float | None = None
    credit_unit: str = ""
    level: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The longer words of a credential, for its page and its certificate; "" where it has none.

    Attributes:
        description: of the achievement.
        criteria: what had to be done.
        outcomes: what who has earned it knows, understands or can do.
        note: what the issuer says about this learner.
        results: what was reached.
        evidence: pairs of a name and a link, or "" for the link.
    """

    description: str = ""
    criteria: str = ""
    outcomes: tuple[str, ...] = ()
    note: str = ""
    results: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


def facts_of(document: Document, report: Report) -> Facts:
    """What is shown of a credential in lists."""
    about, achievement = report.about, _achievement(document.content)
    level = next(_aligned(achievement, _MEASURES[0]), {})
    level_name = shown(level.get("targetName"))
    credit, unit = _credit(document.content, achievement)
    return Facts(
        credential_id=shown(about.id or text(document.content.get("id"))),
        issuer_id=shown(about.issuer_id),
        name=shown(about.title) or shown(plain_text(achievement.get("name"))),
        issuer_name=shown(about.issuer_name),
        learner_name=_learner(document),
        valid_from=_moment(about.valid_from, document.form),
        valid_until=_moment(about.valid_until, document.form),
        image=shown(_image(achievement.get("image"))),
        credit=credit,
        credit_unit=unit,
        level=level_name,
        rank=_rank(level),
    )


def story_of(content: JsonObject) -> Story:
    """The longer words of a credential."""
    achievement = _achievement(content)
    criteria = next(iter(objects(achievement.get("criteria"))), {})
    subject = _subject(content)
    return Story(
        description=shown(plain_text(achievement.get("description")), MAX_LONG),
        criteria=shown(plain_text(criteria.get("narrative")), MAX_LONG),
        outcomes=tuple(_outcomes(achievement)),
        note=shown(plain_text(subject.get("narrative")), MAX_LONG),
        results=tuple(_results(subject)),
        evidence=tuple(_evidence(content)),
    )


def shown(value: object, most: int = MAX_SHOWN) -> str:
    """A stranger's text made fit to be shown: one line, no hidden signs, not too long."""
    if not isinstance(value, str):
        return ""
    clean = " ".join(_UNSHOWN.sub(" ", unicodedata.normalize("NFC", value[: 2 * most])).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


def _subject(content: JsonObject) -> JsonObject:
    return next(iter(objects(content.get("credentialSubject"))), {})


def _achievement(content: JsonObject) -> JsonObject:
    """Of Open Badges 3.0; of 2.0 the badge, where it stands inside."""
    badge = content.get("badge")
    if isinstance(badge, dict):
        return badge
    return next(iter(objects(_subject(content).get("achievement"))), {})


def _image(value: Any) -> str | None:
    found = id_of(value)
    return found if found and found.startswith("https://") else None


def _learner(document: Document) -> str:
    subject = _subject(document.content)
    if document.form is Form.BADGE2:
        return ""
    for identity in objects(subject.get("identifier")):
        if identity.get("identityType") in _NAMES and identity.get("hashed") is not True:
            return shown(identity.get("identityHash"))
    return shown(plain_text(subject.get("name")))


def _aligned(achievement: JsonObject, kind: str) -> Iterator[JsonObject]:
    for alignment in objects(achievement.get("alignment")):
        if alignment.get("targetType") == kind:
            yield alignment


def _credit(content: JsonObject, achievement: JsonObject) -> tuple[float | None, str]:
    """The amount that was earned, else what there is to earn, with its unit where it is said."""
    stated = next(_aligned(achievement, _MEASURES[1]), {})
    for amount in (_subject(content).get("creditsEarned"), achievement.get("creditsAvailable")):
        number = isinstance(amount, int | float) and not isinstance(amount, bool)
        if amount is not None and number and 0 < amount <= MAX_CREDIT:  # NaN is in no range
            return float(amount), shown(stated.get("targetFramework"))
    return None, ""


def _rank(level: JsonObject) -> int:
    found = _NUMBER.search(shown(level.get("targetCode")))
    return int(found[0]) if found else 0


def _outcomes(achievement: JsonObject) -> Iterator[str]:
    """What alignments point to, the measures aside, which stand elsewhere."""
    for alignment in objects(achievement.get("alignment"))[:MAX_OUTCOMES]:
        said = shown(plain_text(alignment.get("targetName")), MAX_LONG)
        if said and alignment.get("targetType") not in _MEASURES:
            yield said


def _results(subject: JsonObject) -> Iterator[str]:
    for result in objects(subject.get("result"))[:MAX_OUTCOMES]:
        if said := shown(result.get("value")):
            yield said


def _evidence(content: JsonObject) -> Iterator[tuple[str, str]]:
    for evidence in objects(content.get("evidence"))[:MAX_OUTCOMES]:
        link = shown(evidence.get("id"))
        safe = link if link.startswith(("https://", "http://")) else ""
        name = shown(plain_text(evidence.get("name"))) or shown(
            plain_text(evidence.get("narrative"))
        )
        if name or safe:
            yield name or safe, safe


def _moment(written: str | None, form: Form) -> datetime | None:
    """A moment that can be shown in any time zone; what lies further off is as good as none."""
    if written is None:
        return None
    try:
        older = form is Form.BADGE2
        found = times.span(written).as_written if older else parse_timestamp(written)
    except (Refused, Unknown):
        return None
    return found if _EARLIEST < found.year < _LATEST else None
