"""Lists of the revoked: of somebody else, about themselves, remembered between documents."""

import json
from datetime import timedelta
from typing import Any

import pytest

from mica.vc import status
from mica.vc.bitstring import blank
from mica.vc.errors import Unreachable
from mica.vc.resolve import Resource, Shelf
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests.attacks.hands import VALID, found, handed, invalid, undecided
from tests.cast import (
    AGENCY,
    EXTENSIONS,
    LIST_URL,
    NOW,
    OB3,
    OUTSIDER,
    PROVIDER,
    V2,
    changed,
    credential,
    shelf,
    status_list,
    with_status,
)

SIGNED = PROVIDER.signs(with_status())
PLAIN_URL = "https://provider.example/revoked"


def test_a_revoked_credential_stays_revoked_in_every_dress() -> None:
    revoked = shelf(status_list(94567))
    assert found(SIGNED, revoked) == invalid("status-revoked")
    assert found(PROVIDER.signs_jwt(with_status()), revoked) == invalid("status-revoked")
    assert found(PROVIDER.signs_jose(with_status()), revoked) == invalid("status-revoked")


def test_a_list_signed_by_somebody_else_in_the_issuers_name_is_not_believed() -> None:
    forged = {**status_list(keeper=OUTSIDER), "issuer": PROVIDER.did}
    assert found(SIGNED, shelf(forged)) == undecided("status-list-not-valid")


def test_a_list_of_another_keeper_is_named() -> None:
    report = handed(SIGNED, shelf(status_list(keeper=AGENCY)))
    [clear] = [check for check in report.checks if check.code == "status-clear"]
    assert clear.data["keeper"] == AGENCY.did


def test_the_credential_itself_does_not_serve_as_its_list() -> None:
    entry = {**with_status()["credentialStatus"], "statusListCredential": "https://a.example/me"}
    signed = PROVIDER.signs(credential(credentialStatus=entry))
    me = shelf(**{"https://a.example/me": signed})
    assert found(signed, me) == undecided("status-list-malformed")


def test_a_list_that_names_itself_as_its_status_ends() -> None:
    entry = with_status()["credentialStatus"]
    assert found(SIGNED, shelf(status_list(credentialStatus=[entry] * 8))) == VALID


def test_a_list_with_praise_for_itself_inside_ends() -> None:
    inner = status_list(id="urn:uuid:0d1f2c9e-5a35-4a8e-9a55-0f5a1c2d3e4f")
    page = status_list(**{"@context": [V2, OB3], "endorsement": [inner]})
    assert found(SIGNED, shelf(page)) == VALID


@pytest.mark.parametrize("code", ["offline", "private-address", "timed-out"])
def test_a_list_that_is_kept_away_is_undecided(code: str) -> None:
    def resolve(url: str, /) -> Resource:
        raise Unreachable(code, url=url)

    assert found(SIGNED, resolve) == undecided(code)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/credentialSubject/statusPurpose", "suspension"),
        ("/credentialSubject/statusPurpose", []),
        ("/credentialSubject/encodedList", "zH4sI"),
        ("/credentialSubject/encodedList", "H4sIAAAAAAAA"),
        ("/type", ["VerifiableCredential"]),
        ("/validUntil", "2026-05-01T00:00:00Z"),
    ],
)
def test_a_list_that_its_keeper_wrote_badly_is_undecided(pointer: str, value: Any) -> None:
    page = {k: v for k, v in status_list(validUntil="2030-01-01T00:00:00Z").items() if k != "proof"}
    report = handed(SIGNED, shelf(PROVIDER.signs(changed(page, pointer, value))))
    assert report.verdict.value == "undecided"


def test_lists_are_remembered_for_their_content_and_moment_only() -> None:
    """One memory for many documents: what was believed once is not believed of other bytes."""
    memory = status.Memory()

    def verdict(page: dict[str, Any], **more: Any) -> str:
        resolve = Shelf({LIST_URL: json.dumps(page).encode()})
        setting = Setting(resolve, more.get("now", NOW), STANDARDS, memory=memory)
        return judge(json.dumps(SIGNED).encode(), setting).verdict.value

    good, short = status_list(), status_list(validUntil="2026-06-01T13:00:00Z")
    assert verdict(good) == "valid"
    assert verdict(status_list(94567)) == "invalid"
    assert verdict(changed(good, "/validFrom", "2026-01-02T00:00:00Z")) == "undecided"
    assert verdict({**status_list(keeper=OUTSIDER), "issuer": PROVIDER.did}) == "undecided"
    assert verdict(short) == "valid"
    assert verdict(short, now=NOW + timedelta(hours=2)) == "undecided"
    assert verdict(good) == "valid"


def test_what_a_list_costs_does_not_depend_on_what_was_judged_before() -> None:
    memory = status.Memory()
    setting = Setting(shelf(status_list()), NOW, STANDARDS, memory=memory)
    reports = [judge(json.dumps(SIGNED).encode(), setting) for _ in range(50)]
    assert all(report == reports[0] for report in reports)


@pytest.mark.parametrize("size", [0, -1, 33, 2**53 - 1, 1.0, "1", None, True])
def test_an_absurd_size_of_a_status_is_refused(size: Any) -> None:
    entry = {**with_status()["credentialStatus"], "statusSize": size}
    verdict, told = found(
        PROVIDER.signs_jose(credential(credentialStatus=entry)), shelf(status_list())
    )
    assert (verdict, told["status-malformed"]) == ("invalid", "failed")


@pytest.mark.parametrize(
    "page",
    [
        {"revokedCredential": [{"id": credential()["id"]}]},
        {"revokedCredential": [{"id": credential()["id"], "revoked": "yes"}]},
    ],
)
def test_a_plain_list_that_names_the_credential_is_never_passed(page: dict[str, Any]) -> None:
    entry = {"id": PLAIN_URL, "type": "1EdTechRevocationList"}
    document = credential(**{"@context": [V2, OB3, EXTENSIONS], "credentialStatus": entry})
    assert found(PROVIDER.signs(document), shelf(**{PLAIN_URL: page})) == invalid("status-revoked")


def test_more_related_resources_than_are_looked_up_are_undecided() -> None:
    content = b"x"
    digest = "sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="
    many = [{"id": f"https://a.example/{i}", "digestSRI": digest} for i in range(33)]
    signed = PROVIDER.signs(credential(relatedResource=many))
    assert found(signed, lambda url: Resource(url, content)) == undecided("too-many-related")


def test_a_document_that_names_countless_addresses_has_few_of_them_asked() -> None:
    asked = set()

    def resolve(url: str, /) -> Resource:
        asked.add(url)
        raise Unreachable("timed-out", url=url)

    def praise(number: int) -> dict[str, Any]:
        proof = {**SIGNED["proof"], "verificationMethod": f"did:web:a{number}.example#k"}
        return {**credential(), "id": f"urn:x:{number}", "proof": [proof]}

    forged = {**PROVIDER.signs(credential()), "endorsement": [praise(i) for i in range(64)]}
    forged["endorsement"][0]["endorsement"] = [praise(i) for i in range(100, 164)]
    handed(forged, resolve)
    assert len(asked) == 64


def test_a_plain_list_cannot_be_asked_about_a_credential_without_an_id() -> None:
    """An entry without an id is no entry about every credential without one."""
    entry = {"id": PLAIN_URL, "type": "1EdTechRevocationList"}
    document = {
        "@context": [V2, OB3, EXTENSIONS],
        "type": ["VerifiableCredential"],
        "issuer": PROVIDER.did,
        "credentialSubject": {"id": OUTSIDER.did},
        "credentialStatus": entry,
    }
    page = shelf(**{PLAIN_URL: {"revokedCredential": [{"revoked": True}]}})
    assert found(PROVIDER.signs(document), page) == undecided("status-list-malformed")


def test_one_list_asked_for_a_thousand_times_is_paid_for_each_time() -> None:
    """A large list that is not believed, and so not remembered, under every endorsement."""
    page = status_list()
    subject = {**page["credentialSubject"], "encodedList": blank(120_000_000).encode()}
    lists = shelf({**page, "credentialSubject": subject})
    praise = [
        {**SIGNED, "id": f"urn:x:{i}", "credentialStatus": [SIGNED["credentialStatus"]] * 8}
        for i in range(64)
    ]
    report = handed({**SIGNED, "endorsement": praise}, lists)
    assert report.verdict.value == "invalid"
