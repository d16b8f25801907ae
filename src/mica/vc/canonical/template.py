"""Many documents that differ in a few texts: one achievement, a hundred thousand learners.

The quads of a document are worked out once, with a mark at each slot; a value goes in where its
mark stands as a whole term. Only then are blank nodes labelled and quads sorted, because a value
moves both: substituting into canonical quads was wrong on 237 documents of 300. Wherever a value
could mean more than its text (a term of a context, a compact IRI, a relative one), the whole
document is read instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import orjson

from mica.vc.canonical import rdfc
from mica.vc.canonical.jsonld import compiled_quads, to_quads
from mica.vc.canonical.nquads import Quad, is_iri, quoted
from mica.vc.canonical.scopes import Unusual
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, VcError

_MARK: Final = "mica-slot-7c1f3b"
_SCHEMES: Final = ("urn", "https", "http", "did")
"""The schemes a link in a slot may have; each is tried beforehand, others take the long way."""


class Template:
    """A document with slots.

    Args:
        document: a JSON-LD object, copied.
        slots: JSON pointers (RFC 6901) of the texts that change.
        contexts: the contexts that count as known.

    Raises:
        Refused: `no-such-slot` where a pointer does not lead to a text.
    """

    def __init__(self, document: JsonObject, slots: Sequence[str], contexts: Contexts) -> None:
        self._document: JsonObject = _copied(document)
        self._slots = {pointer: _path(self._document, pointer) for pointer in slots}
        self._contexts = contexts
        self._packed = _packed(self._document)
        self._plan = self._planned()

    @property
    def slots(self) -> tuple[str, ...]:
        """The pointers, in the order given."""
        return tuple(self._slots)

    def fill(self, values: Mapping[str, str]) -> JsonObject:
        """A new document with these values in the slots.

        Args:
            values: pointer to text, one for every slot.

        Raises:
            Refused: `slots-differ` where values and slots do not match.
        """
        if values.keys() != self._slots.keys():
            raise Refused("slots-differ", slots=sorted(self._slots), given=sorted(values))
        document: JsonObject = (
            orjson.loads(self._packed) if self._packed else _copied(self._document)
        )
        for pointer, path in self._slots.items():
            target: Any = document
            for part in path[:-1]:
                target = target[part]
            target[path[-1]] = values[pointer]
        return document

    def canonicalize(self, values: Mapping[str, str], *, algorithm: str = "sha256") -> bytes:
        """The canonical N-Quads of `fill(values)`, UTF-8: always those of `canonical.canonicalize`.

        Raises:
            Refused, Undecidable: as `canonical.canonicalize`; `slots-differ`.
        """
        if self._plan is not None and values.keys() == self._slots.keys():
            try:
                dataset = self._plan.dataset(values)
            except (Unusual, VcError):
                pass
            else:
                known = self._plan.hashes(algorithm)
                return rdfc.canonicalize(dataset, algorithm=algorithm, known=known).encode()
        return rdfc.canonicalize(
            to_quads(self.fill(values), self._contexts), algorithm=algorithm
        ).encode()

    def _planned(self) -> "_Plan | None":
        """What a plan needs, or None where the template cannot be exact."""
        try:
            drafts = [self._draft(scheme) for scheme in _SCHEMES]
        except Unusual:
            return None
        first = drafts[0]
        if any(draft != first for draft in drafts):
            return None
        places = [place for parts in first for place in parts if type(place) is _Place]
        if {place.slot for place in places} != self._slots.keys():
            return None
        return _Plan(first, frozenset(_keys(self._contexts.documents)))

    def _draft(self, scheme: str) -> "list[_Parts]":
        """The quads under marks of one scheme, each mark replaced by its place."""
        marks = {f"{scheme}:{_MARK}:{n}.": pointer for n, pointer in enumerate(self._slots)}
        filled = self.fill({pointer: mark for mark, pointer in marks.items()})
        return [
            (_part(s, marks), p, _part(o, marks), _part(g, marks))
            for s, p, o, g in compiled_quads(filled, self._contexts)
        ]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a slot's value goes: a link, or a literal with what follows its quotes."""

    slot: str
    link: bool
    suffix: str = ""


_Parts: TypeAlias = tuple[str | _Place, str, str | _Place, str | _Place]


class _Plan:
    """The quads of a template, with places."""

    def __init__(self, parts: list[_Parts], words: frozenset[str]) -> None:
        self._words = words
        self._fixed: list[Quad] = []
        self._open: list[_Parts] = []
        for part in parts:
            s, p, o, g = part
            if type(s) is str and type(o) is str and type(g) is str:
                self._fixed.append((s, p, o, g))
            else:
                self._open.append(part)
        self._base = rdfc.Dataset(self._fixed)
        self._touched = {term for part in self._open for term in part if type(term) is str}
        self._hashes: dict[str, dict[str, str]] = {}

    def hashes(self, algorithm: str) -> dict[str, str]:
        """First-degree hashes of the nodes that no slot touches: their quads never change."""
        if algorithm not in self._hashes:
            hashes = rdfc.first_degree_hashes(self._fixed, algorithm=algorithm)
            self._hashes[algorithm] = {
                node: digest for node, digest in hashes.items() if node not in self._touched
            }
        return self._hashes[algorithm]

    def dataset(self, values: Mapping[str, str]) -> rdfc.Dataset:
        """The quads with values in their places.

        Raises:
            Unusual, VcError: where a value could mean more than its text, or is no text.
        """
        made: list[Quad] = []
        for s, p, o, g in self._open:
            subject = s if type(s) is str else self._term(s, values)
            target = o if type(o) is str else self._term(o, values)
            made.append((subject, p, target, g if type(g) is str else self._term(g, values)))
        return self._base.extended(made)

    def _term(self, place: Any, values: Mapping[str, str]) -> str:
        value = values[place.slot]
        if type(value) is not str:
            raise Unusual
        if not place.link:
            return quoted(value) + str(place.suffix)
        if value in self._words or not is_iri(value) or value.partition(":")[0] not in _SCHEMES:
            raise Unusual
        return f"<{value}>"


def _part(term: str, marks: Mapping[str, str]) -> str | _Place:
    if _MARK not in term:
        return term
    text, _, suffix = term[1:].partition(">" if term[0] == "<" else '"')
    if text not in marks or _MARK in suffix:
        raise Unusual
    return _Place(marks[text], link=term[0] == "<", suffix=suffix)


def _keys(value: Any) -> Iterator[str]:
    """Every word that a set of contexts could define."""
    members = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, Mapping):
        yield from value
    if isinstance(value, Mapping | list):
        for member in members:
            yield from _keys(member)


def _copied(value: Any) -> Any:
    if type(value) is dict:
        return {key: _copied(member) for key, member in value.items()}
    if type(value) is list:
        return [_copied(member) for member in value]
    return value


def _packed(value: JsonObject) -> bytes:
    """The value as text, which is unpacked faster than it is copied; "" where text loses some."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        return b""
    return text if _same(orjson.loads(text), value) else b""


def _same(one: Any, other: Any) -> bool:
    """Equal with equal types throughout: 1 is not 1.0, and not true."""
    if type(one) is not type(other):
        return False
    if type(one) is dict:
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if type(one) is list:
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) and str(one) == str(other)


def _path(document: Any, pointer: str) -> list[str | int]:
    """The way to a text, by JSON pointer (RFC 6901 §3, §4)."""
    path: list[str | int] = []
    value = document
    try:
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            path.append(int(name) if type(value) is list else name)
            value = value[path[-1]]
    except (LookupError, TypeError, ValueError):
        value = None
    if type(value) is not str or not path:
        raise Refused("no-such-slot", pointer=pointer)
    return path
