"""From a JSON-LD document to its quads.

Documents whose contexts are all given by known URLs, which is what credentials look like, are read
in one pass over compiled scopes. Whatever is not known exactly there goes to the reference, the
whole document and from the start; so do documents with a fault, so that the reference names it.
"""

from typing import Any, Final

from mica.vc.canonical import reference
from mica.vc.canonical.labour import STATEMENT, Labour
from mica.vc.canonical.nquads import (
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    Quad,
    is_language,
    literal,
    quoted,
)
from mica.vc.canonical.scopes import (
    GRAPH,
    LIST,
    PROPERTY,
    TYPE,
    Scope,
    Term,
    Unusual,
    compiled,
)
from mica.vc.contexts import Contexts
from mica.vc.documents import MAX_DEPTH, JsonObject
from mica.vc.errors import VcError

_VALUE_SHAPES: Final = (
    {"@value"},
    {"@value", "@type"},
    {"@value", "@language"},
)


def to_quads(document: JsonObject, contexts: Contexts, labour: Labour | None = None) -> list[Quad]:
    """The RDF dataset of a document; see `reference.to_quads` for what is refused."""
    labour = labour or Labour()
    try:
        quads = compiled_quads(document, contexts)
    except Unusual:
        quads = reference.to_quads(document, contexts, labour)
    labour.spend(len(quads), STATEMENT)
    return quads


def compiled_quads(document: JsonObject, contexts: Contexts) -> list[Quad]:
    """The dataset of an ordinary document without fault.

    Raises:
        Unusual: for any other.
    """
    if type(document) is not dict or "@context" not in document:
        raise Unusual
    root = compiled(contexts).root(document["@context"])
    run = _Run()
    try:
        run.node(document, root, "", MAX_DEPTH - 2)  # the reference counts exactly
    except VcError:
        raise Unusual from None
    if not run.quads:
        raise Unusual
    return run.quads


class _Run:
    """One pass over one document (JSON-LD 1.1 API §5.1 and §8.1 at once).

    Attributes:
        quads: what was found so far.
    """

    __slots__ = ("_blanks", "quads")

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self._blanks = 0

    def node(self, element: JsonObject, scope: Scope, graph: str, depth: int) -> str:
        """Write a node object under the scope in force; the term that stands for it."""
        if not depth:
            raise Unusual
        outer, types = scope, _types(element)
        if types:
            scope = scope.typed(types)
        subject = self._subject(element, scope)
        quads, terms = self.quads, scope.terms
        for key, value in element.items():
            term = terms.get(key) or scope.term(key)
            if term.kind == PROPERTY:
                if type(value) is str and term.suffix is not None:
                    quads.append((subject, term.predicate, quoted(value) + term.suffix, graph))
                elif term.container != GRAPH:
                    for made in self._objects(term, value, graph, depth):
                        quads.append((subject, term.predicate, made, graph))
                else:
                    self._graphs(term, value, (subject, graph), depth)
            elif term.kind == TYPE:
                for name in types:
                    quads.append((subject, RDF_TYPE, outer.word(name), graph))
        return subject

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:b{self._blanks}"

    def _subject(self, element: JsonObject, scope: Scope) -> str:
        if "id" in element:
            if "@id" in element:
                raise Unusual
            return scope.link(element["id"])
        return scope.link(element["@id"]) if "@id" in element else self._blank()

    def _objects(self, term: Term, value: Any, graph: str, depth: int) -> list[str]:
        """The terms of a property's value, written with all that they hold."""
        if value is None:
            return []
        if term.container == LIST:
            members = value if type(value) is list else [value]
            return [self._list(term, members, graph, depth - 1)]
        if type(value) is not list:
            return [self._object(term, value, graph, depth)]
        if not depth:
            raise Unusual
        made = []
        for member in value:
            if type(member) is list:
                made += self._objects(term, member, graph, depth - 1)
            elif member is not None:
                made.append(self._object(term, member, graph, depth - 1))
        return made

    def _object(self, term: Term, value: Any, graph: str, depth: int) -> str:
        if type(value) is dict:
            return self._nested(term, value, graph, depth - 1)
        if type(value) is str:
            if term.links:
                return term.inside.link(value) if term.links == "@id" else term.inside.word(value)
            return literal(value, term.datatype)
        return literal(value, None if term.links else term.datatype)

    def _nested(self, term: Term, element: JsonObject, graph: str, depth: int) -> str:
        """An object below a property: value object, bare reference or node (§5.1.2 step 7)."""
        if "@value" in element:
            return _value(term, element)
        if len(element) == 1 and ("id" in element or "@id" in element):
            return term.kept.link(next(iter(element.values())))
        scope = term.below
        if "@context" in element:
            scope = scope.within(element["@context"])
        return self.node(element, scope, graph, depth)

    def _list(self, term: Term, members: list[Any], graph: str, depth: int) -> str:
        """An RDF list; nulls drop out of it."""
        first = rest = self._blank()
        before = RDF_NIL
        for member in members:
            if member is None:
                continue
            if type(member) is list:
                raise Unusual
            if before != RDF_NIL:
                rest = self._blank()
                self.quads.append((before, RDF_REST, rest, graph))
            self.quads.append((rest, RDF_FIRST, self._object(term, member, graph, depth), graph))
            before = rest
        if before == RDF_NIL:
            return RDF_NIL
        self.quads.append((before, RDF_REST, RDF_NIL, graph))
        return first

    def _graphs(self, term: Term, value: Any, at: tuple[str, str], depth: int) -> None:
        """Objects that are each a graph of their own, such as a proof."""
        subject, graph = at
        for member in value if type(value) is list else [value]:
            if member is None:
                continue
            if type(member) is not dict or "@value" in member:
                raise Unusual
            name = self._blank()
            self.quads.append((subject, term.predicate, name, graph))
            before = len(self.quads)
            self._nested(term, member, name, depth - 2)
            if len(self.quads) == before:
                raise Unusual


def _types(element: JsonObject) -> list[str]:
    if "type" in element:
        if "@type" in element:
            raise Unusual
        types = element["type"]
    elif "@type" in element:
        types = element["@type"]
    else:
        return []
    if type(types) is str:
        return [types]
    if type(types) is not list or not all(type(name) is str for name in types):
        raise Unusual
    return types


def _value(term: Term, element: JsonObject) -> str:
    """The literal of a value object (JSON-LD 1.1 API §5.1.2 step 14)."""
    if element.keys() not in _VALUE_SHAPES:
        raise Unusual
    content, language = element["@value"], element.get("@language")
    if "@language" in element:
        if type(content) is not str or type(language) is not str or not is_language(language):
            raise Unusual
        return f"{quoted(content)}@{language.lower()}"
    return literal(content, term.kept.word(element["@type"])[1:-1] if "@type" in element else None)
