"""JSON-LD to quads by pyld: the reference, and the way for everything unusual.

pyld expands as JSON-LD 1.1 says, and silently drops or repairs what it cannot keep; for a
signature that is a hole, because what is dropped is not signed. So here every loss is an error.
Sources: JSON-LD 1.1 API §5.1 (expansion), §8 (serialization to RDF); the codes follow what the
field calls "safe mode".
"""

import copy
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, Final, NoReturn

from pyld.context_resolver import ContextResolver
from pyld.jsonld import KEYWORDS, JsonLdError, JsonLdProcessor

from mica.vc import documents
from mica.vc.canonical import jcs
from mica.vc.canonical.labour import VALUE, Labour
from mica.vc.canonical.nquads import (
    RDF,
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    Quad,
    iri,
    is_language,
    literal,
    quoted,
)
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable, Unusable, VcError

MAX_VALUES: Final = 20_000
"""pyld takes tens of microseconds for each value."""

BASE: Final = "x-mica-no-base:/"
"""Stands where a base IRI would, so that whatever was relative can be told afterwards."""

STUMBLES: Final = (TypeError, ValueError, LookupError, AttributeError, RecursionError)
"""What pyld raises over some malformed contexts; that proves nothing against the document."""

_KEYWORD: Final = re.compile("@[a-zA-Z]+").fullmatch
_VALUE_MEMBERS: Final = frozenset({"@value", "@type", "@language"})


def to_quads(document: JsonObject, contexts: Contexts, labour: Labour | None = None) -> list[Quad]:
    """The dataset of a document, where nothing of the document is lost.

    Raises:
        Refused: `not-json-ld`, `undefined-term`, `relative-iri`, `bad-iri`, `bad-language`,
            `dropped-value`, `protected-term-redefined`, `no-statement`, and those of
            `nquads.literal` and `documents.check`.
        Undecidable: `context-unknown`, `too-much-to-expand`, `json-ld-not-understood`,
            `ambiguous-text`, `ambiguous-double`, `too-much-work`.
    """
    (labour or Labour()).spend(_check(document), VALUE)
    quads = _Emitter(document).emit(_expand(document, contexts))
    if not quads:
        raise Refused("no-statement")
    return quads


def loader(contexts: Contexts) -> Callable[[str, object], dict[str, Any]]:
    """A loader for pyld that serves known contexts only, as copies: pyld writes into them."""

    def load(url: str, _options: object) -> dict[str, Any]:
        document = copy.deepcopy(contexts.get(url))
        return {"contextUrl": None, "documentUrl": url, "document": document}

    return load


def refuse(error: JsonLdError) -> NoReturn:
    """Raise what an error of pyld means here.

    Raises:
        VcError: one raised below pyld (an unknown context) as it is; otherwise Refused.
    """
    cause: BaseException | None = error
    code = "invalid"
    while cause is not None:
        if isinstance(cause, VcError):
            raise cause
        code = getattr(cause, "code", None) or code
        cause = cause.__cause__
    if code in ("protected term redefinition", "invalid context nullification"):
        raise Refused("protected-term-redefined", reason=code) from error
    raise Refused("not-json-ld", reason=code) from error


class _StrictProcessor(JsonLdProcessor):  # type: ignore[misc]
    """pyld's processor, with an error where it drops something."""

    def _expand(
        self, active_ctx: Any, active_property: Any, element: Any, *rest: Any, **named: Any
    ) -> Any:
        expanded = super()._expand(active_ctx, active_property, element, *rest, **named)
        if expanded is None and element is not None:
            raise Refused(
                "dropped-value", value=_brief(element), reason="it stands where nothing counts"
            )
        return expanded


def _expand(document: JsonObject, contexts: Contexts) -> list[Any]:
    def dropped(term: object) -> NoReturn:
        pointer = _pointer_to_text(document, term)
        raise Refused("undefined-term", term=ascii(term)[1:-1], pointer=pointer)

    load = loader(contexts)
    options = {
        "base": BASE,
        "documentLoader": load,
        # A resolver of our own, because pyld's is shared and keyed by URL: another set of contexts
        # may give the same URL another meaning.
        "contextResolver": ContextResolver({}, load),
    }
    try:
        expanded: list[Any] = _StrictProcessor(dropped).expand(document, options)
    except JsonLdError as error:
        refuse(error)
    except STUMBLES as error:
        raise Undecidable("json-ld-not-understood", reason=type(error).__name__) from error
    return expanded


def _check(document: JsonObject) -> int:
    """Refuse what pyld must not see; how many values there are."""
    try:
        documents.check(document)
    except Unusable as error:
        raise Refused(error.code, **error.data) from error
    values = 0
    below: list[Any] = [document]
    while below:
        value = below.pop()
        values += 1
        if isinstance(value, list):
            below += value
        elif isinstance(value, dict):
            below += value.values()
            if not all(isinstance(key, str) for key in value):
                raise Refused("not-a-json-value", pointer="")
            _check_context(value.get("@context"))
    if values > MAX_VALUES:
        raise Undecidable("too-much-to-expand", limit=MAX_VALUES)
    return values


def _check_context(context: Any) -> None:
    """Refuse words of the form of a keyword that are none: pyld warns of them and ignores them."""
    if isinstance(context, list):
        for member in context:
            _check_context(member)
    elif isinstance(context, dict):
        for key, value in context.items():
            for word in (key, value):
                if isinstance(word, str) and _KEYWORD(word) and word not in KEYWORDS:
                    raise Refused("undefined-term", term=word, pointer="/@context")
            _check_context(value)


def _brief(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 80 else text[:77] + "..."  # noqa: PLR2004


def _pointer_to_text(document: Any, text: object, at: str = "") -> str:
    """Where a key or string first stands, as a JSON pointer; "" where it does not."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(document, dict):
        if text in document:
            return at + documents.step(str(text))
        pairs = [(documents.step(key), value) for key, value in document.items()]
    elif isinstance(document, list):
        pairs = [(f"/{index}", value) for index, value in enumerate(document)]
    for name, value in pairs:
        if value == text and isinstance(value, str):
            return at + name
        if found := _pointer_to_text(value, text, at + name):
            return found
    return ""


class _Emitter:
    """Writes expanded JSON-LD as quads (JSON-LD 1.1 API §8.1), refusing what has no form in RDF."""

    def __init__(self, document: JsonObject) -> None:
        self._document = document
        self._quads: list[Quad] = []
        self._named: dict[str, str] = {}
        self._numbers = count()

    def emit(self, expanded: list[Any]) -> list[Quad]:
        for node in expanded:
            self._top(node, "")
        return self._quads

    def _top(self, node: Any, graph: str) -> None:
        """A node that nothing points to: it must make a statement of its own."""
        if (
            not isinstance(node, dict)
            or "@value" in node
            or "@list" in node
            or not node.keys() - {"@id"}
        ):
            raise Refused("dropped-value", value=_brief(node), reason="nothing is said about it")
        self._node(node, graph)

    def _node(self, node: Mapping[str, Any], graph: str) -> str:
        subject = self._resource(node["@id"]) if "@id" in node else self._blank(None)
        for key, values in node.items():
            if key in KEYWORDS:
                self._keyword(key, values, subject, graph)
            else:
                predicate = self._iri(key)
                for value in values:
                    self._quads.append((subject, predicate, self._object(value, graph), graph))
        return subject

    def _keyword(self, key: str, values: Any, subject: str, graph: str) -> None:
        if key == "@type":
            for kind in values:
                self._quads.append((subject, RDF_TYPE, self._resource(kind), graph))
        elif key == "@graph":
            for member in values:
                self._top(member, subject)
        elif key == "@included":
            for member in values:
                self._node(member, graph)
        elif key == "@reverse":
            self._reverse(values, subject, graph)
        elif key != "@id":
            raise Refused("dropped-value", value=key, reason="it has no form in RDF")

    def _reverse(self, properties: Mapping[str, Any], target: str, graph: str) -> None:
        for name, members in properties.items():
            for member in members:
                subject = self._node(member, graph)
                self._quads.append((subject, self._iri(name), target, graph))

    def _object(self, value: Any, graph: str) -> str:
        if "@value" in value:
            return _value(value)
        if "@list" in value:
            if len(value) > 1:
                raise Refused("dropped-value", value=_brief(value), reason="a list has no index")
            return self._list(value["@list"], graph)
        return self._node(value, graph)

    def _list(self, members: list[Any], graph: str) -> str:
        terms = [self._object(member, graph) for member in members]
        cells = [self._blank(None) for _ in members]
        tails = [*cells[1:], RDF_NIL]
        for cell, term, rest in zip(cells, terms, tails, strict=False):
            self._quads.append((cell, RDF_FIRST, term, graph))
            self._quads.append((cell, RDF_REST, rest, graph))
        return cells[0] if cells else RDF_NIL

    def _resource(self, name: object) -> str:
        if isinstance(name, str) and name.startswith("_:"):
            return self._blank(name)
        return self._iri(name)

    def _blank(self, name: str | None) -> str:
        if name is None:
            return f"_:b{next(self._numbers)}"
        if name not in self._named:
            self._named[name] = f"_:b{next(self._numbers)}"
        return self._named[name]

    def _iri(self, name: object) -> str:
        if isinstance(name, str) and name.startswith(BASE.rstrip("/")):
            given = name.removeprefix(BASE)
            pointer = _pointer_to_text(self._document, given)
            raise Refused("relative-iri", value=ascii(given), pointer=pointer)
        return iri(name)


def _value(value: Mapping[str, Any]) -> str:
    """The literal of an expanded value object (JSON-LD 1.1 API §8.2.2)."""
    if extra := value.keys() - _VALUE_MEMBERS:
        raise Refused("dropped-value", value=min(extra), reason="it has no form in RDF")
    content, datatype, language = value["@value"], value.get("@type"), value.get("@language")
    if datatype == "@json":
        return f"{quoted(jcs.canonicalize(content).decode())}^^<{RDF}JSON>"
    if language is not None:
        if not is_language(language):
            raise Refused("bad-language", value=ascii(language))
        return f"{quoted(content)}@{language}"
    if isinstance(datatype, str) and datatype.startswith(BASE.rstrip("/")):
        raise Refused("relative-iri", value=ascii(datatype.removeprefix(BASE)))
    return literal(content, datatype)
