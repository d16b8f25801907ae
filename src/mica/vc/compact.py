"""Only what is written plainly counts as signed.

RDF suites sign statements, not JSON. One statement can be written in many ways: under a full IRI,
with `@id` for `id`, through a context that gives an old term a new name. Whoever moves a signed
`validUntil` to such a place keeps the signature and hides the date from a reader of the JSON. So
the plain (compact) form is required, as VC Data Model 2.0 §6.1 does, and contexts of the document's
own may add terms but never a second name for something the known contexts already say. And a thing
that stands in two places of the JSON is one thing in RDF: what is said of the credential must stand
where the credential stands.
"""

from functools import lru_cache
from typing import Any, Final

from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject, Survey, pointer_to, step
from mica.vc.errors import Refused, Undecidable

_VALUE_KEYWORDS: Final = frozenset({"@value", "@language", "@direction", "@type"})
_DEFINITION_KEYWORDS: Final = frozenset({"@id", "@type", "@container", "@protected"})
_CONTEXT_KEYWORDS: Final = frozenset({"@version", "@protected"})
_GEN_DELIMS: Final = (":", "/", "?", "#", "[", "]", "@")
"""JSON-LD 1.1 §4.1.2: a plain term whose IRI ends so is also a prefix, under which every id could
be written anew, and no longer be found in a list of the revoked."""
_ROOT_ONLY: Final = frozenset(
    {
        "issuer", "holder", "credentialSubject", "credentialStatus", "validFrom", "validUntil",
        "issuanceDate", "expirationDate", "relatedResource", "refreshService", "credentialSchema",
        "termsOfUse",
    }
)  # fmt: skip
"""What verification reads of a credential, and nothing else in a document may say about it."""


def check_compact(document: JsonObject, survey: Survey) -> None:
    """Every key is a plain term; keywords stand only where plain JSON needs them.

    Args:
        document: as `documents.check` passed it.
        survey: what that walk saw; most documents are settled by their set of keys.

    Raises:
        Refused: `not-compact`, with the pointer of the key; `said-elsewhere`, with the pointer of
            an object that has the credential's id and says what only the credential itself may.
    """
    for namesake in survey.namesakes:
        if not _ROOT_ONLY.isdisjoint(namesake):
            raise Refused("said-elsewhere", pointer=pointer_to(document, namesake))
    words = "\n".join(survey.keys)
    if ":" not in words and words.count("@") == ("@context" in survey.keys):
        return
    level: list[tuple[str, Any]] = [("", document)]
    while level:
        at, value = level.pop()
        if isinstance(value, list):
            level += [(f"{at}/{i}", v) for i, v in enumerate(value) if type(v) in (dict, list)]
            continue
        for key, inner in value.items():
            if (":" in key or key.startswith("@")) and not _allowed(key, value):
                raise Refused("not-compact", pointer=at + step(key))
            if key != "@context" and type(inner) in (dict, list):
                level.append((at + step(key), inner))


def _allowed(key: str, parent: JsonObject) -> bool:
    return key == "@context" or (key in _VALUE_KEYWORDS and "@value" in parent)


def check_contexts(survey: Survey, contexts: Contexts) -> None:
    """Every context is known, or adds only terms of its own.

    Raises:
        Undecidable: `context-unknown`, `context-inline`.
    """
    for value in survey.contexts:
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, str):
                contexts.get(entry)
            elif isinstance(entry, dict):
                _check_inline(entry, contexts)
            else:  # null takes meanings away; a list in the list is not flattened by every reader
                raise Undecidable("context-inline", term=str(entry)[:80])


def _check_inline(context: JsonObject, contexts: Contexts) -> None:
    known = _known_iris(contexts)
    for term, definition in context.items():
        if term in _CONTEXT_KEYWORDS:
            continue
        if term == "@vocab":
            iri, collides = definition, _is_stem(definition, known)
        else:
            iri = definition.get("@id") if isinstance(definition, dict) else definition
            collides = term.startswith("@") or ":" in term
            collides |= isinstance(iri, str) and (iri in known or iri.endswith(_GEN_DELIMS))
            collides |= isinstance(definition, dict) and bool(
                definition.keys() - _DEFINITION_KEYWORDS
            )
        if collides or not isinstance(iri, str) or "://" not in iri:
            raise Undecidable("context-inline", term=term[:80])


def _is_stem(vocabulary: Any, known: frozenset[str]) -> bool:
    return not isinstance(vocabulary, str) or any(iri.startswith(vocabulary) for iri in known)


@lru_cache(maxsize=8)
def _known_iris(contexts: Contexts) -> frozenset[str]:
    """Every IRI that a known context gives a name to, prefixes expanded."""
    found: set[str] = set()
    for document in contexts.documents.values():
        _collect(document["@context"], {}, found)
    return frozenset(found)


def _collect(context: Any, prefixes: dict[str, str], found: set[str]) -> None:
    if isinstance(context, list):
        for entry in context:
            _collect(entry, prefixes, found)
    if not isinstance(context, dict):
        return
    iris = {
        term: value.get("@id", "") if isinstance(value, dict) else value
        for term, value in context.items()
        if not term.startswith("@")
    }
    prefixes = {**prefixes, **{term: iri for term, iri in iris.items() if isinstance(iri, str)}}
    for iri in prefixes.values():
        prefix, colon, suffix = iri.partition(":")
        found.add(prefixes[prefix] + suffix if colon and prefix in prefixes else iri)
    for value in context.values():
        if isinstance(value, dict) and "@context" in value:
            _collect(value["@context"], prefixes, found)
