"""Where a key is found, and what its controller lets it do.

A proof names a verification method. That name proves nothing by itself: the document of whoever
controls the method must list it, under the purpose for which it was used. `did:key` and `did:jwk`
carry their document in the name; `did:web` and https URLs are fetched through `resolve`.

Sources: Controlled Identifiers 1.0 §2 and §3.3 (Retrieve Verification Method); did:key, did:web and
did:jwk method specifications; Open Badges 3.0 §8 (keys at https URLs).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from mica.vc import documents, multibase
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable, Unusable
from mica.vc.keys import PublicKey
from mica.vc.resolve import Resolve, at_home
from mica.vc.timestamps import parse_timestamp


class Purpose(StrEnum):
    """What a proof is made for; also the name of the relation that must list its method."""

    ASSERTION = "assertionMethod"
    AUTHENTICATION = "authentication"


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method, found under the purpose it was asked for.

    Attributes:
        id: absolute.
        controller: the id of the document that lists it; None for a bare key that names nobody.
        key: what checks its signatures.
    """

    id: str
    controller: str | None
    key: PublicKey


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """A controlled identifier document, as far as Mica reads it.

    Attributes:
        id: the controller.
        methods: absolute method id to the method as written.
        relations: purpose to the ids of the methods listed for it.
        bare: the key, where the URL holds a JWK and nothing else (Open Badges 3.0 §8.2.4.1).
    """

    id: str
    methods: Mapping[str, JsonObject]
    relations: Mapping[str, frozenset[str]]
    bare: PublicKey | None = None

    def keys(self, purpose: Purpose) -> list[tuple[str, PublicKey]]:
        """The methods listed for a purpose with their keys, those of unknown kinds left out."""
        found = []
        for name in sorted(self.relations.get(purpose, frozenset()) & self.methods.keys()):
            try:
                found.append((name, _key(self.methods[name])))
            except (Refused, Undecidable):
                continue
        return found

    def check_usable(self, name: str, now: datetime) -> None:
        """Whether a method that is listed here is the controller's own, and still in use.

        Raises:
            Refused: `key-of-another-controller`, `key-expired`, `key-revoked`.
        """
        written = self.methods[name]
        if written.get("controller") not in (self.id, None):  # a tuple: it may be a list
            raise Refused("key-of-another-controller", method=name, controller=self.id)
        _check_age(name, written, now)


def find_method(name: str, purpose: Purpose, *, resolve: Resolve, now: datetime) -> Method:
    """The method that a proof names, if its controller lets it be used for the purpose.

    Args:
        name: a DID URL or https URL; a bare `did:key` or `did:jwk` means its only key.
        purpose: the relation that must list the method.
        resolve: fetches did:web documents and https URLs.
        now: a method that has expired or was revoked by then is refused.

    Raises:
        Refused: `key-not-listed`, `key-not-for-purpose`, `key-of-another-controller`,
            `key-expired`, `key-revoked`, `bad-key`.
        Undecidable: where the document cannot be had or read.
    """
    home, _, fragment = name.partition("#")
    document = key_document(home, resolve=resolve)
    if document.bare is not None:
        return Method(name, None, document.bare)
    if not fragment and len(document.methods) == 1:
        name = next(iter(document.methods))
    written = document.methods.get(name)
    if written is None:
        raise Refused("key-not-listed", method=name, controller=document.id)
    if name not in document.relations[purpose]:
        raise Refused("key-not-for-purpose", method=name, purpose=purpose.value)
    document.check_usable(name, now)
    return Method(name, document.id, _key(written))


def check_issuer(
    method: Method, issuer: object, purpose: Purpose, *, resolve: Resolve, now: datetime
) -> None:
    """The issuer's own document must list the method's key for the purpose.

    A key has many names: whoever stole one that the issuer has since revoked can sign under its
    did:key, or put it into a header. So it is the issuer's entry for the key that must be in use.

    Raises:
        Refused: `key-not-of-issuer`, where that document lists other keys, but not this one;
            `key-of-another-controller`, `key-expired`, `key-revoked`, where it lists this one so.
        Undecidable: `key-not-tied`, where nothing that can be had ties the key to the issuer.
    """
    if method.controller is not None and method.controller == issuer:
        return
    try:
        if not isinstance(issuer, str):
            raise Undecidable("issuer-without-keys", id=str(issuer)[:200])
        document = key_document(issuer, resolve=resolve)
        listed = document.keys(purpose)
    except (Undecidable, Refused) as error:
        raise Undecidable("key-not-tied", issuer=str(issuer)[:200], why=str(error)) from error
    if not listed:
        raise Undecidable("key-not-tied", issuer=issuer, why="Its document lists no key.")
    entries = [name for name, key in listed if key == method.key]
    if not entries:
        raise Refused("key-not-of-issuer", method=method.id, issuer=issuer)
    for name in entries:
        document.check_usable(name, now)


def key_document(url: str, *, resolve: Resolve, via: str | None = None) -> KeyDocument:
    """The document of a controller.

    Args:
        url: a DID, or an https URL without fragment.
        resolve: fetches did:web documents and https URLs.
        via: the URL of the lone method that named it as its controller, if one did.

    Raises:
        Refused: `bad-did` where the name breaks its method's rules.
        Undecidable: `did-method-unknown`, `key-document-unusable`, `key-document-of-another`,
            `issuer-without-keys` for names such as `urn:` that lead nowhere, or what `resolve`
            raises.
    """
    if url.startswith("did:key:"):
        return _did_key(url)
    if url.startswith("did:jwk:"):
        return _did_jwk(url)
    if url.startswith("did:web:"):
        return _fetched(url, web_url(url), resolve, via)
    if url.startswith("did:"):
        raise Undecidable("did-method-unknown", did=url[:200])
    if url.startswith(("https://", "http://")):
        return _fetched(url, url, resolve, via)
    raise Undecidable("issuer-without-keys", id=url[:200])


def web_url(did: str) -> str:
    """The URL of a did:web document (did:web method specification §2.5.2).

    >>> web_url("did:web:example.com%3A8443:issuers:1")
    'https://example.com:8443/issuers/1/did.json'

    Raises:
        Refused: `bad-did`.
    """
    match = _DID_WEB.fullmatch(did)
    if match is None or {".", ".."} & set(did.split(":")):
        raise Refused("bad-did", did=did[:200])
    host, port, path = match.group("host", "port", "path")
    where = path.replace(":", "/") if path else "/.well-known"
    return f"https://{host}{f':{port}' if port else ''}{where}/did.json"


MAX_DOCUMENT: Final = 128 * 1024
"""Bytes of a key document: hundreds of keys. One of five megabytes has thirty thousand, and all of
them are read for every proof."""
_SEGMENT: Final = r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+"
_DID_WEB: Final = re.compile(
    rf"did:web:(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?:%3[Aa](?P<port>\d{{1,5}}))?"
    rf"(?P<path>(?::{_SEGMENT})*)"
)


def _did_key(did: str) -> KeyDocument:
    text = did.removeprefix("did:key:")
    PublicKey.from_multikey(text)
    name = f"{did}#{text}"
    method = {"id": name, "type": "Multikey", "controller": did, "publicKeyMultibase": text}
    every = frozenset({name})
    return KeyDocument(did, {name: method}, dict.fromkeys(Purpose, every))


def _did_jwk(did: str) -> KeyDocument:
    try:
        jwk = documents.read(multibase.base64url_decode(did.removeprefix("did:jwk:")))
    except Unusable as error:
        raise Refused("bad-did", did=did[:200]) from error
    name = f"{did}#0"
    method = {"id": name, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk}
    signs = frozenset({name}) if jwk.get("use", "sig") == "sig" else frozenset[str]()
    return KeyDocument(did, {name: method}, dict.fromkeys(Purpose, signs))


def _fetched(expected_id: str, url: str, resolve: Resolve, via: str | None) -> KeyDocument:
    try:
        content = at_home(resolve(url)).content
        if len(content) > MAX_DOCUMENT:
            raise Unusable("too-large", size=len(content), limit=MAX_DOCUMENT)
        document = documents.read(content)
    except Unusable as error:
        raise Undecidable("key-document-unusable", url=url, reason=str(error)) from error
    if "kty" in document:
        return KeyDocument(url, {}, {}, PublicKey.from_jwk(document))
    if _is_method(document):
        return _of_lone_method(expected_id, document, resolve, via)
    if document.get("id") != expected_id:
        raise Undecidable("key-document-of-another", url=url, id=str(document.get("id"))[:200])
    return _read(document, url)


def _of_lone_method(url: str, method: JsonObject, resolve: Resolve, via: str | None) -> KeyDocument:
    """The URL holds the method alone; its controller's document must list it all the same."""
    controller, name = method.get("controller"), method.get("id")
    if not isinstance(controller, str) or controller == url:
        raise Undecidable("key-document-unusable", url=url, reason="it names no controller")
    if not isinstance(name, str) or name.partition("#")[0] != url:
        raise Undecidable("key-document-of-another", url=url, id=str(name)[:200])
    if via is not None:  # or a stranger leads us on for ever, from method to method
        raise Undecidable("key-document-unusable", url=via, reason="its controller is a method")
    document = key_document(controller, resolve=resolve, via=url)
    listed = name in document.methods or any(name in ids for ids in document.relations.values())
    known = {name: document.methods.get(name, method)} if listed else {}
    return KeyDocument(document.id, known, document.relations)


def _is_method(document: JsonObject) -> bool:
    return not {"verificationMethod", *Purpose} & document.keys() and bool(
        {"publicKeyMultibase", "publicKeyJwk"} & document.keys()
    )


def _read(document: JsonObject, url: str) -> KeyDocument:
    base: str = document["id"]
    methods: dict[str, JsonObject] = {}
    relations: dict[str, frozenset[str]] = {}
    _collect(document, "verificationMethod", base, methods, url)
    for purpose in Purpose:
        relations[purpose] = frozenset(_collect(document, purpose, base, methods, url))
    return KeyDocument(base, methods, relations)


def _collect(
    document: JsonObject, member: str, base: str, methods: dict[str, JsonObject], url: str
) -> list[str]:
    """The ids under one member; methods written out there are added to `methods`."""
    entries = document.get(member, [])
    found = []
    for entry in entries if isinstance(entries, list) else [entries]:
        name = entry.get("id") if isinstance(entry, dict) else entry
        if not isinstance(name, str):
            raise Undecidable("key-document-unusable", url=url, reason=f"{member} is malformed")
        name = base + name if name.startswith("#") else name
        if isinstance(entry, dict) and type(entry.get("controller")) not in (str, type(None)):
            raise Undecidable("key-document-unusable", url=url, reason=f"{name} is malformed")
        if isinstance(entry, dict) and methods.setdefault(name, entry) != entry:
            raise Undecidable("key-document-unusable", url=url, reason=f"{name} stands there twice")
        found.append(name)
    return found


def _check_age(name: str, method: JsonObject, now: datetime) -> None:
    for member, code in (("revoked", "key-revoked"), ("expires", "key-expired")):
        if member not in method:
            continue
        since = str(method[member])
        try:
            is_past = now >= parse_timestamp(since)
        except Refused as error:
            raise Undecidable("key-document-unusable", url=name, reason=str(error)) from error
        if is_past:
            raise Refused(code, method=name, since=since)


def _key(method: JsonObject) -> PublicKey:
    match method:
        case {"type": "Multikey" | "Ed25519VerificationKey2020", "publicKeyMultibase": text}:
            return PublicKey.from_multikey(text)
        case {"type": "JsonWebKey" | "JsonWebKey2020", "publicKeyJwk": jwk}:
            return PublicKey.from_jwk(jwk)
        case _:
            raise Undecidable("key-type-unknown", key=str(method.get("type"))[:80])
