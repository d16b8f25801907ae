"""The keys of one issuer, over time.

A ring has one controller and at least one key; the last one signs, those before it are retired. Of
a retired key only the public half is kept: credentials signed with it go on verifying, and what
cannot sign cannot be stolen. The secret of the signing key is sealed (`mica.vc.sealing`).

A `did:key` is made of its key and so has one key for ever. A `did:web` is a document on the web
that lists the ring's keys, and can list another tomorrow.

Sources: did:key and did:web method specifications; Controlled Identifiers 1.0 §2.2 (verification
methods), §2.3.2 (assertion).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mica.vc import documents, sealing
from mica.vc.dids import web_url
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Unusable, VcError
from mica.vc.keys import KeyType, PublicKey, SigningKey
from mica.vc.timestamps import format_timestamp, parse_timestamp

DID_KEY: Final = "did:key"
"""The controller to ask for where the key itself shall be the issuer's name."""
_CONTEXT: Final = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a ring.

    Attributes:
        id: the verification method that proofs name: the controller, `#` and a name.
        public: the half that checks.
        created: when it was made, aware.
        sealed: the secret as `sealing.seal` gives it; None once retired.
        retired: when it stopped signing, aware; None for the key that signs.
    """

    id: str
    public: PublicKey
    created: datetime
    sealed: JsonObject | None
    retired: datetime | None = None


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one issuer, oldest first; the last one signs.

    Attributes:
        controller: a `did:key` or `did:web`; the id of the issuer in what the ring signs.
        entries: at least one; all but the last are retired.
    """

    controller: str
    entries: tuple[Entry, ...]

    @property
    def current(self) -> Entry:
        """The entry whose key signs."""
        return self.entries[-1]

    def open(self, passphrase: str) -> SigningKey:
        """The key that signs.

        Raises:
            Refused: `passphrase-wrong`, `passphrase-not-text`.
            Unusable: `not-a-sealed-key`.
        """
        return sealing.unseal(self.current.sealed or {}, passphrase)

    def as_json(self) -> JsonObject:
        """Plain values, as `read` takes them."""
        return {
            "type": "MicaKeyring",
            "controller": self.controller,
            "keys": [_entry_as_json(entry) for entry in self.entries],
        }


def new(controller: str, passphrase: str, now: datetime, *, kind: KeyType) -> Keyring:
    """A ring with one new key.

    Args:
        controller: `did:key`, or a whole `did:web:…`.
        passphrase: at least sealing.MIN_PASSPHRASE characters.
        now: aware.
        kind: any type but RSA.

    Raises:
        Refused: `controller-unfit`, `bad-did`, or what `sealing.seal` refuses.
    """
    check_controller(controller)
    key = SigningKey.generate(kind)
    if controller == DID_KEY:
        controller = f"{DID_KEY}:{key.public.multikey}"
    return Keyring(controller, (_entry(controller, 1, key, passphrase, now),))


def check_controller(controller: str) -> None:
    """Refuse a name that no new ring can have; `new` does so too, but needs a passphrase.

    Raises:
        Refused: `controller-unfit`, `bad-did`.
    """
    if controller == DID_KEY:
        return
    if not controller.startswith("did:web:"):
        raise Refused("controller-unfit", controller=controller[:200])
    web_url(controller)


def check_rotatable(ring: Keyring) -> None:
    """Refuse a ring that can never have another key; `rotate` does so too.

    Raises:
        Refused: `did-key-cannot-rotate`.
    """
    if _is_did_key(ring.controller):
        raise Refused("did-key-cannot-rotate")


def rotate(
    ring: Keyring, passphrase: str, now: datetime, *, kind: KeyType | None = None
) -> Keyring:
    """The ring with a new key that signs, under the same passphrase; the one before it is retired.

    Args:
        ring: of a did:web controller, whose document must be published anew.
        passphrase: that of the ring.
        now: aware.
        kind: type of the new key; that of the one before, if None.

    Raises:
        Refused: `did-key-cannot-rotate`, or what `Keyring.open` and `sealing.seal` refuse.
    """
    check_rotatable(ring)
    ring.open(passphrase)
    key = SigningKey.generate(kind or ring.current.public.type)
    retired = replace(ring.current, sealed=None, retired=now)
    entry = _entry(ring.controller, len(ring.entries) + 1, key, passphrase, now)
    return Keyring(ring.controller, (*ring.entries[:-1], retired, entry))


def did_document(ring: Keyring) -> JsonObject:
    """The document to publish for a did:web controller (see `dids.web_url` for the place).

    Retired keys stand under `assertionMethod` too: what they signed shall go on verifying.

    Raises:
        Refused: `nothing-to-publish` for a did:key, whose document is in its name.
    """
    if _is_did_key(ring.controller):
        raise Refused("nothing-to-publish")
    return {
        "@context": list(_CONTEXT),
        "id": ring.controller,
        "verificationMethod": [
            {
                "id": entry.id,
                "type": "Multikey",
                "controller": ring.controller,
                "publicKeyMultibase": entry.public.multikey,
            }
            for entry in ring.entries
        ],
        "assertionMethod": [entry.id for entry in ring.entries],
    }


def read(data: bytes) -> Keyring:
    """A ring from its file.

    Args:
        data: UTF-8 JSON as `Keyring.as_json` gives it.

    Raises:
        Unusable: `not-a-keyring`, or what `documents.read` finds.
    """
    document = documents.read(data)
    try:
        ring = _from_json(document)
        _check(ring)
    except (KeyError, TypeError, ValueError, AttributeError, VcError) as error:
        raise Unusable("not-a-keyring") from error
    return ring


def _is_did_key(controller: str) -> bool:
    return controller.startswith(f"{DID_KEY}:")


def _name(controller: str, number: int, public: PublicKey) -> str:
    """The id of a ring's nth key."""
    if _is_did_key(controller):
        return f"{controller}#{public.multikey}"
    return f"{controller}#key-{number}"


def _entry(controller: str, number: int, key: SigningKey, passphrase: str, now: datetime) -> Entry:
    name = _name(controller, number, key.public)
    return Entry(name, key.public, now, sealing.seal(key, passphrase))


def _entry_as_json(entry: Entry) -> JsonObject:
    made = {
        "id": entry.id,
        "publicKeyMultibase": entry.public.multikey,
        "created": format_timestamp(entry.created),
    }
    if entry.retired is not None:
        return {**made, "retired": format_timestamp(entry.retired)}
    return {**made, "sealed": entry.sealed}


def _from_json(document: JsonObject) -> Keyring:
    if document["type"] != "MicaKeyring":
        raise ValueError(document["type"])
    return Keyring(document["controller"], tuple(map(_entry_from_json, document["keys"])))


def _entry_from_json(entry: JsonObject) -> Entry:
    return Entry(
        id=entry["id"],
        public=PublicKey.from_multikey(entry["publicKeyMultibase"]),
        created=parse_timestamp(entry["created"]),
        sealed=entry.get("sealed"),
        retired=parse_timestamp(entry["retired"]) if "retired" in entry else None,
    )


def _check(ring: Keyring) -> None:
    """Hold a ring that was read against the rules by which rings are made."""
    *earlier, current = ring.entries
    names = [
        _name(ring.controller, number, entry.public)
        for number, entry in enumerate(ring.entries, start=1)
    ]
    kept = (
        [entry.id for entry in ring.entries] == names
        and all(entry.retired is not None and entry.sealed is None for entry in earlier)
        and current.retired is None
        and current.sealed is not None
        and current.sealed["publicKeyMultibase"] == current.public.multikey
    )
    if not kept:
        raise ValueError(ring.controller)
    if earlier or ring.controller != f"{DID_KEY}:{current.public.multikey}":
        check_controller(ring.controller)
