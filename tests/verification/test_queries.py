"""Verifying on the platform: what an organisation of ours signed, without going out."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from mica.signing import actions, queries
from mica.signing.models import Key
from mica.signing.rules import own_place
from mica.vc.errors import Unreachable
from mica.vc.keys import KeyType
from mica.vc.report import Report
from mica.vc.status_documents import status_entry
from mica.verification.queries import judge, setting
from tests.cast import credential
from tests.town import Town

DID = "did:web:127.0.0.1%3A8000:organisations:river-college"


def signed(town: Town, now: datetime, *, suite: str | None = None, **more: Any) -> dict[str, Any]:
    """A credential of the provider's, with a place in its list."""
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    kind = KeyType.P256 if suite and suite.startswith("ecdsa") else None
    signer = actions.signer_for(town.provider.id, now, kind)
    document = credential(
        issuer={"id": signer.did, "type": ["Profile"], "name": "River College"},
        credentialStatus=status_entry(place.url, place.index, "revocation"),
        **more,
    )
    return signer.sign(document, now, suite)


def failed(report: Report) -> list[tuple[str, str]]:
    return [(check.step, check.code) for check in report.checks if check.outcome != "passed"]


def verdict(document: dict[str, Any], now: datetime) -> Report:
    return judge(json.dumps(document).encode(), now)


@pytest.mark.parametrize(
    "suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"]
)
def test_what_a_signer_signs_is_valid(town: Town, now: datetime, suite: str) -> None:
    for kind in (KeyType.ED25519, KeyType.P256):
        actions.make_key(town.provider.id, kind, by=None, now=now)

    report = verdict(signed(town, now, suite=suite), now)

    assert (report.verdict, failed(report)) == ("valid", [])
    assert report.about.issuer_id == DID


def test_a_batch_and_jwts_of_a_signer_are_valid(town: Town, now: datetime) -> None:
    signer = actions.signer_for(town.provider.id, now)
    issuer = {"id": signer.did, "type": ["Profile"], "name": "River College"}
    document = credential(issuer=issuer)
    texts = [
        json.dumps(signer.batch(document, ("/id",), now).issue({"/id": "urn:uuid:1"})),
        signer.sign_jwt(document),
        signer.sign_jose(document),
    ]

    assert [judge(text.encode(), now).verdict for text in texts] == ["valid"] * 3


def test_what_is_revoked_is_not_valid_at_once(town: Town, now: datetime) -> None:
    document = signed(town, now)
    before = verdict(document, now).verdict
    kept = document["credentialStatus"]["statusListCredential"].rpartition("/")[2]
    index = int(document["credentialStatus"]["statusListIndex"])
    actions.set_status(kept, [index], True, now)

    after = verdict(document, now)

    assert before == "valid"
    assert (after.verdict, failed(after)) == ("invalid", [("5.1", "status-revoked")])


def test_what_a_retired_key_signed_stays_valid(town: Town, now: datetime) -> None:
    document = signed(town, now)
    actions.rotate_key(town.provider.id, KeyType.ED25519, town.owner.id, now)

    assert verdict(document, now).verdict == "valid"


def test_nothing_that_a_compromised_key_signed_is_valid_whatever_its_date(
    town: Town, now: datetime
) -> None:
    document = signed(town, now - timedelta(days=9))
    actions.mark_compromised(Key.objects.get().id, now, town.owner.id, now)

    report = verdict(document, now)

    assert (report.verdict, failed(report)) == ("invalid", [("3.3", "key-revoked")])


def test_the_same_credential_signed_by_the_new_key_is_valid(town: Town, now: datetime) -> None:
    document = signed(town, now - timedelta(days=9))
    actions.mark_compromised(Key.objects.get().id, now, town.owner.id, now)
    document.pop("proof")

    again = actions.signer_for(town.provider.id, now).sign(document, now)

    assert verdict(again, now).verdict == "valid"


def test_a_rivals_key_does_not_speak_for_the_provider(town: Town, now: datetime) -> None:
    document = signed(town, now)
    document.pop("proof")
    forged = actions.signer_for(town.rival.id, now).sign(document, now)

    report = verdict(forged, now)

    assert (report.verdict, failed(report)) == ("invalid", [("3.5", "key-not-of-issuer")])


def test_a_verdict_is_for_a_whole_second(now: datetime) -> None:
    moment = now.replace(microsecond=987_654)

    assert setting(moment).now == now
    assert setting(moment).memory is setting(now).memory


# -- our own addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://127.0.0.1:8000/.well-known/did.json", ("did", "")),
        ("https://127.0.0.1:8000/.well-known/did.json", ("did", "")),
        ("https://127.0.0.1:8000/organisations/a-b/did.json", ("did", "a-b")),
        (f"http://127.0.0.1:8000/status/{'0' * 8}-0000-0000-0000-{'0' * 12}", None),
        ("https://127.0.0.1:8001/.well-known/did.json", None),
        ("https://127.0.0.1:8000@evil.example/.well-known/did.json", None),
        ("https://evil.example/.well-known/did.json", None),
        ("https://127.0.0.1:8000/organisations/a/../b/did.json", None),
        ("https://127.0.0.1:8000/status/1", None),
        ("https://127.0.0.1:8000/.well-known/did.json?x=1", None),
        ("ftp://127.0.0.1:8000/.well-known/did.json", None),
        ("https://[", None),
    ],
)
def test_only_our_own_addresses_are_our_own(url: str, found: tuple[str, str] | None) -> None:
    place = own_place(url, "http://127.0.0.1:8000", loopback=True)

    if "/status/0" in url:
        found = ("status", url.rpartition("/")[2])
    assert (place and (place.kind, place.name)) == found


def test_away_from_loopback_http_is_not_https() -> None:
    urls = [f"{scheme}://mica.example/.well-known/did.json" for scheme in ("http", "https")]
    found = [own_place(url, "https://mica.example", loopback=False) for url in urls]

    assert [place is not None for place in found] == [False, True]


def test_a_document_of_ours_is_answered_in_process(town: Town, now: datetime) -> None:
    actions.ensure_key(town.provider.id, now)
    url = "https://127.0.0.1:8000/organisations/river-college/did.json"

    resource = queries.own_resource(url, now)

    assert resource is not None
    assert json.loads(resource.content) == queries.did_document("river-college", now)
    assert (resource.url, resource.media_type) == (url, "application/did+json")


def test_an_address_of_ours_with_nothing_there_is_unreachable(db: None, now: datetime) -> None:
    with pytest.raises(Unreachable) as caught:
        queries.own_resource("https://127.0.0.1:8000/organisations/nobody/did.json", now)

    assert caught.value.code == "not-found"


def test_a_strangers_address_is_not_ours(db: None, now: datetime, settings: Settings) -> None:
    assert queries.own_resource("https://provider.example/did.json", now) is None
