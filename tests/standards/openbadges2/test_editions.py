"""Older editions: what they say without doubt is read, and none of them is ever valid."""

from typing import Any

import pytest

from mica.standards.openbadges2.opening import Edition, as_assertion, edition_of
from mica.vc.documents import JsonObject
from mica.vc.report import Outcome, Verdict
from tests.standards.openbadges2.cast import (
    BADGE_ID,
    HOSTED,
    HOSTED_ID,
    ISSUER_ID,
    exceptions,
    report,
    signed,
)

V1_1: JsonObject = {
    "@context": "https://w3id.org/openbadges/v1",
    "type": "Assertion",
    "id": HOSTED_ID,
    "uid": "f2c20",
    "recipient": {"type": "email", "hashed": True, "identity": "sha256$" + "0" * 64},
    "badge": BADGE_ID,
    "verify": {"type": "hosted", "url": HOSTED_ID},
    "issuedOn": "2013-06-01T00:00:00Z",
}
V1_0: JsonObject = {
    "uid": "f2c20",
    "recipient": {"type": "email", "hashed": False, "identity": "learner@people.example"},
    "badge": BADGE_ID,
    "verify": {"type": "hosted", "url": HOSTED_ID},
    "issuedOn": 1370044800,
}
V0_5: JsonObject = {
    "recipient": "learner@people.example",
    "badge": {"version": "0.5.0", "name": "Welding", "issuer": {"origin": "https://p.example"}},
    "issued_on": "2012-06-01",
}
OLD = ("1.1", Outcome.UNDECIDED, "edition-old")


@pytest.mark.parametrize(
    ("document", "edition"),
    [
        (HOSTED, Edition.V2_0),
        (V1_1, Edition.V1_1),
        (V1_0, Edition.V1_0),
        (V0_5, Edition.V0_5),
        ({**V1_0, "verify": None, "@context": "https://w3id.org/openbadges/v1"}, Edition.V1_1),
        ({**V1_0, "type": "Other"}, None),
        ({"badge": BADGE_ID}, None),
        ({}, None),
    ],
)
def test_edition_is_told(document: JsonObject, edition: Edition | None) -> None:
    assert edition_of(document) is edition


@pytest.mark.parametrize("document", [V1_1, V1_0])
def test_hosted_badge_of_an_older_edition_is_undecided_at_best(document: JsonObject) -> None:
    made = report(document, {HOSTED_ID: document})
    assert exceptions(made) == (Verdict.UNDECIDED, [OLD])
    assert made.about.kind == edition_of(document)
    assert made.about.id == HOSTED_ID
    assert {check.step for check in made.checks if check.step.startswith("2")} == set()


def test_first_edition_without_addresses_is_undecided() -> None:
    verdict, found = exceptions(report(V0_5))
    assert verdict is Verdict.UNDECIDED
    assert found[0] == OLD


@pytest.mark.parametrize(
    ("hosted", "step"),
    [({"revoked": True}, "5.1"), ({"expires": "2014-01-01"}, "4.2"), ({"uid": "other"}, "3.1")],
)
def test_what_an_older_edition_says_without_doubt_still_fails(
    hosted: JsonObject, step: str
) -> None:
    verdict, found = exceptions(report(V1_0, {HOSTED_ID: {**V1_0, **hosted}}))
    assert verdict is Verdict.INVALID
    assert [at for at, outcome, _ in found if outcome is Outcome.FAILED] == [step]


def test_signature_of_an_older_edition_is_undecided() -> None:
    source = {**V1_1, "verify": {"type": "signed", "url": "https://provider.example/key.pem"}}
    verdict, found = exceptions(report(signed(source)))
    assert verdict is Verdict.UNDECIDED
    assert found == [OLD, ("3.1", Outcome.UNDECIDED, "verification-unknown")]


def test_issuer_without_id_leaves_the_place_undecided() -> None:
    issuer = {"name": "Provider", "url": "https://provider.example"}
    verdict, found = exceptions(report(V1_0, {HOSTED_ID: V1_0, ISSUER_ID: issuer}))
    assert verdict is Verdict.UNDECIDED
    assert found == [OLD, ("3.2", Outcome.UNDECIDED, "issuer-without-address")]


@pytest.mark.parametrize("verify", [None, "hosted", {"type": "hosted"}, {"type": 5, "url": 5}])
def test_strange_verify_member_does_not_confuse(verify: Any) -> None:
    made = as_assertion({**V1_0, "verify": verify})
    assert "id" not in made
    assert report({**V1_0, "verify": verify}).verdict is not Verdict.VALID
