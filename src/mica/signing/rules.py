"""Keys at rest, the documents that name them, and where credentials stand in status lists.

The rules as prose: docs/rules/signing.md. Sources: Controlled Identifiers 1.0 §2.2; did:web method
specification §2.5; Bitstring Status List 1.0; NIST SP 800-38D (AES-GCM); RFC 5869 (HKDF).
"""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mica.signing.errors import NotFound, Unfit, Unsealable
from mica.vc import model
from mica.vc.bitstring import MINIMUM, Bitstring
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.keys import KeyType, PublicKey, SigningKey
from mica.vc.status_documents import status_list_credential
from mica.vc.timestamps import format_timestamp

SUITES: Final = {
    KeyType.ED25519: ("eddsa-rdfc-2022", "eddsa-jcs-2022"),
    KeyType.P256: ("ecdsa-rdfc-2019", "ecdsa-jcs-2019"),
}
"""The kinds of key that organisations have, and what each signs with; the first by default."""

JOSE: Final = "jose"
"""What every kind of key signs besides: VC-JOSE-COSE."""

REVOCATION: Final = "revocation"
PURPOSES: Final = (REVOCATION, "suspension")

ENTRIES: Final = MINIMUM
FULL: Final = ENTRIES // 10
"""Free places at which a list counts as full: drawing at random is quick above, and slow below."""

VALIDITY: Final = timedelta(days=7)
"""How long a signed list holds; a new one is signed at half of it, so copies have days to live."""
TTL: Final = timedelta(minutes=5)
"""How long a reader may keep a copy before asking again."""
LEEWAY: Final = timedelta(minutes=1)
"""A list begins a little before it is signed: clocks differ, and verdicts are for whole seconds."""

_PROOF_CONTEXT: Final = "https://w3id.org/security/data-integrity/v2"
_FORM: Final = b"\x01"
_NONCE: Final = 12
_DID_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """One credential's place in a status list.

    Attributes:
        list_id: the list.
        url: where the list is published.
        index: number of the entry.
    """

    list_id: UUID
    url: str
    index: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A public key as its owner's document lists it.

    Attributes:
        multikey: the key.
        compromised_from: when it stopped being trustworthy, if it did.
    """

    multikey: str
    compromised_from: datetime | None = None


# -- keys at rest -------------------------------------------------------------------------------


def seal(key: SigningKey, key_id: UUID, master: bytes) -> bytes:
    """A private key as it is stored: form, nonce, AES-256-GCM under a key made of the master key.

    Args:
        key: the key.
        key_id: the row it belongs to; with the public key it is bound in, so that no sealed key
            can be put in another's place.
        master: 32 bytes.
    """
    nonce = os.urandom(_NONCE)
    box = AESGCM(_derived(master))
    return _FORM + nonce + box.encrypt(nonce, key.reveal(), _bound(key_id, key.public))


def unseal(sealed: bytes, key_id: UUID, public: PublicKey, masters: Sequence[bytes]) -> SigningKey:
    """The key inside.

    Args:
        sealed: as `seal` gave it.
        key_id: the row it stands in.
        public: the public key of that row.
        masters: the master keys to try, the present one first.

    Raises:
        Unsealable: `master-key-wrong`, also where anything of it was exchanged.
    """
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    for master in masters if sealed[:1] == _FORM else ():
        try:
            secret = AESGCM(_derived(master)).decrypt(nonce, body, _bound(key_id, public))
        except InvalidTag:
            continue
        return SigningKey.from_secret(public.type, secret)
    raise Unsealable("master-key-wrong", key=str(key_id))


def _derived(master: bytes) -> bytes:
    """The master key is never used itself: each purpose has a key of its own."""
    return HKDF(SHA256(), 32, None, b"mica: signing keys at rest").derive(master)


def _bound(key_id: UUID, public: PublicKey) -> bytes:
    return _FORM + key_id.bytes + public.multikey.encode("ascii")


# -- names and documents ------------------------------------------------------------------------


def did_web(origin: str, slug: str | None) -> str:
    """The name of an issuer whose document we publish.

    >>> did_web("http://127.0.0.1:8000", "river-college")
    'did:web:127.0.0.1%3A8000:organisations:river-college'

    Args:
        origin: scheme and host, perhaps with a port.
        slug: the organisation's; None for the operator, whose document stands at the root.
    """
    did = "did:web:" + urlsplit(origin).netloc.lower().replace(":", "%3A")
    return did if slug is None else f"{did}:organisations:{slug}"


def method_of(did: str, multikey: str) -> str:
    """The verification method's id of a key in its owner's document."""
    return f"{did}#{multikey}"


def did_document(did: str, keys: Iterable[Listed], now: datetime) -> JsonObject:
    """The controlled identifier document of an issuer.

    Retired keys stay listed, so that what they signed goes on verifying. A compromised key stays
    too, with `revoked`: whoever reads the document learns why its signatures no longer count.

    Args:
        did: whose.
        keys: all there ever were, oldest first.
        now: aware; what was compromised by then is marked.
    """
    methods: list[JsonObject] = []
    for key in keys:
        method = {
            "id": method_of(did, key.multikey),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multikey,
        }
        if key.compromised_from is not None and key.compromised_from <= now:
            method["revoked"] = format_timestamp(key.compromised_from)
        methods.append(method)
    return {
        "@context": list(_DID_CONTEXTS),
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


# -- what others wrote --------------------------------------------------------------------------


def check_kind(kind: KeyType) -> None:
    """Refuse to make a key of a kind that organisations do not have.

    Raises:
        Unfit: `kind-not-made`.
    """
    if kind not in SUITES:
        raise Unfit("kind-not-made", kind=kind.value, accepted=", ".join(SUITES))


def check_suite(kind: KeyType, suite: str) -> None:
    """Refuse a suite with which a kind of key does not sign.

    Raises:
        NotFound: `suite-not-of-key`.
    """
    known = (*SUITES[kind], JOSE)
    if suite not in known:
        suites = ", ".join(known)
        raise NotFound("suite-not-of-key", kind=kind.value, suite=suite[:80], suites=suites)


def issuable(credential: JsonObject, did: str, *, with_status: bool) -> JsonObject:
    """A copy of a credential that another system wrote, with our issuer in it.

    It has to be right as it was written: an issuer that is missing or malformed is not put right by
    ours. An issuer that is an object keeps its other members. Documents of data model 1.1 are given
    the context that has the words of their proof.

    Args:
        credential: with or without proofs.
        did: the issuer's.
        with_status: whether a status entry is to be added.

    Raises:
        Refused: `not-issuable`, with the first fault.
        Unfit: `status-is-there`; `status-needs-2`.
    """
    for fault in model.check(credential):
        raise Refused("not-issuable", pointer=fault.pointer, why=fault.sentence)
    made, issuer = dict(credential), credential["issuer"]
    made["issuer"] = {**issuer, "id": did} if isinstance(issuer, dict) else did
    old = model.is_v1(credential)
    if with_status and old:
        raise Unfit("status-needs-2")
    if with_status and "credentialStatus" in credential:
        raise Unfit("status-is-there")
    if old and _PROOF_CONTEXT not in credential["@context"]:
        made["@context"] = [*credential["@context"], _PROOF_CONTEXT]
    return made


def envelope(token: str) -> JsonObject:
    """A JWT as JSON has it (VC Data Model 2.0 §4.13)."""
    return {
        "@context": model.V2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }


# -- status lists -------------------------------------------------------------------------------


def check_purpose(purpose: str) -> None:
    """Refuse a list for anything else than revocation and suspension.

    Raises:
        Unfit: `purpose-unknown`.
    """
    if purpose not in PURPOSES:
        accepted = ", ".join(PURPOSES)
        raise Unfit("purpose-unknown", purpose=purpose[:80], accepted=accepted)


def draw(
    taken: bytes, count: int, random: Callable[[int], int] = secrets.randbelow
) -> tuple[list[int], bytes]:
    """Free places in a list, each with the same chance, so that neighbours say nothing.

    Args:
        taken: a bit for each place, set where it is taken.
        count: how many are wanted.
        random: a whole number from 0 to below its argument; unpredictable, but in tests.

    Returns:
        The places, and what is taken from then on.

    Raises:
        Unfit: `status-list-cannot-hold`.
    """
    bits, entries = bytearray(taken), len(taken) * 8
    room = entries - int.from_bytes(taken, "big").bit_count()
    if count > room:
        raise Unfit("status-list-cannot-hold", room=room, count=count)
    found: list[int] = []
    while len(found) < count:
        index = random(entries)
        bit = 0x80 >> (index & 7)
        if not bits[index >> 3] & bit:
            bits[index >> 3] |= bit
            found.append(index)
    return found, bytes(bits)


def changed_bits(
    bits: bytes, taken: bytes, indexes: Iterable[int], *, purpose: str, value: bool
) -> bytes:
    """A list with some statuses set or, for suspension, cleared.

    Raises:
        Unfit: `revocation-is-final`, `index-not-reserved`.
    """
    if not value and purpose == REVOCATION:
        raise Unfit("revocation-is-final")
    wanted, reserved = list(indexes), Bitstring(taken)
    for index in wanted:
        if not 0 <= index < reserved.entries() or not reserved.get(index):
            raise Unfit("index-not-reserved", index=index)
    return Bitstring(bits).set_all(wanted, int(value)).data


def list_credential(url: str, issuer: str, purpose: str, bits: bytes, now: datetime) -> JsonObject:
    """The credential that publishes a list, still unsigned.

    Args:
        url: where it is found.
        issuer: who keeps it.
        purpose: of the list.
        bits: one for each place.
        now: aware.
    """
    return status_list_credential(
        url,
        issuer,
        purpose,
        Bitstring(bits),
        now - LEEWAY,
        valid_until=now + VALIDITY,
        ttl=TTL // timedelta(milliseconds=1),
    )


# -- our own addresses --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """What one of our own addresses leads to.

    Attributes:
        kind: `did` or `status`.
        name: an organisation's slug, "" for the operator, or a list's id.
    """

    kind: str
    name: str


_PATHS: Final = (
    ("did", re.compile(r"/\.well-known/did\.json(?P<name>)")),
    ("did", re.compile(r"/organisations/(?P<name>[A-Za-z0-9_-]+)/did\.json")),
    ("status", re.compile(r"/status/(?P<name>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")),
)


def own_place(url: str, origin: str, *, loopback: bool) -> OwnPlace | None:
    """What an address leads to, where it is one that we answer ourselves.

    Args:
        url: absolute.
        origin: ours.
        loopback: whether the origin is on this machine; then http and https are the same place,
            since did:web always says https and nobody has a certificate for 127.0.0.1.
    """
    try:
        asked, ours = urlsplit(url), urlsplit(origin)
    except ValueError:
        return None
    schemes = {"http", "https"} if loopback else {ours.scheme}
    if asked.scheme not in schemes or asked.netloc.lower() != ours.netloc.lower():
        return None
    if asked.query or asked.fragment:
        return None
    for kind, pattern in _PATHS:
        found = pattern.fullmatch(asked.path)
        if found is not None:
            return OwnPlace(kind, found["name"])
    return None
