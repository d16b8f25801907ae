"""Rules of Open Badges 3.0 that tie several members together.

Source: Open Badges 3.0, AchievementSubject, Result, ResultDescription, RubricCriterionLevel,
IdentityObject. Each takes an object whose members may still be wrong, and says nothing of what it
cannot read.
"""

from dataclasses import dataclass
from typing import Any

from mica.standards.openbadges.identity import HASH
from mica.standards.openbadges.sentences import fault
from mica.vc.documents import JsonObject
from mica.vc.parts import listed, objects, texts
from mica.vc.report import Fault
from mica.vc.shapes import MAX_FAULTS, NOTHING, Found, shown


def identified(subject: JsonObject) -> Found:
    """The subject has an id or at least one identifier."""
    if "id" in subject or subject.get("identifier"):
        return NOTHING
    return [fault("subject-not-identified", "")]


def identified_or_named(subject: JsonObject) -> Found:
    """The rule as it was practised under the 1.1 model.

    Widely issued bearer's badges write the learner's name only: 26 of the 28 badges of the Digital
    Credentials Consortium's fixtures do.
    """
    return NOTHING if type(subject.get("name")) is str else identified(subject)


def hash_form(identity: JsonObject) -> Found:
    """A hashed identifier has the form of IdentityHash."""
    stated = identity.get("identityHash")
    if identity.get("hashed") is not True or type(stated) is not str or HASH.fullmatch(stated):
        return NOTHING
    return [fault("bad-identity-hash", "/identityHash")]


def results_refer(subject: JsonObject) -> Found:
    """Each result keeps to the description that it refers to.

    A result without resultDescription is free: nothing says what its value may be.
    """
    if "result" not in subject:
        return NOTHING
    described = _descriptions(subject.get("achievement"))
    found: list[Fault] = []
    alone = type(subject["result"]) is not list
    for i, result in enumerate(listed(subject["result"])):
        if type(result) is dict and len(found) < MAX_FAULTS:
            found += _result(result, described, "/result" if alone else f"/result/{i}")
    return found


def required_level_exists(description: JsonObject) -> Found:
    """The level that a result description requires is one of its own."""
    level = description.get("requiredLevel")
    if type(level) is not str or level in _levels(description):
        return NOTHING
    return [fault("level-unknown", "/requiredLevel", id=shown(level))]


@dataclass(frozen=True, slots=True)
class _Description:
    """What a result description allows, read once: a hostile badge has many results for one."""

    levels: frozenset[str]
    allowed: frozenset[str]
    words: str


def _result(result: JsonObject, described: dict[str, _Description], at: str) -> Found:
    name = result.get("resultDescription")
    if type(name) is not str:
        return NOTHING
    if name not in described:
        return [fault("result-description-unknown", f"{at}/resultDescription", id=shown(name))]
    description = described[name]
    found: list[Fault] = []
    level, value = result.get("achievedLevel"), result.get("value")
    if type(level) is str and level not in description.levels:
        found.append(fault("level-unknown", f"{at}/achievedLevel", id=shown(level)))
    if type(value) is str and description.allowed and value not in description.allowed:
        told = {"value": shown(value), "allowed": description.words}
        found.append(fault("value-not-allowed", f"{at}/value", **told))
    return found


def _descriptions(achievement: Any) -> dict[str, _Description]:
    if type(achievement) is not dict:
        return {}
    described = {}
    for one in objects(achievement.get("resultDescription")):
        if type(one.get("id")) is str:
            allowed = texts(one.get("allowedValue"))
            words = shown(", ".join(allowed))
            described[one["id"]] = _Description(_levels(one), frozenset(allowed), words)
    return described


def _levels(description: JsonObject) -> frozenset[str]:
    levels = objects(description.get("rubricCriterionLevel"))
    return frozenset(level["id"] for level in levels if type(level.get("id")) is str)
