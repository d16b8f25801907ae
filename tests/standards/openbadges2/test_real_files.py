"""The files of the 1EdTech validator and of Mozilla's bakery, judged as their makers mean."""

import json
from pathlib import Path
from typing import Any

import pytest

from mica.standards import openbadges2
from mica.vc.documents import JsonObject
from mica.vc.errors import Unusable
from mica.vc.report import Outcome, Verdict
from mica.vc.resolve import Shelf
from tests.standards.openbadges2.cast import (
    NOW,
    VALID,
    exceptions,
    failed,
    report,
    undecided,
)

HOSTED_ID = "https://example.org/beths-robotics-badge.json"


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "credentials/1edtech/ob20"


def world(folder: Path, hosted: str = "basic-assertion.json", **badge: Any) -> Shelf:
    """The assets at both schemes, as the makers mix them, and each profile under its own id."""
    documents = {}
    for file in (folder / "assets").glob("*.json"):
        for scheme in ("http", "https"):
            documents[f"{scheme}://example.org/{file.name}"] = file.read_bytes()
    assertion = {**json.loads((folder / hosted).read_bytes()), **badge}
    documents[HOSTED_ID] = json.dumps(assertion).encode()
    return Shelf(documents)


def hosted_by(folder: Path, profile: str) -> tuple[JsonObject, Shelf]:
    """The hosted assertion, awarded by the issuer in a file."""
    shelf = world(folder)
    issuer = json.loads((folder / "assets" / profile).read_bytes())
    badge = json.loads((folder / "assets/badgeclass1.json").read_bytes())
    badge |= {"issuer": issuer["id"]}
    assertion = json.loads(shelf.documents[HOSTED_ID]) | {"badge": badge["id"]}
    changes = {issuer["id"]: issuer, badge["id"]: badge, HOSTED_ID: assertion}
    texts = {url: json.dumps(value).encode() for url, value in changes.items()}
    return assertion, Shelf({**shelf.documents, **texts})


def test_signed_badge_is_valid(folder: Path) -> None:
    made = report((folder / "simple.jwt").read_text(), resolve=world(folder))
    assert exceptions(made) == VALID
    assert (made.about.title, made.about.issuer_name) == (
        "Awesome Robotics Badge",
        "An Example Badge Issuer",
    )


def test_signed_badge_without_network_is_undecided(folder: Path) -> None:
    made = openbadges2.verify((folder / "simple.jwt").read_text(), now=NOW)
    assert made.verdict is Verdict.UNDECIDED


def test_revoked_badge_is_refused(folder: Path) -> None:
    made = report((folder / "simple-revoked.jwt").read_text(), resolve=world(folder))
    assert exceptions(made) == failed("5.1", "badge-revoked")
    assert made.checks[-1].data == {"reason": "A good reason, for sure"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("basic-assertion.json", VALID),
        ("basic-assertion-expired.json", failed("4.2", "expired")),
        ("basic-assertion-in-future.json", failed("4.1", "issued-later")),
    ],
)
def test_hosted_badges_are_as_their_names_say(folder: Path, name: str, expected: Any) -> None:
    source = (folder / name).read_text()
    assert exceptions(report(source, resolve=world(folder, name))) == expected
    assert exceptions(report(HOSTED_ID, resolve=world(folder, name))) == expected


def test_assertion_baked_into_the_picture_is_valid(folder: Path) -> None:
    """The text of the picture's one iTXt chunk: a signed badge."""
    data = (folder / "simple-badge.png").read_bytes()
    start = data.index(b"iTXtopenbadges\0") + len(b"iTXtopenbadges\0\0\0\0\0")
    length = int.from_bytes(data[data.index(b"iTXtopenbadges") - 4 :][:4], "big")
    text = data[start : start + length - len(b"openbadges\0\0\0\0\0")].decode()
    assert exceptions(report(text, resolve=world(folder))) == VALID


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("issuer1.json", VALID),
        ("issuer-with-allowed-origins.json", VALID),
        ("issuer-with-allowed-origins-valid-starts-with.json", VALID),
        ("issuer-with-allowed-origins-valid-multiple-starts-with.json", VALID),
        (
            "issuer-with-allowed-origins-invalid-starts-with.json",
            failed("3.2", "hosted-elsewhere"),
        ),
        (
            "issuer-with-allowed-origins-invalid-multiple-starts-with.json",
            failed("3.2", "hosted-elsewhere"),
        ),
    ],
)
def test_rules_of_hosting_are_as_the_names_say(folder: Path, profile: str, expected: Any) -> None:
    assertion, shelf = hosted_by(folder, profile)
    assert exceptions(report(assertion, resolve=shelf)) == expected


def test_profile_of_a_wrong_type_is_refused(folder: Path) -> None:
    assertion, shelf = hosted_by(folder, "issuer-invalid-type.json")
    verdict, found = exceptions(report(assertion, resolve=shelf))
    assert verdict is Verdict.INVALID
    assert ("2.3", Outcome.FAILED, "member-wrong") in found


def test_profile_whose_id_is_no_address_is_refused(folder: Path) -> None:
    badge = "https://example.org/badge-with-bad-issuer.json"
    shelf = world(folder, badge=badge)
    source = json.loads(shelf.documents[HOSTED_ID])
    _, found = exceptions(report(source, resolve=shelf))
    assert found[0] == ("1.3", Outcome.FAILED, "id-elsewhere")


@pytest.mark.parametrize(
    "name",
    ["badgeclass-with-complex-image", "badgeclass-with-language", "badgeclass-with-endorsements"],
)
def test_badge_classes_of_every_form_are_read(folder: Path, name: str) -> None:
    documents = dict(world(folder).documents)
    badge = json.loads((folder / f"assets/{name}.json").read_bytes())
    source = json.loads(documents[HOSTED_ID]) | {"badge": badge["id"]}
    documents[HOSTED_ID] = json.dumps(source).encode()
    assert exceptions(report(source, resolve=Shelf(documents))) == VALID


def test_issuer_without_key_can_host(folder: Path) -> None:
    """Hosted, it needs no key; signed, it was shown without its signature."""
    badge = "https://example.org/basic-badge-no-public-key.json"
    shelf = world(folder, badge=badge)
    assert exceptions(report(HOSTED_ID, resolve=shelf)) == VALID
    signed = {"verification": {"type": "signed"}, "badge": badge}
    shelf = world(folder, **signed)
    assert exceptions(report(HOSTED_ID, resolve=shelf)) == failed("3.1", "signature-missing")


def test_picture_of_the_bakery_holds_an_address_that_is_undecided(shared_data: Path) -> None:
    text = (shared_data / "credentials/mozilla-bakery/baked.svg").read_text()
    assert 'verify="http://example.org"' in text
    made = report("http://example.org", resolve=world(shared_data / "credentials/1edtech/ob20"))
    assert exceptions(made) == undecided(("1.1", "not-on-shelf"))


def test_body_of_the_bakerys_picture_is_no_badge() -> None:
    with pytest.raises(Unusable) as error:
        openbadges2.verify('{"verify":{"url":"http://example.org"}}', now=NOW)
    assert str(error.value) == "This is no assertion of Open Badges 2.0 or an earlier edition."
