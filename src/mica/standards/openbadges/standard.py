"""Open Badges 3.0 as a standard that a verifier can ask."""

from typing import Final

from mica.standards.openbadges.shapes import (
    BADGE_1,
    BADGE_2,
    BADGE_TYPES,
    ENDORSEMENT_1,
    ENDORSEMENT_2,
    ENDORSEMENT_TYPE,
)
from mica.standards.vocabulary import IdentifierType
from mica.vc.documents import JsonObject
from mica.vc.model import is_v1
from mica.vc.parts import objects, texts, types_of
from mica.vc.report import Fault
from mica.vc.shapes import MAX_FAULTS

SUBJECT_TYPES: Final = ("AchievementSubject", "EndorsementSubject")


def check(document: JsonObject) -> list[Fault]:
    """The rules of Open Badges 3.0 that a credential breaks.

    Held to the rules of an endorsement where it is one and no badge, and to those of a badge
    otherwise. What the data model asks of every credential is `mica.vc.model.check`'s; where both
    have something to say of a member, their faults have the same code and pointer.

    Args:
        document: a credential with or without proof, as `documents.read` gives it.

    Returns:
        At most MAX_FAULTS; none where the document keeps every rule.
    """
    if is_endorsement(document):
        shape = ENDORSEMENT_1 if is_v1(document) else ENDORSEMENT_2
    else:
        shape = BADGE_1 if is_v1(document) else BADGE_2
    return list(shape(document))[:MAX_FAULTS]


def recognises(document: JsonObject) -> bool:
    """Whether a document says that it is a badge or an endorsement, by its type or its subject's.

    A subject of the format's own type without the format's type above it is a fault, not another
    format.
    """
    types = types_of(document)
    if any(name in types for name in (*BADGE_TYPES, ENDORSEMENT_TYPE)):
        return True
    subjects = objects(document.get("credentialSubject"))
    return any(name in types_of(s) for s in subjects for name in SUBJECT_TYPES)


def is_endorsement(document: JsonObject) -> bool:
    """Whether a document is an endorsement and no badge."""
    types = types_of(document)
    return ENDORSEMENT_TYPE in types and not any(name in types for name in BADGE_TYPES)


def title(document: JsonObject) -> str | None:
    """The name a person would give it: the achievement's, else its own, or None."""
    for subject in objects(document.get("credentialSubject")):
        achievement = subject.get("achievement")
        if type(achievement) is dict and type(name := achievement.get("name")) is str and name:
            return name
    name = document.get("name")
    for text in texts(name) + [one.get("@value") for one in objects(name)]:
        if type(text) is str and text:
            return text
    return None


def learner(document: JsonObject) -> str | None:
    """The learner's name, where an identifier of that type says it unhashed; else None.

    Source: Open Badges 3.0, IdentityObject: `identityHash` is plain text where `hashed` is false.
    """
    for subject in objects(document.get("credentialSubject"))[:1]:
        for identity in objects(subject.get("identifier")):
            name = identity.get("identityHash")
            plain = identity.get("hashed") is False
            if plain and identity.get("identityType") == IdentifierType.NAME and type(name) is str:
                return name or None
    return None


class OpenBadges:
    """The format, with the questions that a verifier asks of a format."""

    __slots__ = ()
    name: str = "Open Badges 3.0"

    def recognises(self, document: JsonObject) -> bool:
        """Whether a document says that it is of this format."""
        return recognises(document)

    def check(self, document: JsonObject) -> list[Fault]:
        """The rules of the format that it breaks."""
        return check(document)

    def title(self, document: JsonObject) -> str | None:
        """What a person would call it."""
        return title(document)

    def learner(self, document: JsonObject) -> str | None:
        """Whom it is about, by name."""
        return learner(document)


OPEN_BADGES: Final = OpenBadges()
