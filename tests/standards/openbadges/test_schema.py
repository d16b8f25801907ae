"""The published JSON schema beside the tables, on a badge changed in one place at a time.

Where the two disagree, the disagreement has a name here, and a reason.
"""

import json
from itertools import product

import pytest
from jsonschema import Draft201909Validator

from mica.standards.openbadges.standard import check
from mica.vc import model
from tests.shaping import GONE, at, changed, places, pointer, told
from tests.standards.openbadges.full import BADGE

PLACE = ("credentialSubject", "achievement")
WRAPPED = object()
TEXTS = ["", "no url", "urn:x", "2026-01-15T09:00:00"]
OTHERS = [WRAPPED, GONE, None, True, 12, *TEXTS, [], {}, ["x"], [{}], {"id": "urn:x"}]

# We find fault, the schema does not.
STRICTER = {
    "not-a-url": "the schema takes every text for a URL",
    "timestamp-malformed": "the schema names the format, which validators need not look at",
    "timestamp-without-offset": "the same",
    "wrong-form": "the same, for dates; and the data model's forms",
    "bad-identity-hash": "the schema cannot look at two members at once",
    "result-description-unknown": "the same",
    "level-unknown": "the same",
    "value-not-allowed": "the same",
}


def _stricter(faults):
    return {fault.code for fault in faults} <= STRICTER.keys()


def _looser(place, value, before):
    """The name of a rule by which the schema finds fault and we do not, or None."""
    name = place[-1]
    if isinstance(before, list) != isinstance(value, list):
        return "one value may stand for a list of one, and the other way round"
    if name == "image" and isinstance(value, str):
        return "an image may be its URL alone"
    if name == "id" and value is GONE and place[-2] in {"credentialStatus", "refreshService"}:
        return "the data model 2.0 needs the type of an entry only"
    return None


@pytest.fixture(scope="module")
def schema(shared_data):
    place = shared_data / "credentials/1edtech/ob_v3p0_achievementcredential_schema.json"
    return Draft201909Validator(json.loads(place.read_bytes()))


def test_the_example_is_right_to_both(schema):
    assert [error.message for error in schema.iter_errors(BADGE)] == []


def test_the_schema_does_not_ask_whom_a_badge_is_for(schema):
    subject = {name: BADGE["credentialSubject"][name] for name in ("type", "achievement")}
    document = {**BADGE, "credentialSubject": subject}
    assert schema.is_valid(document)
    assert told(check(document)) == [("subject-not-identified", "/credentialSubject")]


def test_the_schema_closes_what_json_ld_leaves_open(schema):
    document = {**BADGE, "image": {**BADGE["image"], "width": 12}}
    assert not schema.is_valid(document)
    assert check(document) == []


def test_the_schema_takes_any_text_that_holds_a_word_of_ones_own(schema):
    document = changed(BADGE, (*PLACE, "achievementType"), "my ext:Word and more")
    assert schema.is_valid(document)
    assert told(check(document)) == [
        ("not-in-vocabulary", "/credentialSubject/achievement/achievementType")
    ]


@pytest.mark.slow
def test_every_disagreement_with_the_published_schema_has_a_name(schema):
    unnamed, used = [], set()
    for place, value in product(places(BADGE), OTHERS):
        before = at(BADGE, place)
        other = [before] if value is WRAPPED else value
        document = changed(BADGE, place, other)
        faults = [*model.check(document), *check(document)]
        right = schema.is_valid(document)
        if right == (not faults):
            continue
        used |= {fault.code for fault in faults if right}
        if not (_stricter(faults) if right else _looser(place, other, before)):
            unnamed.append((pointer(place), other, [fault.code for fault in faults]))
    assert unnamed == []
    assert used == STRICTER.keys()
