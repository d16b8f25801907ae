"""What the terms of a document mean at each place, worked out once and kept.

pyld processes contexts and takes milliseconds for it; what comes out depends only on the contexts,
the types and the properties on the way to a place. A `Scope` keeps one outcome with the terms met
so far. Scopes are made for known contexts alone, only for terms that these define, and are thrown
away when there are too many: nothing grows with the strings a stranger chose. Source: JSON-LD 1.1
API §4.1, §5.1, §5.2.
"""

from collections.abc import Mapping
from functools import lru_cache
from threading import RLock
from typing import Any, Final, TypeAlias

from pyld.context_resolver import ContextResolver
from pyld.jsonld import KEYWORDS, JsonLdError, JsonLdProcessor

from mica.vc.canonical.nquads import XSD_DOUBLE, XSD_STRING, is_iri
from mica.vc.canonical.reference import BASE, STUMBLES, loader
from mica.vc.contexts import Contexts

ActiveContext: TypeAlias = Mapping[str, Any]
"""pyld's active context: `mappings` from term to definition, `previousContext` and defaults."""

MAX_SCOPES: Final = 512
MAX_NAMES: Final = 8
"""Contexts of one object, or types with a context of their own, that are looked up together."""

# What a key stands for.
CONTEXT, ID, TYPE, PROPERTY = range(4)
# What becomes of a property's values.
ONE_BY_ONE, LIST, GRAPH = range(3)

_CONTAINERS: Final = {
    frozenset[str](): ONE_BY_ONE,
    frozenset({"@set"}): ONE_BY_ONE,
    frozenset({"@list"}): LIST,
    frozenset({"@graph"}): GRAPH,
    frozenset({"@graph", "@set"}): GRAPH,
}
_ODD_DEFAULTS: Final = frozenset({"@vocab", "@base", "@language", "@direction"})
_ODD_DEFINITIONS: Final = frozenset({"@index", "@nest", "@direction", "@language"})


class Unusual(Exception):
    """Something that is not known exactly here."""


class Term:
    """What a key means in one scope.

    Attributes:
        kind: CONTEXT, ID, TYPE or PROPERTY.
        predicate: the property's IRI as a term.
        container: ONE_BY_ONE, LIST or GRAPH.
        suffix: what follows a string literal's quotes; None where a string is no plain literal.
        datatype: the IRI to which literals are typed, or None.
        links: "@id" or "@vocab" where a string is a link, else "".
        inside: the scope in which a string value is read.
        kept: the scope of a value object or a bare reference.
        below: the scope of any other object.
    """

    __slots__ = (
        "below",
        "container",
        "datatype",
        "inside",
        "kept",
        "kind",
        "links",
        "predicate",
        "suffix",
    )

    def __init__(self, kind: int, inside: "Scope") -> None:
        self.kind = kind
        self.predicate = ""
        self.container = ONE_BY_ONE
        self.suffix: str | None = ""
        self.datatype: str | None = None
        self.links = ""
        self.inside = inside
        self.kept = inside
        self.below = inside.reverted


class Scope:
    """The terms in force at one kind of place.

    Attributes:
        active: pyld's outcome.
        terms: the keys met so far; `term` finds the others.
        reverted: the scope that holds again in the objects below (type scopes do not reach down).
    """

    __slots__ = (
        "_compiled",
        "_prefixes",
        "_typed",
        "_with_context",
        "_within",
        "_words",
        "active",
        "reverted",
        "terms",
    )

    def __init__(
        self, compiled: "Compiled", active: ActiveContext, known: "Scope | None" = None
    ) -> None:
        if not _ODD_DEFAULTS.isdisjoint(active):
            raise Unusual
        compiled.count()
        self._compiled = compiled
        self.active = active
        self._words, self._prefixes, self._with_context = _tables(active["mappings"])
        self._typed: dict[tuple[str, ...], Scope] = {}
        self._within: dict[tuple[str, ...], Scope] = {}
        previous = active.get("previousContext")
        if previous is None:
            self.reverted = self
        elif known is not None and known.active is previous:
            self.reverted = known
        else:
            self.reverted = Scope(compiled, previous)
        self.terms = {
            "@context": Term(CONTEXT, self),
            "@id": Term(ID, self),
            "id": Term(ID, self),
            "@type": Term(TYPE, self),
            "type": Term(TYPE, self),
        }

    def term(self, key: str) -> Term:
        """The meaning of a key.

        Raises:
            Unusual: also where it has none.
        """
        definition = self.active["mappings"].get(key)
        if definition is None:
            made = Term(PROPERTY, self)
            made.predicate = self.link(key)
            return made
        with self._compiled.lock:
            if key not in self.terms:
                self.terms[key] = self._define(key, definition)
        return self.terms[key]

    def link(self, value: Any) -> str:
        """The term of an IRI or a compact IRI (JSON-LD 1.1 API §5.2, document relative).

        Raises:
            Unusual: where it is neither.
        """
        if type(value) is not str or not is_iri(value):
            raise Unusual
        prefix, _, rest = value.partition(":")
        if prefix in self._prefixes and not rest.startswith("//"):
            value = self._prefixes[prefix] + rest
            if not is_iri(value):
                raise Unusual
        return f"<{value}>"

    def word(self, value: Any) -> str:
        """The term of a type or a word of the vocabulary, of an IRI or a compact IRI.

        Raises:
            Unusual: where it is none of these.
        """
        if type(value) is not str:
            raise Unusual
        known = self._words.get(value)
        if known is not None:
            return known
        if value in self.active["mappings"]:
            raise Unusual
        return self.link(value)

    def typed(self, types: list[str]) -> "Scope":
        """The scope of an object of these types (JSON-LD 1.1 API §5.1.2 step 11)."""
        with_context = self._with_context
        names = [name for name in types if name in with_context]
        if not names:
            return self
        key = tuple(names) if len(names) == 1 else tuple(sorted(names))
        return self._typed.get(key) or self._make_typed(key)

    def within(self, context: object) -> "Scope":
        """The scope under contexts given by URL."""
        urls = (context,) if type(context) is str else context
        if type(urls) is list:
            urls = tuple(urls)
        if type(urls) is not tuple or not 0 < len(urls) <= MAX_NAMES:
            raise Unusual
        if not all(type(url) is str and url in self._compiled.contexts.documents for url in urls):
            raise Unusual
        return self._within.get(urls) or self._make_within(urls)

    def _make_within(self, urls: tuple[str, ...]) -> "Scope":
        with self._compiled.lock:
            if urls not in self._within:
                active = self._compiled.process(self.active, list(urls))
                self._within[urls] = Scope(self._compiled, active, self.reverted)
        return self._within[urls]

    def _make_typed(self, names: tuple[str, ...]) -> "Scope":
        if len(names) > MAX_NAMES:
            raise Unusual
        with self._compiled.lock:
            if names not in self._typed:
                active = self.active
                for name in names:
                    context = self.active["mappings"][name]["@context"]
                    active = self._compiled.process(active, context, propagate=False)
                self._typed[names] = Scope(self._compiled, active, self.reverted)
        return self._typed[names]

    def _define(self, key: str, definition: Mapping[str, Any]) -> Term:
        iri, coercion = definition["@id"], definition.get("@type")
        container = _CONTAINERS.get(frozenset(definition.get("@container", ())))
        odd = definition["reverse"] or not _ODD_DEFINITIONS.isdisjoint(definition)
        if odd or container is None or coercion == "@json" or not (iri and is_iri(iri)):
            raise Unusual
        made = Term(PROPERTY, self)
        made.predicate = f"<{iri}>"
        made.container = container
        if coercion in ("@id", "@vocab"):
            made.links, made.suffix = coercion, None
        elif coercion not in (None, "@none"):
            made.datatype = coercion
            made.suffix = "" if coercion == XSD_STRING else f"^^<{coercion}>"
            if coercion == XSD_DOUBLE or not is_iri(coercion):
                made.suffix = None
        if container != ONE_BY_ONE:
            made.suffix = None
        if "@context" in definition:
            self._descend(key, definition, made)
        return made

    def _descend(self, key: str, definition: Mapping[str, Any], made: Term) -> None:
        """A property with a context of its own, which applies again below (§5.1.2 steps 7 to 9)."""
        context = definition["@context"]
        if not context:
            raise Unusual
        process = self._compiled.process
        inside = process(self.active, context, override_protected=True)
        if inside["mappings"].get(key) != definition:
            raise Unusual
        kept = process(inside, context, override_protected=True)
        made.inside = Scope(self._compiled, inside, self.reverted)
        made.below = made.kept = Scope(self._compiled, kept, self.reverted)
        if "previousContext" in inside:
            below = process(inside["previousContext"], context, override_protected=True)
            made.below = Scope(self._compiled, below)


def _tables(
    mappings: Mapping[str, Mapping[str, Any]],
) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Words with their terms, prefixes with their IRIs, and the words that bring a context."""
    words, prefixes, with_context = {}, {}, set()
    aliases = []
    for name, definition in mappings.items():
        iri = definition["@id"]
        if iri in KEYWORDS:
            aliases.append((name, iri))
            continue
        if iri and is_iri(iri):
            words[name] = f"<{iri}>"
        if definition["_prefix"]:
            prefixes[name] = iri
        if definition.get("@context"):
            with_context.add(name)
    if sorted(aliases) != [("id", "@id"), ("type", "@type")]:
        raise Unusual
    return words, prefixes, frozenset(with_context)


class Compiled:
    """The scopes of one set of contexts.

    Attributes:
        contexts: the set.
        lock: held while something is added; readers need none.
    """

    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self.lock = RLock()
        self._processor = _Processor()
        self._load = loader(contexts)
        self._roots: dict[tuple[str, ...], Scope] = {}
        self._scopes = 0

    def root(self, context: object) -> Scope:
        """The scope of a document with these contexts, given by URL.

        Raises:
            Unusual: for anything but known URLs.
        """
        urls = (context,) if type(context) is str else context
        if type(urls) is list:
            urls = tuple(urls)
        if type(urls) is not tuple or not 0 < len(urls) <= MAX_NAMES:
            raise Unusual
        if not all(type(url) is str and url in self.contexts.documents for url in urls):
            raise Unusual
        return self._roots.get(urls) or self._make_root(urls)

    def _make_root(self, urls: tuple[str, ...]) -> Scope:
        with self.lock:
            if urls not in self._roots:
                self._roots[urls] = Scope(self, self.process(None, list(urls)))
        return self._roots[urls]

    def count(self) -> None:
        """Count one more scope, and start anew when there are too many."""
        self._scopes += 1
        if self._scopes > MAX_SCOPES:
            self._roots.clear()
            self._scopes = 0
            raise Unusual

    def process(
        self,
        active: ActiveContext | None,
        context: object,
        *,
        override_protected: bool = False,
        propagate: bool = True,
    ) -> ActiveContext:
        """The active context after one more context, by pyld.

        Raises:
            Unusual: where pyld refuses; the reference will say why.
        """
        options = {
            "base": BASE,
            "processingMode": "json-ld-1.1",
            "documentLoader": self._load,
            # New each time: pyld keeps outcomes without regard to `override_protected`.
            "contextResolver": ContextResolver({}, self._load),
        }
        try:
            return self._processor.process(active, context, options, override_protected, propagate)
        except (JsonLdError, *STUMBLES):
            raise Unusual from None


class _Processor(JsonLdProcessor):  # type: ignore[misc]
    """pyld's processor, for its context processing."""

    def process(
        self,
        active: ActiveContext | None,
        context: object,
        options: dict[str, Any],
        override_protected: bool,  # noqa: FBT001
        propagate: bool,  # noqa: FBT001
    ) -> ActiveContext:
        """JSON-LD 1.1 API §4.1.2."""
        if active is None:
            active = self._get_initial_context(options)
        made: ActiveContext = self._process_context(
            active, context, options, override_protected=override_protected, propagate=propagate
        )
        return made


@lru_cache(maxsize=8)
def compiled(contexts: Contexts) -> Compiled:
    """The scopes of a set of contexts; the sets last used are kept."""
    return Compiled(contexts)
