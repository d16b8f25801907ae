"""Shapes: what a JSON document has to look like, as tables.

A shape is called with a JSON value and answers with the faults in it, their pointers relative to
that value; whoever holds the value puts its own step in front. So a pointer costs nothing until
something is wrong. Values are strangers' and may be anything, nested no deeper than
`documents.check` allows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeAlias

from mica.errors import say
from mica.vc.documents import JsonObject, step
from mica.vc.errors import Refused
from mica.vc.report import Fault
from mica.vc.sentences import SENTENCES
from mica.vc.timestamps import MAX_SHOWN, parse_timestamp

Found: TypeAlias = Sequence[Fault]
NOTHING: Final[Found] = ()
MAX_FAULTS: Final = 100
"""A report names no more faults than this; nobody reads on, and a hostile document could have
millions."""


class Rule(Protocol):
    """What a value has to be."""

    @property
    def right(self) -> str:
        """What would be right, to stand after "has to be"."""

    def __call__(self, value: Any, /) -> Found:
        """The faults of a value."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A plain value.

    Attributes:
        right: what would be right, for people.
        kinds: the JSON kinds it may have, as Python types.
        form: true of the values that have the right form; None where every value of the kind has.
        code: the fault of a value of another form.
    """

    right: str
    kinds: frozenset[type]
    form: Callable[[Any], object] | None = None
    code: str = "wrong-form"

    def __call__(self, value: Any) -> Found:
        """`wrong-kind`, or the leaf's own code."""
        if type(value) not in self.kinds:
            return [wrong_kind(self.right, value)]
        if self.form is not None and not self.form(value):
            return [fault(self.code, right=self.right, value=shown(value))]
        return NOTHING


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment with offset.

    Attributes:
        right: what would be right.
        suffix: appended before reading: "Z" where a missing offset is no fault.
    """

    right: str = "a date and time with its offset, such as 2026-01-15T09:00:00Z"
    suffix: str = ""

    def __call__(self, value: Any) -> Found:
        """`wrong-kind`, or the code of `parse_timestamp`."""
        if type(value) is not str:
            return [wrong_kind(self.right, value)]
        try:
            parse_timestamp(value)
        except Refused as error:
            if not (self.suffix and error.code == "timestamp-without-offset"):
                return [Fault(error.code, "", str(error), error.data)]
            return Stamp(self.right)(value + self.suffix)
        return NOTHING


@dataclass(frozen=True, slots=True)
class Types:
    """The value of `type`: a text, or a list of texts, with at least one of the names in it.

    JSON-LD reads a single text and a list of one alike, so neither is a fault where a schema wants
    the other.

    Attributes:
        names: of which at least one is there.
        also: a name that is there besides; "" where there is none.
    """

    names: tuple[str, ...]
    also: str = ""

    @property
    def right(self) -> str:
        """The names."""
        names = "“" + "” or “".join(self.names) + "”"
        return (
            f"a list with “{self.also}” and {names}"
            if self.also
            else f"{names}, alone or in a list"
        )

    def __call__(self, value: Any) -> Found:
        """`wrong-kind` or `type-missing`."""
        if type(value) is not list:
            if type(value) is not str:
                return [wrong_kind(self.right, value)]
            value = [value]
        met = False
        for name in value:
            if type(name) is not str:
                return [below(f"/{value.index(name)}", wrong_kind("text", name))]
            if name in self.names:
                met = True
        if met and (not self.also or self.also in value):
            return NOTHING
        return [fault("type-missing", right=self.right)]


@dataclass(frozen=True, slots=True)
class Many:
    """One value or a list of them; JSON-LD reads a single value and a list of one alike."""

    of: Rule
    least: int = 0

    @property
    def right(self) -> str:
        """What one of them would be."""
        return f"{self.of.right}, or a list of these"

    def __call__(self, value: Any) -> Found:
        """The faults of the values, and `list-too-short`."""
        if type(value) is not list:
            return self.of(value)
        if len(value) < self.least:
            return [fault("list-too-short", right=self.right, least=self.least)]
        found: list[Fault] = []
        for i, entry in enumerate(value):
            if inner := self.of(entry):
                found += [below(f"/{i}", one) for one in inner]
                if len(found) >= MAX_FAULTS:
                    break
        return found


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one value, which may stand alone in a list."""

    of: Rule

    @property
    def right(self) -> str:
        """What it would be."""
        return f"exactly one: {self.of.right}"

    def __call__(self, value: Any) -> Found:
        """The faults of the value, and `not-exactly-one`."""
        if type(value) is not list:
            return self.of(value)
        if len(value) != 1:
            return [fault("not-exactly-one", right=self.of.right, count=len(value))]
        return [below("/0", found) for found in self.of(value[0])]


@dataclass(frozen=True, slots=True)
class Either:
    """A text of one kind, or an object of a shape."""

    text: Rule
    thing: Rule

    @property
    def right(self) -> str:
        """Both."""
        return f"{self.text.right}, or {self.thing.right}"

    def __call__(self, value: Any) -> Found:
        """The faults as text or as object, by the JSON kind of the value; else `wrong-kind`."""
        if type(value) is dict:
            return self.thing(value)
        return self.text(value) if type(value) is str else [wrong_kind(self.right, value)]


@dataclass(frozen=True, slots=True)
class Later:
    """A rule found when needed: for shapes within themselves, or that depend on the value."""

    right: str
    find: Callable[[Any], Rule]

    def __call__(self, value: Any) -> Found:
        """The faults by the rule that holds for the value."""
        return self.find(value)(value)


@dataclass(frozen=True, slots=True)
class Shape:
    """An object. Members that the table does not name are no fault: documents may be extended.

    Attributes:
        name: of the thing, with its article, for sentences.
        need: members that must be there.
        may: members that may be there.
        rules: of several members at once; they are asked even where a member is wrong.
    """

    name: str
    need: Mapping[str, Rule]
    may: Mapping[str, Rule]
    rules: tuple[Callable[[JsonObject], Found], ...]
    members: Mapping[str, Rule]
    plain: Mapping[str, type]

    @property
    def right(self) -> str:
        """The thing as an object."""
        return f"{self.name} (an object)"

    def __call__(self, value: Any) -> Found:
        """`wrong-kind`, `member-missing`, the faults of the members, then of the rules."""
        if type(value) is not dict:
            return [wrong_kind(self.right, value)]
        found: list[Fault] = []
        for member in self.need:  # a loop: a comprehension's frame costs more than it holds
            if member not in value:
                found += [self._missing(member)]
        members, plain = self.members, self.plain
        for name, child in value.items():
            if plain.get(name) is type(child):
                continue  # most members are plain text, and need no call to be seen as such
            rule = members.get(name)
            if rule is not None and (inner := rule(child)):
                found += [below(step(name), one) for one in inner]
        for several in self.rules:
            found += several(value)
        return found

    def _missing(self, member: str) -> Fault:
        right = self.need[member].right
        found = fault("member-missing", owner=self.name, member=member, right=right)
        return below(step(member), found)


def shape(
    name: str,
    /,
    need: Mapping[str, Rule],
    may: Mapping[str, Rule] | None = None,
    *rules: Callable[[JsonObject], Found],
) -> Shape:
    """A shape from its table."""
    may = may or {}
    members = {**need, **may}
    plain = {
        member: next(iter(rule.kinds))
        for member, rule in members.items()
        if isinstance(rule, Leaf) and rule.form is None and len(rule.kinds) == 1
    }
    return Shape(name, need, may, rules, members, plain)


def fault(code: str, pointer: str = "", /, **data: object) -> Fault:
    """A fault with its sentence from the toolkit's table."""
    return Fault(code, pointer, say(SENTENCES, code, data), data)


def shown(value: object) -> str:
    """A stranger's value as far as it is repeated in a finding."""
    return str(value)[:MAX_SHOWN]


def wrong_kind(right: str, value: object) -> Fault:
    """The fault of a value of the wrong JSON kind."""
    return fault("wrong-kind", right=right, found=_KINDS.get(type(value), "something else"))


def below(at: str, found: Fault) -> Fault:
    """A fault seen from further up: the steps down to it in front of its pointer."""
    return replace(found, pointer=at + found.pointer)


_KINDS: Final = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "a list",
    type(None): "null",
}
