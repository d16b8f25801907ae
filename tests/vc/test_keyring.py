"""A key ring keeps its issuer's name, keeps what was issued valid, and keeps its secrets."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mica.vc import keyring
from mica.vc.dids import Purpose, check_issuer, find_method
from mica.vc.errors import MicaError, Refused, Unusable
from mica.vc.keyring import Keyring
from mica.vc.keys import KeyType
from mica.vc.resolve import Shelf

SCHOOL = "did:web:school.example"
URL = "https://school.example/.well-known/did.json"
PASSPHRASE = "correct horse battery"
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def data(ring: Keyring) -> bytes:
    return json.dumps(ring.as_json()).encode()


def code_of(make: Any, *values: Any, **more: Any) -> str:
    with pytest.raises(MicaError) as caught:
        make(*values, **more)
    str(caught.value)
    return caught.value.code


@pytest.fixture(scope="module")
def once() -> Keyring:
    """A ring of a did:web with one key."""
    return keyring.new(SCHOOL, PASSPHRASE, MARCH, kind=KeyType.ED25519)


@pytest.fixture(scope="module")
def twice(once: Keyring) -> Keyring:
    """The same ring, rotated."""
    return keyring.rotate(once, PASSPHRASE, APRIL)


@pytest.fixture(scope="module")
def lone() -> Keyring:
    """A ring of a did:key."""
    return keyring.new("did:key", PASSPHRASE, MARCH, kind=KeyType.P256)


def test_a_did_key_is_named_after_its_key(lone: Keyring) -> None:
    key = lone.open(PASSPHRASE).public

    assert lone.controller == f"did:key:{key.multikey}"
    assert lone.current.id == f"{lone.controller}#{key.multikey}"


def test_a_did_web_numbers_its_keys(twice: Keyring) -> None:
    assert twice.controller == SCHOOL
    assert [entry.id for entry in twice.entries] == [f"{SCHOOL}#key-1", f"{SCHOOL}#key-2"]


@pytest.mark.parametrize("kind", [KeyType.ED25519, KeyType.P256, KeyType.P384])
def test_a_ring_is_read_as_it_was_written(kind: KeyType) -> None:
    ring = keyring.new(SCHOOL, PASSPHRASE, MARCH, kind=kind)

    assert ring.current.public.type == kind
    assert keyring.read(data(ring)) == ring


def test_a_rotated_ring_is_read_as_it_was_written(twice: Keyring) -> None:
    assert keyring.read(data(twice)) == twice


def test_rotation_retires_the_key_and_forgets_its_secret(once: Keyring, twice: Keyring) -> None:
    before, after = twice.entries

    assert (before.public, before.retired, before.sealed) == (once.current.public, APRIL, None)
    assert (after.created, after.retired) == (APRIL, None)
    assert twice.open(PASSPHRASE).public == after.public
    assert after.public != before.public


def test_rotation_can_change_the_type(once: Keyring) -> None:
    ring = keyring.rotate(once, PASSPHRASE, APRIL, kind=KeyType.P384)

    assert [entry.public.type for entry in ring.entries] == [KeyType.ED25519, KeyType.P384]


def test_what_a_retired_key_signed_goes_on_verifying(once: Keyring, twice: Keyring) -> None:
    signature = once.open(PASSPHRASE).sign(b"x")
    web = Shelf({URL: json.dumps(keyring.did_document(twice)).encode()})

    method = find_method(once.current.id, Purpose.ASSERTION, resolve=web, now=MAY)
    check_issuer(method, SCHOOL, Purpose.ASSERTION, resolve=web, now=MAY)

    assert method.key.verify(signature, b"x")


def test_a_key_that_issues_does_not_sign_in(twice: Keyring) -> None:
    web = Shelf({URL: json.dumps(keyring.did_document(twice)).encode()})

    assert (
        code_of(find_method, twice.current.id, Purpose.AUTHENTICATION, resolve=web, now=MAY)
        == "key-not-for-purpose"
    )


def test_the_document_to_publish_has_every_key_and_no_secret(twice: Keyring) -> None:
    first, second = twice.entries

    assert keyring.did_document(twice) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": SCHOOL,
        "verificationMethod": [
            {
                "id": entry.id,
                "type": "Multikey",
                "controller": SCHOOL,
                "publicKeyMultibase": entry.public.multikey,
            }
            for entry in (first, second)
        ],
        "assertionMethod": [first.id, second.id],
    }


def test_no_secret_is_written_or_shown(once: Keyring) -> None:
    secret = once.open(PASSPHRASE).reveal()

    for text in (data(once).decode(), repr(once), str(once)):
        assert secret.hex() not in text
        assert PASSPHRASE not in text


def test_a_did_key_has_nothing_to_publish_and_cannot_rotate(lone: Keyring) -> None:
    assert code_of(keyring.did_document, lone) == "nothing-to-publish"
    assert code_of(keyring.rotate, lone, PASSPHRASE, APRIL) == "did-key-cannot-rotate"


def test_another_passphrase_neither_opens_nor_rotates(once: Keyring) -> None:
    assert code_of(once.open, "wrong horse battery") == "passphrase-wrong"
    assert code_of(keyring.rotate, once, "wrong horse battery", APRIL) == "passphrase-wrong"


@pytest.mark.parametrize(
    ("controller", "code"),
    [
        ("https://school.example", "controller-unfit"),
        ("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "controller-unfit"),
        ("did:jwk:e30", "controller-unfit"),
        ("", "controller-unfit"),
        ("did:web:", "bad-did"),
        ("did:web:school.example/path", "bad-did"),
        ("did:web:school.example#key-1", "bad-did"),
        ("did:web:..:x", "bad-did"),
    ],
)
def test_an_issuer_that_cannot_have_a_ring_is_refused(controller: str, code: str) -> None:
    assert code_of(keyring.new, controller, PASSPHRASE, MARCH, kind=KeyType.ED25519) == code


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refused, match="at least 12"):
        keyring.new("did:key", "short", MARCH, kind=KeyType.ED25519)


def spoil(*path: Any, value: Any) -> Any:
    """A change to the JSON of a ring: a value put at a path, or removed where it is `...`."""

    def change(document: Any) -> None:
        *way, last = path
        for step in way:
            document = document[step]
        if value is ...:
            del document[last]
        else:
            document[last] = value

    return pytest.param(change, id=f"{'/'.join(map(str, path))}={value}")


@pytest.mark.parametrize(
    "change",
    [
        spoil("type", value="MicaKeyring2"),
        spoil("type", value=...),
        spoil("controller", value="did:web:other.example"),
        spoil("controller", value="https://school.example"),
        spoil("controller", value=7),
        spoil("keys", value=[]),
        spoil("keys", value=...),
        spoil("keys", value="keys"),
        spoil("keys", value=[7]),
        spoil("keys", 0, "id", value=f"{SCHOOL}#key-2"),
        spoil("keys", 0, "retired", value=...),
        spoil("keys", 0, "retired", value="yesterday"),
        spoil("keys", 0, "sealed", value={}),
        spoil("keys", 1, "id", value="did:web:other.example#key-2"),
        spoil("keys", 1, "retired", value="2026-04-01T00:00:00Z"),
        spoil("keys", 1, "created", value="2026-04-01"),
        spoil("keys", 1, "sealed", value=...),
        spoil("keys", 1, "sealed", value=[]),
        spoil("keys", 1, "sealed", value={}),
        spoil("keys", 1, "publicKeyMultibase", value="z0"),
        spoil("keys", 1, "sealed", "publicKeyMultibase", value="zABC"),
    ],
)
def test_what_is_not_a_key_ring_is_unusable(twice: Keyring, change: Any) -> None:
    document = json.loads(data(twice))
    change(document)

    with pytest.raises(Unusable) as caught:
        keyring.read(json.dumps(document).encode())

    assert caught.value.code == "not-a-keyring"


def test_a_did_key_ring_has_one_key_and_no_other(lone: Keyring, once: Keyring) -> None:
    document, other = lone.as_json(), once.as_json()["keys"][0]
    key = other["publicKeyMultibase"]
    renamed = {**document, "keys": [{**other, "id": f"{document['controller']}#{key}"}]}

    assert code_of(keyring.read, json.dumps(renamed).encode()) == "not-a-keyring"


def test_what_is_not_json_says_so() -> None:
    assert code_of(keyring.read, b"key") == "not-json"
