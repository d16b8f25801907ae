"""The pages of an organisation's keys: what owners do, and what nobody else sees."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from mica.people.models import Person
from mica.signing import actions
from mica.signing.models import Key
from mica.vc.keys import KeyType
from tests.town import Town

PAGE = "/organisations/river-college/keys/"
Browse = Callable[[Person], Client]
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def key(town: Town) -> Key:
    return actions.make_key(town.provider.id, KeyType.ED25519, by=None, now=YESTERDAY)


def states() -> list[tuple[str, str]]:
    return list(Key.objects.order_by("created", "id").values_list("kind", "state"))


def said(client: Client, path: str, **values: str) -> str:
    """The page that comes of sending a form."""
    response = client.post(path, values, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_an_owner_sees_the_keys_and_what_can_be_done(town: Town, key: Key, browse: Browse) -> None:
    page = browse(town.owner).get(PAGE).content.decode()

    did = "did:web:127.0.0.1%3A8000:organisations:river-college"
    assert all(part in page for part in (key.multikey, "Active", did, f"{key.id}/replace/"))


@pytest.mark.parametrize("role", ["officer"])
def test_a_member_sees_the_keys_and_changes_none(
    town: Town, key: Key, browse: Browse, role: str
) -> None:
    client = browse(getattr(town, role))
    page = client.get(PAGE).content.decode()

    assert (
        key.multikey in page,
        "/replace/" in page,
        '<button class="plain" name="kind"' in page,
    ) == (
        True,
        False,
        False,
    )
    assert refused(client, key) == [404] * 7


@pytest.mark.parametrize("role", ["outsider", "learner", "recruiter", "operator"])
def test_nobody_else_learns_that_there_are_keys(
    town: Town, key: Key, browse: Browse, role: str
) -> None:
    client = browse(getattr(town, role))

    assert (client.get(PAGE).status_code, refused(client, key)) == (404, [404] * 7)
    assert states() == [("Ed25519", "active")]


def test_whoever_has_not_signed_in_is_asked_to(town: Town, key: Key) -> None:
    client = Client()

    assert [client.get(PAGE).status_code, *refused(client, key)] == [302] * 8
    assert states() == [("Ed25519", "active")]


def refused(client: Client, key: Key) -> list[int]:
    """What each door says to somebody whom it must not let in."""
    doors = [f"{PAGE}{key.id}/{act}/" for act in ("replace", "retire", "compromised")]
    sent = {"since": "2026-01-01", "sure": "on", "kind": "P-256"}
    found = [client.get(door).status_code for door in doors]
    return found + [client.post(door, sent).status_code for door in [*doors, f"{PAGE}make/"]]


def test_a_key_of_another_organisation_is_not_there(town: Town, key: Key, browse: Browse) -> None:
    theirs = actions.make_key(town.rival.id, KeyType.ED25519, by=None, now=YESTERDAY)
    client = browse(town.owner)

    assert refused(client, theirs)[:6] == [404] * 6
    assert client.post(f"{PAGE}{uuid4()}/retire/").status_code == 404


def test_without_a_key_the_page_says_what_happens(town: Town, browse: Browse) -> None:
    page = browse(town.owner).get(PAGE).content.decode()

    assert "No key yet" in page
    assert "did.json" not in page


def test_a_key_of_another_kind_is_made(town: Town, key: Key, browse: Browse) -> None:
    page = said(browse(town.owner), f"{PAGE}make/", kind="P-256")

    assert "The new key signs from now on." in page
    assert states() == [("Ed25519", "active"), ("P-256", "active")]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("Ed25519", "There is already a key of kind Ed25519 that signs."),
        ("RSA", "Organisations have no keys of kind RSA; accepted: Ed25519, P-256."),
        ("P-384", "Organisations have no keys of kind P-384; accepted: Ed25519, P-256."),
        ("P-521", "Choose one of the kinds of key that are offered."),
        ("", "Choose one of the kinds of key that are offered."),
    ],
)
def test_a_kind_that_cannot_be_made_is_told(
    town: Town, key: Key, browse: Browse, kind: str, sentence: str
) -> None:
    assert sentence in said(browse(town.owner), f"{PAGE}make/", kind=kind)
    assert states() == [("Ed25519", "active")]


def test_a_key_is_replaced_after_asking(town: Town, key: Key, browse: Browse) -> None:
    client = browse(town.owner)
    asked = client.get(f"{PAGE}{key.id}/replace/").content.decode()
    before = states()
    page = said(client, f"{PAGE}{key.id}/replace/")

    assert "Replace this key by a new one?" in asked
    assert (before, states()) == (
        [("Ed25519", "active")],
        [("Ed25519", "retired"), ("Ed25519", "active")],
    )
    assert "What the key signed stays valid." in page


def test_a_replaced_key_is_not_replaced_again(town: Town, key: Key, browse: Browse) -> None:
    client = browse(town.owner)
    said(client, f"{PAGE}{key.id}/replace/")
    page = said(client, f"{PAGE}{key.id}/replace/")

    assert "This key no longer signs." in page
    assert states() == [("Ed25519", "retired"), ("Ed25519", "active")]


def test_the_last_key_stays(town: Town, key: Key, browse: Browse) -> None:
    assert "This is the only key that signs" in said(browse(town.owner), f"{PAGE}{key.id}/retire/")
    assert states() == [("Ed25519", "active")]


def test_one_of_two_keys_can_be_retired(town: Town, key: Key, browse: Browse) -> None:
    client = browse(town.owner)
    alone = "/retire/" in client.get(PAGE).content.decode()
    actions.make_key(town.provider.id, KeyType.P256, by=None, now=YESTERDAY)
    page = client.get(PAGE).content.decode()
    said(client, f"{PAGE}{key.id}/retire/")

    assert (alone, f"{key.id}/retire/" in page) == (False, True)
    assert states() == [("Ed25519", "retired"), ("P-256", "active")]


def test_a_key_is_marked_from_a_day(town: Town, key: Key, browse: Browse) -> None:
    since = YESTERDAY.date().isoformat()
    client = browse(town.owner)
    asked = client.get(f"{PAGE}{key.id}/compromised/").content.decode()
    page = said(client, f"{PAGE}{key.id}/compromised/", since=since, sure="on")

    key.refresh_from_db()
    assert "0 credentials signed by this key stop being valid." in asked
    assert (key.state, key.compromised_from) == ("compromised", YESTERDAY)
    assert "What it signed is no longer valid." in page
    assert states() == [("Ed25519", "compromised"), ("Ed25519", "active")]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"since": "2026-01-01"}, "Tick this box if you mean it."),
        ({"sure": "on"}, "Choose a day."),
        ({"since": "yesterday", "sure": "on"}, "Enter a valid date."),
        ({"since": "2126-01-01", "sure": "on"}, "still to come"),
    ],
)
def test_a_key_is_not_marked_by_half_a_form(
    town: Town, key: Key, browse: Browse, sent: dict[str, str], sentence: str
) -> None:
    assert sentence in said(browse(town.owner), f"{PAGE}{key.id}/compromised/", **sent)
    assert states() == [("Ed25519", "active")]
