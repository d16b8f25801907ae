"""Project inCredible: the Indian extension of Open Badges 2.0 for skilling certificates.

Read only. Its documents use prefixes of their own (`ocd:`, `scd:`) for the same words; here the
words stand bare. Its signatures (RsaSignature2018 over a form of 2012) are not verified.

Source: sunbird-specs/inCredible, version 1: CertificateExtension, CompositeIdentity,
TrainingEvidence, AssessedEvidence, Assessment, SignatoryExtension.
"""

from dataclasses import dataclass
from typing import Any, Final

from mica.standards.openbadges2 import aadhaar
from mica.standards.openbadges2.errors import Unknown
from mica.standards.openbadges2.linked import reference
from mica.vc.documents import JsonObject
from mica.vc.parts import listed, objects, texts

_PREFIXES: Final = frozenset({"ob", "obi", "ocd", "scd", "schema", "sec", "wid"})
_HOMES: Final = ("skillcredentialspec.org/v1", "/opencreds/v1")
_SAME: Final = {
    "@id": "id",
    "@type": "type",
    "awardedBy": "issuer",
    "awardedOn": "issuedOn",
    "targetURL": "targetUrl",
    "trainer": "trainedBy",
}
"""Members with another name in Open Badges 2.0, or with two names in inCredible's own samples."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part of an identity: `kind` such as name, dob, gender, urn; `annotation` such as FATHER."""

    kind: str
    value: str
    annotation: str | None


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, by name and parts (CompositeIdentity). Aadhaar numbers are masked."""

    name: str | None
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """Training received. Dates as written (YYYY-MM-DD)."""

    id: str | None
    name: str | None
    trained_by: tuple[str, ...]
    starts: str | None
    ends: str | None
    session: str | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A result. `kind`: marks, percentage, grade, rank or percentile; values as text."""

    kind: str
    value: str
    least: str | None = None
    most: str | None = None
    to_pass: str | None = None
    equivalents: tuple["Assessment", ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """Evidence that somebody assessed. Dates as written; `signed`: a signature is there."""

    id: str | None
    name: str | None
    assessed_by: tuple[str, ...]
    assessed_on: str | None
    assessments: tuple[Assessment, ...]
    signed: bool


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who put a name under the certificate."""

    name: str | None
    designation: str | None
    image: str | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What inCredible adds to an assertion."""

    recipients: tuple[Identity, ...]
    trainings: tuple[Training, ...]
    assessed: tuple[Assessed, ...]
    signatories: tuple[Signatory, ...]
    awarded_through: str | None
    print_uris: tuple[str, ...]
    signed: bool


def recognises(document: JsonObject) -> bool:
    """Whether a document is a certificate of inCredible: by its contexts, or by its types."""
    contexts = listed(document.get("@context"))
    homes = [home for context in contexts for home in _texts(context)]
    types = {_bare(kind) for kind in texts(document.get("@type", document.get("type")))}
    if "VerifiableCredential" in types:
        return False
    ours = any(part in home for home in homes for part in _HOMES)
    return "CertificateExtension" in types or (ours and bool({"Credential", "Assertion"} & types))


def plain(document: JsonObject) -> JsonObject:
    """A certificate in the bare words of Open Badges 2.0 and inCredible, Aadhaar numbers masked.

    Raises:
        Unknown: `terms-ambiguous`, where two prefixes give one object the same word twice.
    """
    made: JsonObject = aadhaar.masked(_plain(document))
    return made


def read(document: JsonObject) -> Certificate:
    """What inCredible adds to a certificate. Values that have another shape are left out.

    Raises:
        Unknown: `terms-ambiguous`.
    """
    bare = plain(document)
    evidence = objects(bare.get("evidence"))
    return Certificate(
        recipients=_recipients(bare, evidence),
        trainings=tuple(_training(e) for e in evidence if "TrainingEvidence" in _types(e)),
        assessed=tuple(_assessed(e) for e in evidence if "AssessedEvidence" in _types(e)),
        signatories=tuple(
            Signatory(_text(s, "name"), _text(s, "designation"), reference(s.get("image")))
            for s in listed(bare.get("signatory"))
            if isinstance(s, dict)
        ),
        awarded_through=_text(bare, "awardedThrough"),
        print_uris=tuple(texts(bare.get("printUri"))),
        signed=bool(bare.get("signature")),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    made: JsonObject = {}
    for name, item in value.items():
        word = _SAME.get(_bare(name), _bare(name))
        if word in made:
            raise Unknown("terms-ambiguous", term=word)
        if word == "type":
            made[word] = [_bare(kind) for kind in texts(item)]
        else:
            made[word] = item if word == "@context" else _plain(item)
    return made


def _bare(term: str) -> str:
    prefix, colon, rest = term.partition(":")
    return rest if colon and prefix in _PREFIXES else term


def _texts(context: Any) -> list[str]:
    return texts(list(context.values()) if isinstance(context, dict) else context)


def _types(item: JsonObject) -> list[str]:
    return texts(item.get("type"))


def _text(item: JsonObject, name: str) -> str | None:
    value = item.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _recipients(bare: JsonObject, evidence: list[JsonObject]) -> tuple[Identity, ...]:
    """The recipients; one may be named by the id of an evidence's subject (`#/evidence/0/…`)."""
    subjects = [s for e in evidence for s in objects(e.get("subject"))]
    by_id = {reference(subject): subject for subject in reversed(subjects)}
    found = objects(bare.get("recipient"))
    whole = [by_id.get(reference(r), r) if set(r) == {"id"} else r for r in found]
    return tuple(Identity(_text(r, "name"), _components(r)) for r in whole)


def _components(identity: JsonObject) -> tuple[Component, ...]:
    parts = objects(identity.get("components"))
    found = []
    for part in parts:
        kinds = [kind for kind in _types(part) if not kind.endswith("Extension")]
        value = _text(part, "identity")
        if kinds and value is not None:
            kind = "urn" if kinds[0] in ("@id", "id") else kinds[0]
            found.append(Component(kind, value, _text(part, "annotation")))
    return tuple(found)


def _training(evidence: JsonObject) -> Training:
    duration = evidence.get("duration")
    dates = duration if isinstance(duration, dict) else {}
    return Training(
        id=reference(evidence),
        name=_text(evidence, "name"),
        trained_by=_names(evidence.get("trainedBy")),
        starts=_text(dates, "startDate"),
        ends=_text(dates, "endDate"),
        session=_text(evidence, "session"),
    )


def _assessed(evidence: JsonObject) -> Assessed:
    return Assessed(
        id=reference(evidence),
        name=_text(evidence, "name"),
        assessed_by=_names(evidence.get("assessedBy")),
        assessed_on=_text(evidence, "assessedOn"),
        assessments=_assessments(evidence.get("assessment")),
        signed=bool(evidence.get("signature")),
    )


def _assessments(value: Any) -> tuple[Assessment, ...]:
    found = []
    for item in listed(value):
        text = _text(item, "value") if isinstance(item, dict) else None
        if text is None:
            continue
        kinds = [kind for kind in _types(item) if kind not in ("equivalent", "Assessment")]
        kind = (kinds or ["assessment"])[0].removesuffix("Assessment").lower()
        least, most, to_pass = (_text(item, name) for name in ("minValue", "maxValue", "passValue"))
        equivalents = _assessments(item.get("related"))
        found.append(Assessment(kind, text, least, most, to_pass, equivalents))
    return tuple(found)


def _names(value: Any) -> tuple[str, ...]:
    """The names of profiles, or their addresses where they are only linked."""
    named = [
        (_text(item, "name") or reference(item)) if isinstance(item, dict) else reference(item)
        for item in listed(value)
    ]
    return tuple(name for name in named if name)
