"""A sealed key opens with its passphrase, unchanged, and with nothing else."""

import os
import time
from typing import Any

import pytest

from mica.vc import sealing
from mica.vc.errors import Refused, Unusable
from mica.vc.keys import KeyType, PublicKey, SigningKey

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.generate()


@pytest.fixture(scope="module")
def sealed(key: SigningKey) -> dict[str, Any]:
    return sealing.seal(key, PASSPHRASE)


def spoilt(sealed: dict[str, Any], name: str) -> dict[str, Any]:
    """The sealed form with another first character under a name."""
    first = "A" if sealed[name][0] != "A" else "B"
    return {**sealed, name: first + sealed[name][1:]}


@pytest.mark.parametrize("kind", [KeyType.ED25519, KeyType.P256, KeyType.P384])
def test_a_key_opens_with_its_passphrase(kind: KeyType) -> None:
    key = SigningKey.generate(kind)
    opened = sealing.unseal(sealing.seal(key, PASSPHRASE), PASSPHRASE)

    assert (opened.public, opened.reveal()) == (key.public, key.reveal())


def test_the_sealed_form_says_what_it_is_and_hides_the_secret(
    key: SigningKey, sealed: dict[str, Any]
) -> None:
    assert list(sealed) == [
        "type", "keyType", "publicKeyMultibase", "kdf", "cipher", "nonce", "sealed"
    ]  # fmt: skip
    assert PublicKey.from_multikey(sealed["publicKeyMultibase"]) == key.public
    assert key.reveal().hex() not in str(sealed)


def test_two_seals_of_one_key_have_nothing_secret_in_common(
    key: SigningKey, sealed: dict[str, Any]
) -> None:
    again = sealing.seal(key, PASSPHRASE)

    assert again["kdf"]["salt"] != sealed["kdf"]["salt"]
    assert again["nonce"] != sealed["nonce"]
    assert again["sealed"] != sealed["sealed"]


def test_an_accent_opens_however_it_was_typed(key: SigningKey) -> None:
    sealed = sealing.seal(key, "un café très noir")

    assert sealing.unseal(sealed, "un cafe\u0301 tre\u0300s noir").public == key.public


def test_a_short_passphrase_is_refused(key: SigningKey) -> None:
    with pytest.raises(Refused) as caught:
        sealing.seal(key, "x" * 11)

    assert (caught.value.code, caught.value.data) == ("passphrase-too-short", {"least": 12})


def test_a_passphrase_that_is_not_text_is_refused(key: SigningKey, sealed: dict[str, Any]) -> None:
    bytes_of_another_encoding = os.fsdecode(b"correct horse caf\xe9")

    for use in (
        lambda: sealing.seal(key, bytes_of_another_encoding),
        lambda: sealing.unseal(sealed, bytes_of_another_encoding),
    ):
        with pytest.raises(Refused) as caught:
            use()
        assert caught.value.code == "passphrase-not-text"


@pytest.mark.parametrize("wrong", ["", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_another_passphrase_is_refused(sealed: dict[str, Any], wrong: str) -> None:
    with pytest.raises(Refused) as caught:
        sealing.unseal(sealed, wrong)

    assert caught.value.code == "passphrase-wrong"


@pytest.mark.parametrize("change", ["nonce", "sealed"])
def test_a_changed_byte_is_refused(sealed: dict[str, Any], change: str) -> None:
    with pytest.raises(Refused) as caught:
        sealing.unseal(spoilt(sealed, change), PASSPHRASE)

    assert caught.value.code == "passphrase-wrong"


@pytest.mark.parametrize(
    "change",
    [
        {"publicKeyMultibase": SigningKey.generate().public.multikey},
        {"keyType": "P-256"},
        {"type": "Another"},
        {"cipher": "AES-128-GCM"},
        {"added": "later"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_beside_the_secret_can_be_exchanged(
    sealed: dict[str, Any], change: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as caught:
        sealing.unseal({**sealed, **change}, PASSPHRASE)

    assert caught.value.code == "passphrase-wrong"


@pytest.mark.parametrize(
    "cost",
    [
        {"n": 2**30},
        {"n": 2**62},
        {"r": 1_000_000},
        {"p": 1_000_000},
        {"n": -1},
        {"n": 0},
        {"n": 1},
        {"n": 1000},
        {"n": 65536.0},
        {"n": True},
        {"n": "65536"},
        {"name": "argon2id"},
        {"salt": "!"},
        {"salt": None},
    ],
    ids=str,
)
def test_an_absurd_cost_is_refused_at_once(sealed: dict[str, Any], cost: dict[str, Any]) -> None:
    start = time.perf_counter()

    with pytest.raises(Unusable) as caught:
        sealing.unseal({**sealed, "kdf": {**sealed["kdf"], **cost}}, PASSPHRASE)

    assert caught.value.code == "not-a-sealed-key"
    assert time.perf_counter() - start < 0.2


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": None},
        {"kdf": "scrypt"},
        {"kdf": {}},
        {"kdf": []},
        {"nonce": ""},
        {"nonce": "AAAA"},
        {"nonce": None},
        {"sealed": 7},
        {"keyType": "Ed448"},
        {"keyType": ["Ed25519"]},
        {"publicKeyMultibase": "z0"},
        {"publicKeyMultibase": "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"},
        {"added": float("nan")},
    ],
    ids=str,
)
def test_what_is_not_a_sealed_key_is_unusable(
    sealed: dict[str, Any], change: dict[str, Any]
) -> None:
    with pytest.raises(Unusable) as caught:
        sealing.unseal({**sealed, **change}, PASSPHRASE)

    assert caught.value.code == "not-a-sealed-key"


@pytest.mark.parametrize("missing", ["keyType", "publicKeyMultibase", "kdf", "nonce", "sealed"])
def test_a_sealed_key_without_a_part_is_unusable(sealed: dict[str, Any], missing: str) -> None:
    rest = {name: value for name, value in sealed.items() if name != missing}

    with pytest.raises(Unusable):
        sealing.unseal(rest, PASSPHRASE)
