"""Open Badges credentials of every shape, and mutations of them, from a seed."""

import copy
from random import Random
from typing import Any

from tests.vc.canonical.vocabulary import (
    CONTEXTS,
    EXTENSIONS,
    KEYS,
    LINKS,
    NUMBERS,
    OB,
    TYPES,
    V2,
    WORDS,
)


class Maker:
    """Makes documents; most of them without fault."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - reproducible on purpose

    def text(self) -> str:
        return self.random.choice(WORDS[:10]) + self.random.choice(("", " b", "é"))

    def link(self) -> str:
        return self.random.choice(LINKS)

    def some(self, **fields: Any) -> dict[str, Any]:
        """A random part of the fields, in random order."""
        keys = [key for key in fields if self.random.random() < 0.6]
        self.random.shuffle(keys)
        return {key: fields[key]() for key in keys}

    def many(self, make: Any) -> Any:
        """One value bare, in an array, or several, with nulls and repeats among them."""
        shape = self.random.randrange(7)
        if shape < 2:
            return make()
        if shape == 2:
            return []
        if shape == 3:
            return None
        made = [make() for _ in range(self.random.randrange(1, 4))]
        if shape == 4:
            made.append(copy.deepcopy(made[0]))
        if shape == 5:
            made.insert(0, None)
        return made

    def types(self, name: str) -> Any:
        return self.random.choice(
            (name, [name], [name, "https://a.example/Extra"], [name, name], [name, "ext:More"])
        )

    def words(self) -> Any:
        """A text as string, language object or value object."""
        return self.random.choice(
            (
                self.text(),
                self.text(),
                self.text(),
                {"@value": self.text(), "@language": self.random.choice(("en", "pt-BR", "DE"))},
                {"@value": self.text()},
                {"@value": self.text(), "@type": "https://a.example/dt"},
                {"@value": self.random.choice(NUMBERS)},
            )
        )

    def number(self) -> Any:
        return self.random.choice((*NUMBERS, "5", True))

    def image(self) -> Any:
        return self.random.choice(
            (
                self.link(),
                {"id": self.link()},
                {"id": self.link(), "type": self.types("Image"), **self.some(caption=self.words)},
            )
        )

    def alignment(self) -> dict[str, Any]:
        return {
            "type": self.types("Alignment"),
            **self.some(
                targetName=self.words,
                targetUrl=self.link,
                targetCode=self.text,
                targetType=lambda: self.random.choice(("ESCO:Skill", "ceasn:Competency")),
            ),
        }

    def profile(self) -> Any:
        if self.random.random() < 0.2:
            return self.link()
        return {
            "id": self.link(),
            "type": self.types("Profile"),
            **self.some(
                name=self.words,
                url=self.link,
                image=self.image,
                email=self.text,
                otherIdentifier=lambda: self.many(self.identifier),
                endorsement=lambda: self.many(self.endorsement),
                address=lambda: {
                    "type": ["Address"],
                    **self.some(
                        addressCountry=self.text,
                        geo=lambda: {"type": "GeoCoordinates", "latitude": 3.5, "longitude": -0.0},
                    ),
                },
                parentOrg=lambda: {"id": self.link(), "type": ["Profile"], "name": self.text()},
            ),
        }

    def identifier(self) -> dict[str, Any]:
        return {
            "type": self.types("IdentifierEntry"),
            "identifier": self.text(),
            "identifierType": "name",
        }

    def rubric(self) -> dict[str, Any]:
        return {
            "id": self.link(),
            "type": ["RubricCriterionLevel"],
            "name": self.words(),
            "points": "1",
        }

    def result_description(self) -> dict[str, Any]:
        return {
            "id": self.link(),
            "type": self.types("ResultDescription"),
            **self.some(
                name=self.words,
                resultType=lambda: "LetterGrade",
                allowedValue=lambda: self.many(self.text),
                requiredLevel=self.link,
                rubricCriterionLevel=lambda: self.many(self.rubric),
                valueMax=self.text,
            ),
        }

    def achievement(self) -> dict[str, Any]:
        return {
            "id": self.link(),
            "type": self.types("Achievement"),
            **self.some(
                name=self.words,
                description=self.words,
                tag=lambda: self.many(self.words),
                criteria=lambda: self.some(id=self.link, narrative=self.words),
                creditsAvailable=self.number,
                inLanguage=lambda: "en",
                image=self.image,
                alignment=lambda: self.many(self.alignment),
                creator=self.profile,
                resultDescription=lambda: self.many(self.result_description),
                related=lambda: self.many(
                    lambda: {"id": self.link(), "type": ["Related"], "version": "1"}
                ),
                endorsement=lambda: self.many(self.endorsement),
                humanCode=self.text,
                achievementType=lambda: "MicroCredential",
                version=self.text,
            ),
        }

    def subject(self) -> dict[str, Any]:
        return {
            "type": self.types("AchievementSubject"),
            **self.some(
                id=self.link,
                achievement=self.achievement,
                creditsEarned=self.number,
                activityStartDate=lambda: "2025-09-01T00:00:00Z",
                role=self.text,
                source=self.profile,
                identifier=lambda: self.many(
                    lambda: {
                        "type": "IdentityObject",
                        "hashed": True,
                        "identityHash": self.text(),
                        "identityType": "name",
                    }
                ),
                result=lambda: self.many(
                    lambda: {
                        "type": ["Result"],
                        "value": self.text(),
                        "resultDescription": self.link(),
                    }
                ),
            ),
        }

    def proof(self) -> dict[str, Any]:
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-15T09:00:00Z",
            "verificationMethod": "did:key:z6Mk#z6Mk",
            "proofPurpose": "assertionMethod",
            "proofValue": "z2",
        }
        if self.random.random() < 0.3:
            proof["@context"] = self.random.choice((V2, [V2], [V2, OB], [V2, OB, EXTENSIONS]))  # type: ignore[assignment]
        return proof

    def endorsement(self) -> dict[str, Any]:
        made = {
            "id": self.link(),
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": self.words(),
            "issuer": {"id": self.link(), "type": "Profile", "name": self.text()},
            "validFrom": "2026-01-15T09:00:00Z",
            "credentialSubject": {
                "id": self.link(),
                "type": "EndorsementSubject",
                "endorsementComment": self.words(),
            },
            **self.some(
                proof=lambda: self.many(self.proof), awardedDate=lambda: "2026-01-15T09:00:00Z"
            ),
        }
        if self.random.random() < 0.7:
            made["@context"] = [V2, OB, EXTENSIONS]
        return made

    def credential(self) -> dict[str, Any]:
        made = {
            "@context": copy.deepcopy(self.random.choice((*CONTEXTS[:1] * 15, *CONTEXTS))),
            "id": self.link(),
            "type": [
                "VerifiableCredential",
                self.random.choice(("OpenBadgeCredential", "AchievementCredential")),
            ],
            **self.some(
                name=self.words,
                description=self.words,
                image=self.image,
                issuer=self.profile,
                validFrom=lambda: "2026-01-15T09:00:00Z",
                awardedDate=lambda: "2026-01-15T09:00:00Z",
                evidence=lambda: self.many(
                    lambda: {"id": self.link(), "type": ["Evidence"], "name": self.words()}
                ),
                credentialSchema=lambda: self.many(
                    lambda: {"id": self.link(), "type": "1EdTechJsonSchemaValidator2019"}
                ),
                credentialStatus=lambda: {
                    "id": self.link(),
                    "type": "BitstringStatusListEntry",
                    "statusPurpose": "revocation",
                    "statusListIndex": "5",
                    "statusListCredential": self.link(),
                },
                refreshService=lambda: {"id": self.link(), "type": "1EdTechCredentialRefresh"},
                endorsement=lambda: self.many(self.endorsement),
                proof=lambda: self.many(self.proof),
            ),
            "credentialSubject": self.subject(),
        }
        if self.random.random() < 0.3:
            made["https://a.example/extra"] = self.many(self.words)
        return made

    def mutated(self) -> dict[str, Any]:
        """A credential with one to three changes at random places."""
        document = self.credential()
        change = self.random.choice((self._mutate, self._nudge))
        for _ in range(self.random.randrange(1, 4)):
            change(document)
        return document

    def _nudge(self, document: dict[str, Any]) -> None:
        """A change that mostly leaves the document without fault."""
        random = self.random
        place = random.choice([place for place in _containers(document) if place])
        key: Any = random.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if key == "@context":
            return
        action = random.randrange(7)
        if action == 0:
            place[key] = [place[key]]
        elif action == 1:
            place[key] = [None, place[key], copy.deepcopy(place[key])]
        elif action == 2 and isinstance(place, dict) and key not in ("id", "type"):
            place[key] = random.choice((self.words, self.number, self.link, self.image))()
        elif action == 3 and isinstance(place, dict) and isinstance(place.get("type"), (str, list)):
            types = place["type"] if isinstance(place["type"], list) else [place["type"]]
            place["type"] = [*types, random.choice(TYPES)]
        elif action == 4 and isinstance(place, dict):
            place[f"https://a.example/p{random.randrange(3)}"] = self._anything([document])
        elif action == 5 and isinstance(place, dict):
            place[random.choice(TYPES)] = random.choice((self.words, self.profile, self.image))()
        elif isinstance(place, dict) and key not in ("id", "type"):
            place[key] = None

    def _mutate(self, document: dict[str, Any]) -> None:
        random = self.random
        places = list(_containers(document))
        place = random.choice(places)
        if isinstance(place, list):
            if place and random.random() < 0.5:
                place[random.randrange(len(place))] = self._anything(places)
            else:
                place.insert(random.randrange(len(place) + 1), self._anything(places))
            return
        action = random.randrange(6)
        key = random.choice(list(place)) if place else "name"
        if action == 0:
            place[random.choice(KEYS)] = place.pop(key, None)
        elif action == 1:
            place["type"] = random.choice(
                (random.choice(TYPES), random.sample(TYPES, 2), random.sample(TYPES, 3))
            )
        elif action == 2:
            place[key] = self._anything(places)
        elif action == 3:
            place.pop(key, None)
        elif action == 4:
            place[random.choice(KEYS)] = self._anything(places)
        elif key in place:
            place[key] = [place[key]] if random.random() < 0.5 else [[place[key]], "x"]

    def _anything(self, places: list[Any]) -> Any:
        random = self.random
        choice = random.randrange(9)
        if choice < 3:
            return random.choice(WORDS)
        if choice == 3:
            return random.choice((*NUMBERS, True, False, None))
        if choice == 4:
            return random.choice(
                ({}, [], [[]], [None], {"id": "https://a.example/1"}, {"id": None})
            )
        if choice == 5:
            return random.choice(
                (self.words, self.image, self.profile, self.proof, self.endorsement)
            )()
        if choice == 6:
            return {
                "@value": random.choice((*WORDS, *NUMBERS, None)),
                "@type": random.choice((*TYPES, *WORDS)),
            }
        if choice == 7:
            return {
                "@value": random.choice(WORDS),
                "@language": random.choice((*WORDS, "x-klingon", None)),
            }
        return copy.deepcopy(random.choice(places))


def _containers(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        yield value
        for member in value.values() if isinstance(value, dict) else value:
            yield from _containers(member)
