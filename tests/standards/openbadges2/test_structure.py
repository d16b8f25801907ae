"""The structural rules: each member missing, and each of a wrong shape, is named by its pointer."""

from typing import Any

import pytest

from mica.standards.openbadges2.structure import check_assertion, check_badge, check_issuer
from mica.vc.documents import JsonObject
from mica.vc.report import Fault
from tests.standards.openbadges2.cast import (
    BADGE,
    HOSTED,
    ISSUER,
    ISSUER_ID,
    SIGNED,
    failed,
    report,
    signed,
)
from tests.standards.openbadges2.cast import exceptions as exceptions_of

CHECKS = {"assertion": check_assertion, "badge": check_badge, "issuer": check_issuer}
SOUND = {"assertion": SIGNED, "badge": BADGE, "issuer": ISSUER}
REQUIRED = {
    "assertion": ["id", "type", "recipient", "badge", "verification", "issuedOn"],
    "badge": ["id", "type", "name", "description", "image", "criteria", "issuer"],
    "issuer": ["id", "type", "name", "url", "email"],
}
HASH = {"type": "email", "hashed": True, "identity": "sha256$" + "aB" * 32}


def found(faults: list[Fault]) -> list[tuple[str, str]]:
    assert all("{" not in fault.sentence for fault in faults)
    return [(fault.code, fault.pointer) for fault in faults]


@pytest.mark.parametrize("kind", CHECKS)
def test_sound_document_has_no_fault(kind: str) -> None:
    assert CHECKS[kind](SOUND[kind]) == []


@pytest.mark.parametrize(
    ("kind", "member"), [(kind, member) for kind in CHECKS for member in REQUIRED[kind]]
)
def test_missing_member_is_a_fault(kind: str, member: str) -> None:
    document = {name: value for name, value in SOUND[kind].items() if name != member}
    assert found(CHECKS[kind](document)) == [("member-missing", f"/{member}")]


@pytest.mark.parametrize("wrong", [None, 5, "", [], True, [5]])
@pytest.mark.parametrize(
    ("kind", "member"), [(kind, member) for kind in CHECKS for member in REQUIRED[kind]]
)
def test_member_of_a_wrong_shape_is_a_fault(kind: str, member: str, wrong: Any) -> None:
    if (member, wrong) == ("criteria", []):
        return  # no criteria in a list of them: said to be there, and nothing false
    document = {**SOUND[kind], member: wrong}
    assert found(CHECKS[kind](document)) == [("member-wrong", f"/{member}")]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("issuedOn", "2025-06-01"),
        ("issuedOn", "2025-06-01T10:00:00"),
        ("issuedOn", "2025-13-01T10:00:00Z"),
        ("issuedOn", 1370044800),
        ("expires", "never"),
        ("image", {"caption": "no id"}),
        ("evidence", [5]),
        ("narrative", []),
        ("revoked", "no"),
        ("@context", "https://www.w3.org/ns/credentials/v2"),
        ("@context", None),
        ("verification", {"type": "PigeonPost"}),
    ],
)
def test_wrong_value_in_an_assertion_is_a_fault(member: str, value: Any) -> None:
    assert found(check_assertion({**SIGNED, member: value})) == [("member-wrong", f"/{member}")]


def test_time_without_seconds_is_sound() -> None:
    assert check_assertion({**SIGNED, "issuedOn": "2017-10-01T00:00Z"}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"salt": "sea"}, []),
        ({"identity": "md5$" + "0" * 32}, []),
        ({"identity": "sha512$" + "0" * 128}, []),
        ({"identity": "sha256$" + "0" * 63}, ["/recipient/identity"]),
        ({"identity": "learner@people.example"}, ["/recipient/identity"]),
        ({"hashed": "true"}, ["/recipient/hashed"]),
        ({"salt": 5}, ["/recipient/salt"]),
        ({"type": None}, ["/recipient/type"]),
        ({"identity": None}, ["/recipient/identity"]),
    ],
)
def test_recipient_is_an_identity_object(change: JsonObject, expected: list[str]) -> None:
    faults = check_assertion({**SIGNED, "recipient": {**HASH, **change}})
    assert found(faults) == [("member-wrong", pointer) for pointer in expected]


def test_id_of_a_hosted_assertion_is_a_web_address() -> None:
    assert found(check_assertion({**HOSTED, "id": "urn:uuid:1"})) == [("member-wrong", "/id")]


def test_alignments_are_checked_one_by_one() -> None:
    aligned = {"targetName": "Weld", "targetUrl": "https://skills.example/weld"}
    one = check_badge({**BADGE, "alignment": {"targetName": "Weld"}})
    assert found(one) == [("member-missing", "/alignment/targetUrl")]
    many = check_badge({**BADGE, "alignment": [aligned, {**aligned, "targetName": 5}]})
    assert found(many) == [("member-wrong", "/alignment/1/targetName")]


def test_fault_makes_the_badge_invalid() -> None:
    made = report(signed(SIGNED), {ISSUER_ID: {**ISSUER, "email": None}})
    assert exceptions_of(made) == failed("2.3", "member-wrong")
    check = next(check for check in made.checks if check.step == "2.3")
    assert check.data == {"member": "email", "right": "an e-mail address", "pointer": "/email"}
