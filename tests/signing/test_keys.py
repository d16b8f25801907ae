"""Keys: made, replaced, retired, compromised; and never anywhere but where they belong."""

import ast
import copy
import pickle
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from mica.core.models import AuditEntry
from mica.people.errors import NotAllowed
from mica.signing import actions, queries, rules
from mica.signing.errors import NotFound, Unfit, Unsealable
from mica.signing.models import Key
from mica.vc.keys import KeyType, PublicKey, SigningKey
from tests.town import Town

SOURCE = Path(__file__).resolve().parents[2] / "src/mica"
MASTER, OTHER = b"m" * 32, b"o" * 32
ROW = UUID(int=7)


def states(organisation_id: UUID | None) -> list[tuple[str, str]]:
    keys = Key.objects.filter(organisation_id=organisation_id).order_by("created", "id")
    return [(key.kind, key.state) for key in keys]


# -- at rest --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [KeyType.ED25519, KeyType.P256])
def test_a_sealed_key_opens_to_the_same_key(kind: KeyType) -> None:
    key = SigningKey.generate(kind)

    opened = rules.unseal(rules.seal(key, ROW, MASTER), ROW, key.public, [MASTER])

    assert opened.reveal() == key.reveal()


def test_the_secret_does_not_stand_in_what_is_stored() -> None:
    key = SigningKey.generate()

    assert key.reveal() not in rules.seal(key, ROW, MASTER)


def test_the_old_master_key_opens_while_it_is_named() -> None:
    key = SigningKey.generate()
    sealed = rules.seal(key, ROW, OTHER)

    assert rules.unseal(sealed, ROW, key.public, [MASTER, OTHER]).public == key.public


def test_a_wrong_master_key_says_so() -> None:
    key = SigningKey.generate()

    with pytest.raises(Unsealable) as caught:
        rules.unseal(rules.seal(key, ROW, MASTER), ROW, key.public, [OTHER])

    assert str(caught.value) == (
        f"Key {ROW} was sealed under another master key. Set MICA_MASTER_KEY to the one it was "
        "made under, or name that one as MICA_MASTER_KEY_OLD."
    )


def test_a_sealed_key_moved_to_another_row_does_not_open() -> None:
    key = SigningKey.generate()

    with pytest.raises(Unsealable):
        rules.unseal(rules.seal(key, ROW, MASTER), UUID(int=8), key.public, [MASTER])


def test_a_sealed_key_under_another_public_key_does_not_open() -> None:
    key, other = SigningKey.generate(), SigningKey.generate()

    with pytest.raises(Unsealable):
        rules.unseal(rules.seal(key, ROW, MASTER), ROW, other.public, [MASTER])


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_sealed_key_with_one_bit_turned_does_not_open(place: int) -> None:
    key = SigningKey.generate()
    sealed = bytearray(rules.seal(key, ROW, MASTER))
    sealed[place] ^= 1

    with pytest.raises(Unsealable):
        rules.unseal(bytes(sealed), ROW, key.public, [MASTER])


def test_nothing_but_the_toolkit_the_command_line_and_signing_names_a_private_key() -> None:
    secret = {"SigningKey", "reveal", "from_secret"}
    naming = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = isinstance(node, ast.ImportFrom | ast.Import)
            names = {part for a in node.names for part in a.name.split(".")} if imported else set()
            words = {getattr(node, "attr", None), getattr(node, "id", None), *names}
            opens = getattr(node, "module", None) == "mica.signing.signer" and names != {"Signer"}
            if words & secret or opens:
                naming.add(path.relative_to(SOURCE).parts[0])

    assert naming == {"vc", "cli", "signing"}


# -- in the hands of others ---------------------------------------------------------------------


def test_a_signer_shows_names_only(town: Town, now: datetime) -> None:
    signer = actions.signer_for(town.provider.id, now)

    key = Key.objects.get()
    did = "did:web:127.0.0.1%3A8000:organisations:river-college"
    assert repr(signer) == f"<Signer {did}#{key.multikey}>"
    assert (signer.did, signer.method, signer.key_id) == (did, f"{did}#{key.multikey}", key.id)


@pytest.mark.parametrize("steal", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_signer_is_neither_pickled_nor_copied(town: Town, now: datetime, steal: object) -> None:
    signer = actions.signer_for(town.provider.id, now)

    with pytest.raises(TypeError, match="never pickled or copied"):
        steal(signer)  # type: ignore[operator]


def test_two_organisations_never_share_a_key(town: Town, now: datetime) -> None:
    signers = [actions.signer_for(one, now) for one in (town.provider.id, town.rival.id, None)]

    assert len({signer.method.partition("#")[2] for signer in signers}) == 3
    assert [signer.did for signer in signers] == [
        "did:web:127.0.0.1%3A8000:organisations:river-college",
        "did:web:127.0.0.1%3A8000:organisations:rival-school",
        "did:web:127.0.0.1%3A8000",
    ]


def test_a_key_put_into_another_organisations_row_does_not_sign(town: Town, now: datetime) -> None:
    ours = actions.ensure_key(town.provider.id, now)
    theirs = actions.ensure_key(town.rival.id, now)
    Key.objects.filter(id=theirs.id).update(sealed=bytes(ours.sealed))

    with pytest.raises(Unsealable):
        actions.signer_for(town.rival.id, now)


def test_another_master_key_signs_nothing(town: Town, now: datetime, settings: Settings) -> None:
    actions.ensure_key(town.provider.id, now)
    settings.MICA_MASTER_KEY = OTHER

    with pytest.raises(Unsealable) as caught:
        actions.signer_for(town.provider.id, now)

    assert caught.value.code == "master-key-wrong"


def test_keys_are_sealed_anew_under_a_new_master_key(
    town: Town, now: datetime, settings: Settings
) -> None:
    before = actions.signer_for(town.provider.id, now)
    settings.MICA_MASTER_KEY_OLD, settings.MICA_MASTER_KEY = settings.MICA_MASTER_KEY, OTHER

    assert actions.reseal_keys(now) == 1

    settings.MICA_MASTER_KEY_OLD = None
    assert actions.signer_for(town.provider.id, now).method == before.method


# -- a key's life --------------------------------------------------------------------------------


def test_an_organisation_without_a_key_gets_one_and_keeps_it(town: Town, now: datetime) -> None:
    first = actions.ensure_key(town.provider.id, now)
    second = actions.ensure_key(town.provider.id, now)

    assert (first.id, first.kind, first.state) == (second.id, "Ed25519", "active")


def test_only_one_key_of_a_kind_signs(town: Town, now: datetime) -> None:
    actions.make_key(town.provider.id, KeyType.P256, by=town.owner.id, now=now)
    with pytest.raises(Unfit) as caught:
        actions.make_key(town.provider.id, KeyType.P256, by=town.owner.id, now=now)

    assert caught.value.code == "key-is-there"
    assert states(town.provider.id) == [("P-256", "active")]


def test_the_signer_of_a_kind_is_of_that_kind(town: Town, now: datetime) -> None:
    for kind in (KeyType.ED25519, KeyType.P256):
        actions.make_key(town.provider.id, kind, by=None, now=now)

    kinds = [actions.signer_for(town.provider.id, now, kind).kind for kind in rules.SUITES]
    assert kinds == [KeyType.ED25519, KeyType.P256]
    assert actions.signer_for(town.provider.id, now).kind == KeyType.ED25519


def test_a_kind_that_nobody_made_is_not_made_by_asking(town: Town, now: datetime) -> None:
    with pytest.raises(NotFound):
        actions.signer_for(town.provider.id, now, KeyType.P256)

    assert states(town.provider.id) == []


def test_rotation_retires_the_old_key_and_destroys_its_secret(town: Town, now: datetime) -> None:
    old = actions.ensure_key(town.provider.id, now)
    later = now + timedelta(days=1)
    new = actions.rotate_key(town.provider.id, KeyType.ED25519, town.owner.id, later)

    old.refresh_from_db()
    assert (old.state, old.retired, bytes(old.sealed)) == ("retired", later, b"")
    assert actions.signer_for(town.provider.id, later).key_id == new.id
    assert list(AuditEntry.objects.order_by("number").values_list("verb", "thing", "actor")) == [
        ("signing.make_key", str(old.id), None),
        ("signing.retire_key", str(old.id), town.owner.id),
        ("signing.make_key", str(new.id), town.owner.id),
    ]


def test_the_last_key_is_not_retired(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now)

    with pytest.raises(Unfit) as caught:
        actions.retire_key(key.id, town.owner.id, now)

    assert (caught.value.code, states(town.provider.id)) == ("last-key", [("Ed25519", "active")])


def test_one_of_two_keys_is_retired(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now)
    actions.make_key(town.provider.id, KeyType.P256, by=town.owner.id, now=now)
    actions.retire_key(key.id, town.owner.id, now)

    assert states(town.provider.id) == [("Ed25519", "retired"), ("P-256", "active")]
    assert actions.signer_for(town.provider.id, now).kind == KeyType.P256


def test_a_compromised_key_is_replaced_and_its_secret_destroyed(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now - timedelta(days=9))
    since = now - timedelta(days=2)
    made = actions.mark_compromised(key.id, since, town.owner.id, now)

    key.refresh_from_db()
    assert (key.state, key.compromised_from, bytes(key.sealed)) == ("compromised", since, b"")
    assert made is not None
    assert actions.signer_for(town.provider.id, now).key_id == made.id


def test_a_retired_key_can_turn_out_to_be_compromised(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now)
    actions.rotate_key(town.provider.id, KeyType.ED25519, town.owner.id, now)

    assert actions.mark_compromised(key.id, now, town.owner.id, now) is None
    assert states(town.provider.id) == [("Ed25519", "compromised"), ("Ed25519", "active")]


def test_a_compromise_moves_to_an_earlier_day_and_never_to_a_later(
    town: Town, now: datetime
) -> None:
    key = actions.ensure_key(town.provider.id, now - timedelta(days=9))
    for days in (2, 4):
        actions.mark_compromised(key.id, now - timedelta(days=days), town.owner.id, now)
    with pytest.raises(Unfit) as caught:
        actions.mark_compromised(key.id, now - timedelta(days=3), town.owner.id, now)

    key.refresh_from_db()
    assert caught.value.code == "already-compromised"
    assert key.compromised_from == now - timedelta(days=4)


def test_a_compromise_is_not_announced_for_the_future(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now)

    with pytest.raises(Unfit) as caught:
        actions.mark_compromised(key.id, now + timedelta(days=1), town.owner.id, now)

    assert caught.value.code == "compromised-later"


@pytest.mark.parametrize("role", ["officer", "outsider", "learner", "operator"])
def test_nobody_but_an_owner_changes_keys(town: Town, now: datetime, role: str) -> None:
    key = actions.ensure_key(town.provider.id, now)
    by = getattr(town, role).id

    attempts = [
        lambda: actions.make_key(town.provider.id, KeyType.P256, by=by, now=now),
        lambda: actions.rotate_key(town.provider.id, KeyType.ED25519, by, now),
        lambda: actions.retire_key(key.id, by, now),
        lambda: actions.mark_compromised(key.id, now, by, now),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()

    assert states(town.provider.id) == [("Ed25519", "active")]


# -- what is published ----------------------------------------------------------------------------


def test_the_document_lists_every_key_and_says_which_is_compromised(
    town: Town, now: datetime
) -> None:
    first = actions.ensure_key(town.provider.id, now)
    second = actions.rotate_key(town.provider.id, KeyType.ED25519, None, now + timedelta(days=1))
    since, later = now + timedelta(days=2), now + timedelta(days=3)
    third = actions.mark_compromised(second.id, since, None, later)

    assert third is not None
    did = "did:web:127.0.0.1%3A8000:organisations:river-college"
    methods = [
        {
            "id": f"{did}#{key.multikey}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multikey,
            **({"revoked": "2026-06-03T12:00:00Z"} if key is second else {}),
        }
        for key in (first, second, third)
    ]
    assert queries.did_document("river-college", later) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def test_the_operators_document_stands_apart_from_every_organisations(
    town: Town, now: datetime
) -> None:
    key = actions.ensure_key(None, now)
    actions.ensure_key(town.provider.id, now)

    document = queries.did_document(None, now)
    assert document["id"] == "did:web:127.0.0.1%3A8000"
    assert [m["publicKeyMultibase"] for m in document["verificationMethod"]] == [key.multikey]


def test_an_organisation_without_keys_has_no_document(town: Town, now: datetime) -> None:
    with pytest.raises(NotFound):
        queries.did_document("river-college", now)


def test_a_public_key_of_a_row_is_the_sealed_ones_own(town: Town, now: datetime) -> None:
    key = actions.ensure_key(town.provider.id, now)
    secret = rules.unseal(
        bytes(key.sealed), key.id, PublicKey.from_multikey(key.multikey), [MASTER_OF_TESTS]
    )

    assert secret.public.multikey == key.multikey


MASTER_OF_TESTS = b"development only: not a secret!!"


def test_the_command_seals_anew_and_a_wrong_master_key_changes_nothing(
    town: Town, now: datetime, settings: Settings
) -> None:
    sealed = bytes(actions.ensure_key(town.provider.id, now).sealed)
    settings.MICA_MASTER_KEY = OTHER
    with pytest.raises(CommandError, match="sealed under another master key"):
        call_command("reseal_keys")
    unchanged = bytes(Key.objects.get().sealed) == sealed
    settings.MICA_MASTER_KEY_OLD = MASTER_OF_TESTS
    said = StringIO()
    call_command("reseal_keys", stdout=said)

    assert (unchanged, said.getvalue()) == (True, "Signing keys sealed anew: 1.\n")
    assert bytes(Key.objects.get().sealed) != sealed
