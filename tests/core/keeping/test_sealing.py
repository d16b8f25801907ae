"""A sealed file opens with its passphrase, whole and in order, or not at all."""

import io

import pytest

from mica.core.keeping import sealing
from mica.core.keeping.errors import BackupDamaged
from mica.vc.errors import Refused

PASSPHRASE = "a long passphrase"
SEALED_PIECE = sealing.PIECE + 16


def sealed(content: bytes) -> bytes:
    target = io.BytesIO()
    sealing.seal(io.BytesIO(content), target, PASSPHRASE)
    return target.getvalue()


def opened(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    target = io.BytesIO()
    sealing.unseal(io.BytesIO(content), target, passphrase, name="b")
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, sealing.PIECE, sealing.PIECE + 1, 2 * sealing.PIECE])
def test_what_was_sealed_is_opened(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)

    assert opened(sealed(content[:size])) == content[:size]


def test_pieces_are_neither_changed_moved_nor_left_out() -> None:
    whole = sealed(bytes(3 * sealing.PIECE))
    head = len(whole) - 3 * SEALED_PIECE
    first, second, third = (
        whole[head + n * SEALED_PIECE : head + (n + 1) * SEALED_PIECE] for n in range(3)
    )
    assert b"".join((whole[:head], first, second, third)) == whole
    flipped = bytearray(whole)
    flipped[-1] ^= 1
    forged = whole[:head].replace(b'"p": 1', b'"p": 2')
    for spoilt in (
        whole[:head] + first + third + second,
        whole[:head] + first + third,
        whole[:head] + first + second,
        whole[:-1],
        whole + b"x",
        bytes(flipped),
        forged + first + second + third,
        whole[:head],
        whole[:40],
    ):
        with pytest.raises(BackupDamaged):
            opened(spoilt)


def test_another_passphrase_does_not_open_it() -> None:
    with pytest.raises(BackupDamaged) as caught:
        opened(sealed(b"x"), "another passphrase")
    assert caught.value.code == "backup-passphrase-wrong"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        sealing.seal(io.BytesIO(), io.BytesIO(), "short")
    assert caught.value.code == "passphrase-too-short"
