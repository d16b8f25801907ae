"""What was handed over: an assertion as JSON, in a JWS, or at an address; and of which edition.

Source: Open Badges 2.0 and its history (1.1, 1.0, 0.5); Project inCredible v1.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urldefrag

from mica.standards.openbadges2 import incredible, linked
from mica.standards.openbadges2.errors import NotABadge, Unknown
from mica.standards.openbadges2.linked import host
from mica.vc import documents, jose
from mica.vc.documents import JsonObject
from mica.vc.errors import Unusable
from mica.vc.jose import Jws
from mica.vc.parts import texts
from mica.vc.resolve import Resolve, at_home


class Edition(StrEnum):
    """The editions of Open Badges before 3.0, and inCredible, which builds on 2.0."""

    V2_0 = "Open Badges 2.0"
    V1_1 = "Open Badges 1.1"
    V1_0 = "Open Badges 1.0"
    V0_5 = "Open Badges 0.5"
    INCREDIBLE = "Project inCredible v1"


class Method(StrEnum):
    """How an assertion says it is to be verified."""

    HOSTED = "hosted"
    SIGNED = "signed"


_V1: Final = frozenset({"https://w3id.org/openbadges/v1", "http://w3id.org/openbadges/v1"})
_METHODS: Final = {
    "hosted": Method.HOSTED,
    "HostedBadge": Method.HOSTED,
    "signed": Method.SIGNED,
    "SignedBadge": Method.SIGNED,
}


@dataclass(frozen=True, slots=True)
class Presented:
    """An assertion that somebody handed over.

    Attributes:
        document: as it was read.
        assertion: the same in the words of 2.0.
        edition: whose rules it follows.
        jws: what it was signed in, if it was.
    """

    document: JsonObject
    assertion: JsonObject
    edition: Edition
    jws: Jws | None = None


def recognises(document: JsonObject | Jws) -> bool:
    """Whether a document is an assertion of Open Badges 2.0 or before, or of inCredible.

    A JWS is one where its payload is; one whose payload cannot be read is none.
    """
    try:
        inside = documents.read(document.payload) if isinstance(document, Jws) else document
    except Unusable:
        return False
    return edition_of(inside) is not None


def edition_of(document: JsonObject) -> Edition | None:
    """The edition that a document follows, None where it is no assertion."""
    if incredible.recognises(document):
        return Edition.INCREDIBLE
    types = texts(document.get("type", document.get("@type")))
    contexts = set(texts(document.get("@context")))
    if "VerifiableCredential" in types or "badge" not in document:
        return None
    if contexts & _V1:
        return Edition.V1_1
    if "Assertion" in types:
        return Edition.V2_0
    if contexts or types or "recipient" not in document:
        return None
    if isinstance(document["recipient"], str) and isinstance(document["badge"], dict):
        return Edition.V0_5
    return Edition.V1_0 if "verify" in document else None


def as_assertion(document: JsonObject) -> JsonObject:
    """A document in the words of 2.0: `verify` is `verification`, and its address is the id."""
    if "verification" in document or not isinstance(document.get("verify"), dict):
        return document
    verify = document["verify"]
    made = {**document, "verification": {"type": verify.get("type")}}
    if verify.get("type") == Method.HOSTED and isinstance(verify.get("url"), str):
        made["id"] = verify["url"]
    return made


def method_of(assertion: JsonObject) -> Method | None:
    """How an assertion says it is verified, None where it says nothing that is known."""
    verification = assertion.get("verification")
    kinds = texts(verification.get("type")) if isinstance(verification, dict) else []
    found = {_METHODS[kind] for kind in kinds if kind in _METHODS}
    return found.pop() if len(found) == 1 else None


def present(source: JsonObject | Jws | str, resolve: Resolve) -> Presented:
    """Read what was handed over (rule 1.1).

    Args:
        source: a JSON object, a JWS, or a text: a compact JWS, JSON, or a web address.
        resolve: asked only where the source is an address.

    Raises:
        Unusable: where it cannot be read; `not-a-badge`.
        Refused, Undecidable: as `jose.parse` and `linked.at_its_id`.
    """
    if isinstance(source, str):
        source = _from_text(source.strip(), resolve)
    jws = source if isinstance(source, Jws) else None
    document = documents.read(source.payload) if isinstance(source, Jws) else source
    documents.check(document)
    edition = edition_of(document)
    if edition is None:
        raise NotABadge("not-a-badge")
    if edition is Edition.INCREDIBLE:
        return Presented(document, incredible.plain(document), edition, jws)
    return Presented(document, as_assertion(document), edition, jws)


def _from_text(text: str, resolve: Resolve) -> JsonObject | Jws:
    if jose.is_compact(text):
        return jose.parse(text)
    if host(text) is None:
        return documents.read(text)
    content = at_home(resolve(urldefrag(text).url)).content
    if not content.startswith(b"e"):
        return linked.at_its_id(text, resolve)
    try:
        return jose.parse(content.decode("ascii"))
    except (Unusable, UnicodeDecodeError) as error:
        raise Unknown("linked-unreadable", url=text[:200], reason="it is no badge") from error
