from random import Random
from typing import Any

import pytest

from mica.errors import MicaError
from mica.vc.canonical import canonicalize
from mica.vc.canonical.template import Template
from mica.vc.contexts import shipped
from mica.vc.errors import Refused
from tests.vc.canonical.generator import Maker
from tests.vc.canonical.vocabulary import LINKS, OB, V2, WORDS

CONTEXTS = shipped()
VALUES = (*WORDS, *LINKS, *LINKS, *LINKS, "https:x", "urn:", "\ud800", "https://a.example/1")


def texts(value: Any, at: str = "") -> list[str]:
    """The pointers of all texts."""
    if isinstance(value, str):
        return [at]
    if isinstance(value, dict):
        return [p for key, member in value.items() for p in texts(member, f"{at}/{key}")]
    if isinstance(value, list):
        return [p for i, member in enumerate(value) for p in texts(member, f"{at}/{i}")]
    return []


def outcome(make: Any) -> object:
    try:
        return make()
    except MicaError as error:
        return error.code


def check(seed: int) -> bool:
    """Fill a random document at random places; whether the template took the short way at all."""
    random = Random(seed)  # noqa: S311
    document = Maker(seed).credential()
    pointers = [
        pointer for pointer in texts(document) if "~" not in pointer and "//" not in pointer
    ]
    slots = random.sample(pointers, min(len(pointers), random.randrange(1, 6)))
    template = Template(document, slots, CONTEXTS)
    for _ in range(4):
        values = {slot: random.choice(VALUES) for slot in slots}
        whole = outcome(lambda values=values: canonicalize(template.fill(values), CONTEXTS))
        assert outcome(lambda values=values: template.canonicalize(values)) == whole
    return template._plan is not None


def test_a_filled_template_is_canonicalized_as_the_whole_document_is() -> None:
    assert sum(check(seed) for seed in range(14)) > 2


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_hundreds_of_filled_templates_are_canonicalized_as_the_whole_documents_are() -> None:
    assert sum(check(seed) for seed in range(1_000, 1_800)) > 200


DOCUMENT = {
    "@context": [V2, OB],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "credentialSubject": {"id": "did:key:a", "type": ["AchievementSubject"], "role": "student"},
}
SLOTS = ("/id", "/credentialSubject/id", "/credentialSubject/role")


def template() -> Template:
    return Template(DOCUMENT, SLOTS, CONTEXTS)


@pytest.mark.parametrize(
    ("role", "learner"),
    [
        ('"quoted"\n\\', "did:key:b"),
        ("mica-slot-7c1f3b", "urn:mica-slot-7c1f3b:0."),
        ("urn:uuid:1", "urn:uuid:1"),
        ("Profile", "https://a.example/Profile"),
        ("", "mailto:a@a.example"),
        ("xsd:date", "_:b1"),
    ],
)
def test_values_are_only_texts(role: str, learner: str) -> None:
    made = template()
    values = {
        "/id": "urn:uuid:1",
        "/credentialSubject/id": learner,
        "/credentialSubject/role": role,
    }
    for algorithm in ("sha256", "sha384", "sha256"):
        whole = canonicalize(made.fill(values), CONTEXTS, algorithm=algorithm)
        assert made.canonicalize(values, algorithm=algorithm) == whole


@pytest.mark.parametrize("learner", ["relative", "https://a.example/<", "", "Profile", "_"])
def test_a_link_that_is_none_is_refused(learner: str) -> None:
    values = {"/id": "urn:x", "/credentialSubject/id": learner, "/credentialSubject/role": "r"}
    with pytest.raises(Refused):
        template().canonicalize(values)


def test_a_filled_document_shares_nothing_with_the_template() -> None:
    made = template()
    values = {"/id": "urn:x", "/credentialSubject/id": "urn:y", "/credentialSubject/role": "r"}
    filled = made.fill(values)
    filled["credentialSubject"]["type"].append("changed")
    filled["@context"].clear()
    assert made.fill(values) == {
        **DOCUMENT,
        "id": "urn:x",
        "credentialSubject": {"id": "urn:y", "type": ["AchievementSubject"], "role": "r"},
    }


def test_values_must_match_the_slots() -> None:
    for values in ({}, {"/id": "urn:x"}, dict.fromkeys((*SLOTS, "/more"), "urn:x")):
        with pytest.raises(Refused) as refused:
            template().canonicalize(values)
        assert refused.value.code == "slots-differ"


@pytest.mark.parametrize("pointer", ["", "id", "/none", "/type", "/type/7", "/type/x", "/id/0"])
def test_a_slot_must_be_a_text(pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        Template(DOCUMENT, (pointer,), CONTEXTS)
    assert refused.value.code == "no-such-slot"
