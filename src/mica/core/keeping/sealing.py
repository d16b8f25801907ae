"""A file under a passphrase, read and written in pieces, so that its size does not matter.

scrypt makes the key; AES-256-GCM seals each piece with its number and whether it is the last, so
that pieces can neither be moved nor left out (Hoang, Reyhanitabar, Rogaway and Vizár 2015: STREAM).
"""

import json
import os
import unicodedata
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mica.core.keeping.errors import BackupDamaged
from mica.vc.errors import Refused
from mica.vc.sealing import MIN_PASSPHRASE

MAGIC: Final = b"MICA SEALED BACKUP 1\n"
PIECE: Final = 1024 * 1024
_TAG: Final = 16
_N: Final = 2**16
_MAX_HEAD: Final = 1000


def seal(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    """Write the sealed form of a file.

    Raises:
        Refused: `passphrase-too-short`, `passphrase-not-text`.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refused("passphrase-too-short", least=MIN_PASSPHRASE)
    salt, prefix = os.urandom(16), os.urandom(7)
    head = {"kdf": "scrypt", "n": _N, "r": 8, "p": 1, "salt": salt.hex(), "prefix": prefix.hex()}
    line = json.dumps(head).encode() + b"\n"
    target.write(MAGIC + line)
    box = AESGCM(_stretch(passphrase, salt))
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        target.write(box.encrypt(_nonce(prefix, number, last=not following), piece, MAGIC + line))
        if not following:
            return
        number, piece = number + 1, following


def is_sealed(source: IO[bytes]) -> bool:
    """Whether a file is in the sealed form. It is read from its beginning again afterwards."""
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


def unseal(source: IO[bytes], target: IO[bytes], passphrase: str, *, name: str) -> None:
    """Write what was sealed.

    Args:
        source: the sealed form.
        target: gets the content; not to be used where this raises.
        passphrase: as it was given to `seal`.
        name: of the file, for errors.

    Raises:
        Refused: `passphrase-not-text`.
        BackupDamaged: `backup-damaged`, `backup-passphrase-wrong`.
    """
    source.seek(len(MAGIC))
    line = source.readline(_MAX_HEAD)
    try:
        head = json.loads(line)
        salt, prefix = bytes.fromhex(head["salt"]), bytes.fromhex(head["prefix"])
        if (head["kdf"], head["n"], head["r"], head["p"]) != ("scrypt", _N, 8, 1):
            raise ValueError
        if (len(salt), len(prefix)) != (16, 7):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamaged("backup-damaged", file=name) from error
    box = AESGCM(_stretch(passphrase, salt))
    number, piece = 0, source.read(PIECE + _TAG)
    while True:
        following = source.read(PIECE + _TAG)
        nonce = _nonce(prefix, number, last=not following)
        try:
            target.write(box.decrypt(nonce, piece, MAGIC + line))
        except (InvalidTag, ValueError) as error:
            code = "backup-damaged" if number else "backup-passphrase-wrong"
            raise BackupDamaged(code, file=name) from error
        if not following:
            return
        number, piece = number + 1, following


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _stretch(passphrase: str, salt: bytes) -> bytes:
    """The key. NFC, because keyboards differ in how they write an accent (RFC 8265 §4)."""
    try:
        text = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("passphrase-not-text") from None
    return Scrypt(salt=salt, length=32, n=_N, r=8, p=1).derive(text)
