"""Who lives in the region: the operator, organisations with their people, and learners."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Credit, Description, Lasts, Level, Validity
from mica.cli.region.pictures import picture_of
from mica.cli.region.roles import ROLES
from mica.people import actions as people
from mica.people.models import Membership, Organisation, Person
from mica.people.queries import person_at_address
from mica.standards.vocabulary import AchievementType

_TEXTS: Final = Path(__file__).with_name("texts.toml")
_FOUNDED: Final = timedelta(days=800)


@dataclass
class Town:
    """Everybody, by the key or the name in the texts.

    Attributes:
        new: whether it was settled just now.
        operator: who runs the installation.
        organisations: by key.
        officers: by the organisation's key.
        learners: by name.
        achievements: by code.
    """

    new: bool
    operator: Person
    organisations: dict[str, Organisation] = field(default_factory=dict)
    officers: dict[str, Person] = field(default_factory=dict)
    learners: dict[str, Person] = field(default_factory=dict)
    achievements: dict[str, UUID] = field(default_factory=dict)

    def of(self, code: str) -> Organisation:
        """The organisation that has an achievement, by the achievement's code."""
        return self.organisations[providers()[code]]

    def officer_of(self, code: str) -> Person:
        """Who awards an achievement, by its code."""
        return self.officers[providers()[code]]


def texts() -> dict[str, Any]:
    """The region's texts."""
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))


def providers() -> dict[str, str]:
    """From an achievement's code to the key of who provides it."""
    return {one["code"]: one["provider"] for one in texts()["achievement"]}


def settle(now: datetime) -> Town:
    """The region's people and organisations; made where they are not there yet."""
    said = texts()
    there = person_at_address(said["operator"]["address"])
    if there is not None:
        return _found(said, there)
    then = now - _FOUNDED
    operator = _person(said["operator"]["name"], said["operator"]["address"], "en", then)
    operator = people.make_operator(said["operator"]["address"], now=then)
    town = Town(new=True, operator=operator)
    for one in said["provider"]:
        _provide(town, one, then)
    for one in said["employer"]:
        _employ(town, one, then)
    for one in said["achievement"]:
        _describe(town, one, then + timedelta(days=20))
    for name in said["learners"]["names"]:
        town.learners[name] = _person(name, address_of(name), _tongue(name), then)
    for one in said["learners"]["without_address"]:
        key = one["provider"]
        town.learners[one["name"]], _slip = people.make_person_without_email(
            one["name"],
            organisation=town.organisations[key],
            by=town.officers[key],
            now=then,
            language=town.organisations[key].language,
            born=date.fromisoformat(one["born"]),
        )
    return town


def roles(town: Town) -> list[tuple[str, str, str]]:
    """Each role, who has it, and their address."""
    found = []
    for role, address in ROLES:
        person = person_at_address(address)
        if person is not None:
            found.append((role, person.name, address))
    assert len(found) == len(ROLES), town  # noqa: S101 - the texts and the roles are both ours
    return found


def way() -> str:
    """How to sign in as somebody of the region."""
    by_code = f"with the address: the code stands at {settings.MICA_ORIGIN}/outbox."
    if settings.MICA_DEMO:
        return f"One press at {settings.MICA_ORIGIN}/demo/ signs you in. Or sign in {by_code}"
    return f"Sign in {by_code}"


def address_of(name: str) -> str:
    """A learner's mail address, made of the name."""
    plain = "".join(
        sign for sign in _folded(name) if (sign.isascii() and sign.isalpha()) or sign == " "
    )
    return f"{'.'.join(plain.lower().split())}@{texts()['learners']['host']}"


def _folded(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", name)


def _tongue(name: str) -> str:
    french = ("Chloé", "Théo", "Inès", "Maëlle", "Salma", "Youssef", "Fatima", "Noah")
    return "fr" if name.split(maxsplit=1)[0] in french else "en"


def _found(said: dict[str, Any], operator: Person) -> Town:
    town = Town(new=False, operator=operator)
    for one in [*said["provider"], *said["employer"]]:
        person = person_at_address(one.get("officer", one["owner"])[1])
        if person is not None:
            town.officers[one["key"]] = person
            member = Membership.objects.select_related("organisation").get(person=person)
            town.organisations[one["key"]] = member.organisation
    for organisation in town.organisations.values():
        for achievement in organisation.achievements.all():
            town.achievements[achievement.code] = achievement.id
    for name in said["learners"]["names"]:
        learner = person_at_address(address_of(name))
        if learner is not None:
            town.learners[name] = learner
    return town


def _person(name: str, address: str, language: str, now: datetime) -> Person:
    return people.enter_by_provider(
        None, addresses=[address], name=name, language=language, now=now
    )


def _organisation(one: dict[str, Any], kind: str, town: Town, now: datetime) -> Organisation:
    owner = _person(one["owner"][0], one["owner"][1], one.get("language", "en"), now)
    made = people.register_organisation(
        one["name"],
        kind,
        by=owner,
        now=now,
        about=one["about"],
        website=one.get("website", ""),
        contact=one["owner"][1],
        country=one["country"],
        language=one.get("language", "en"),
    )
    people.decide_organisation(made, "approved", why="", by=town.operator, now=now)
    made.refresh_from_db()
    town.organisations[one["key"]] = made
    town.officers[one["key"]] = owner
    return made


def _provide(town: Town, one: dict[str, Any], now: datetime) -> None:
    made = _organisation(one, one["kind"], town, now)
    officer = _person(one["officer"][0], one["officer"][1], one["language"], now)
    owner = town.officers[one["key"]]
    asked = people.invite_member(made, one["officer"][1], "officer", by=owner, now=now)
    people.answer_invitation(asked.id, accept=True, by=officer, now=now)
    town.officers[one["key"]] = officer


def _employ(town: Town, one: dict[str, Any], now: datetime) -> None:
    _organisation(one, "employer", town, now)


def _describe(town: Town, one: dict[str, Any], now: datetime) -> None:
    key = one["provider"]
    organisation, officer = town.organisations[key], town.officers[key]
    level, credit, months = one.get("level"), one.get("credit"), one.get("months")
    description = Description(
        name=one["name"],
        description=one["description"],
        criteria=one["criteria"],
        outcomes=tuple(one["outcomes"]),
        kind=AchievementType.BADGE if months else AchievementType.CERTIFICATE,
        language=one.get("language", "en"),
        level=Level(*level) if level else None,
        credit=Credit(*credit) if credit else None,
        validity=Validity(Lasts.PERIOD, months=months) if months else Validity(),
        picture=picture_of(one["code"], organisation, officer, now),
    )
    draft = catalogue.create_achievement(
        organisation.id,
        description,
        by=officer.id,
        now=now,
        code=one["code"],
        suspendable=one.get("suspendable", False),
    )
    catalogue.publish(draft.id, by=officer.id, now=now)
    town.achievements[one["code"]] = draft.achievement_id
