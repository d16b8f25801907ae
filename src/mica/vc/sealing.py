"""Private keys at rest: sealed under a passphrase.

scrypt (RFC 7914) makes the passphrase costly to guess; AES-256-GCM encrypts the secret and binds it
to the public key and the parameters, so that none can be exchanged. The sealed form is JSON.
"""

import os
import unicodedata
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mica.vc import multibase
from mica.vc.canonical import jcs
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Unusable, VcError
from mica.vc.keys import KeyType, PublicKey, SigningKey

MIN_PASSPHRASE: Final = 12
"""Characters. Length is what protects; no rule about which characters."""
_COST: Final = {"n": 2**16, "r": 8, "p": 1}
_NONCE: Final = 12
_MAX_COST: Final = {"n": 2**18, "r": 8, "p": 4}


def seal(key: SigningKey, passphrase: str) -> JsonObject:
    """The sealed form of a key.

    Raises:
        Refused: `passphrase-too-short`, `passphrase-not-text`.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refused("passphrase-too-short", least=MIN_PASSPHRASE)
    head: JsonObject = {
        "type": "MicaSealedKey",
        "keyType": key.public.type.value,
        "publicKeyMultibase": key.public.multikey,
        "kdf": {"name": "scrypt", **_COST, "salt": multibase.base64url_encode(os.urandom(16))},
        "cipher": "AES-256-GCM",
        "nonce": multibase.base64url_encode(os.urandom(_NONCE)),
    }
    box = AESGCM(_stretch(passphrase, _parameters(head["kdf"])))
    nonce = multibase.base64url_decode(head["nonce"])
    sealed = box.encrypt(nonce, key.reveal(), jcs.canonicalize(head))
    return {**head, "sealed": multibase.base64url_encode(sealed)}


def unseal(sealed: JsonObject, passphrase: str) -> SigningKey:
    """The key inside a sealed form.

    Raises:
        Refused: `passphrase-wrong` (or the sealed form was changed), `passphrase-not-text`.
        Unusable: `not-a-sealed-key`.
    """
    head = {name: value for name, value in sealed.items() if name != "sealed"}
    try:
        bound = jcs.canonicalize(head)
        nonce = multibase.base64url_decode(head["nonce"])
        body = multibase.base64url_decode(sealed["sealed"])
        kind = KeyType(head["keyType"])
        expected = PublicKey.from_multikey(head["publicKeyMultibase"])
        parameters = _parameters(head["kdf"])
    except (KeyError, TypeError, ValueError, AttributeError, VcError) as error:
        raise Unusable("not-a-sealed-key") from error
    if len(nonce) != _NONCE:
        raise Unusable("not-a-sealed-key")
    try:
        secret = AESGCM(_stretch(passphrase, parameters)).decrypt(nonce, body, bound)
    except InvalidTag:
        raise Refused("passphrase-wrong") from None
    key = SigningKey.from_secret(kind, secret)
    if key.public != expected:
        raise Unusable("not-a-sealed-key")
    return key


def _parameters(kdf: Any) -> Scrypt:
    """Scrypt as a stranger's file asks for it, within bounds: a file must not cost an hour."""
    if kdf["name"] != "scrypt" or any(
        type(kdf[name]) is not int or not 0 < kdf[name] <= most for name, most in _MAX_COST.items()
    ):
        raise ValueError(kdf["name"])
    salt = multibase.base64url_decode(kdf["salt"])
    return Scrypt(salt=salt, length=32, n=kdf["n"], r=kdf["r"], p=kdf["p"])


def _stretch(passphrase: str, kdf: Scrypt) -> bytes:
    """The sealing key. NFC, because keyboards differ in how they write an accent (RFC 8265 §4)."""
    try:
        return kdf.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))
    except UnicodeEncodeError:
        raise Refused("passphrase-not-text") from None
