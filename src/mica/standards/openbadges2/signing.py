"""Signed badges: a JWS over the assertion, by a key that the issuer's own Profile lists.

Source: Open Badges 2.0, signed verification and CryptographicKey.
"""

from typing import Final

from mica.standards.openbadges2 import linked
from mica.standards.openbadges2.errors import Broken, Unknown
from mica.standards.openbadges2.linked import reference
from mica.vc import jose, keys
from mica.vc.documents import JsonObject
from mica.vc.jose import Jws
from mica.vc.keys import PublicKey
from mica.vc.parts import listed
from mica.vc.resolve import Resolve

MAX_KEYS: Final = 8
"""How many of an issuer's keys are tried where the assertion does not name one."""


def keys_for(assertion: JsonObject, issuer: JsonObject, resolve: Resolve) -> tuple[PublicKey, ...]:
    """The keys that may have signed (rule 3.1): the `creator`, else all of the issuer's.

    Raises:
        Broken: `key-not-listed`, `key-of-another`; `bad-key` for text that is no RSA key.
        Unreachable, Unknown: as `linked.at_its_id`; `key-missing`.
    """
    known = {reference(entry): entry for entry in listed(issuer.get("publicKey"))}
    verification = assertion.get("verification")
    creator = verification.get("creator") if isinstance(verification, dict) else None
    if creator is not None:
        name = reference(creator)
        if name is None or name not in known:
            raise Broken("key-not-listed", key=str(name)[:200], issuer=str(reference(issuer)))
        return (_key(name, known[name], issuer, resolve),)
    if not known or len(known) > MAX_KEYS or None in known:
        raise Unknown("key-missing", issuer=str(reference(issuer))[:200])
    return tuple(_key(str(name), entry, issuer, resolve) for name, entry in known.items())


def check_signature(jws: Jws, candidates: tuple[PublicKey, ...]) -> None:
    """Whether one of the keys signed (rule 3.2).

    Raises:
        Refused, Undecidable: as `jose.verify`; `signature-wrong`.
    """
    if not any(jose.verify(jws, key) for key in candidates):
        raise Broken("signature-wrong")


def _key(name: str, entry: object, issuer: JsonObject, resolve: Resolve) -> PublicKey:
    document = entry if isinstance(entry, dict) else linked.at_its_id(name, resolve)
    pem, owner = document.get("publicKeyPem"), reference(document.get("owner"))
    if not isinstance(pem, str):
        raise Unknown("key-missing", issuer=str(reference(issuer))[:200])
    if owner is None or owner != reference(issuer):
        raise Broken("key-of-another", key=name[:200], owner=str(owner)[:200])
    return keys.from_pem(pem)
