"""The long road of RDFC-1.0: telling look-alikes apart by what surrounds them (§4.7, §4.8).

Its cost grows with the factorial of the look-alikes, so the work is counted and ends at a budget.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any, Final

from mica.vc.canonical.labour import STEP, Labour
from mica.vc.canonical.nquads import Quad
from mica.vc.errors import Undecidable

BUDGET: Final = 50_000
"""Steps, each one quad looked at or one node placed in a permutation."""

MAX_DEPTH: Final = 150
"""Nodes in one chain of look-alikes: each takes three frames of Python's stack."""


MAX_REPEATS: Final = 60
"""Links to look-alike neighbours that are put in order together; more pass any budget."""


class Issuer:
    """Hands out labels in the order of asking (§4.5).

    Attributes:
        issued: node to label, in order of issue.
    """

    def __init__(self, issued: Mapping[str, str] | None = None) -> None:
        self.issued: dict[str, str] = dict(issued or {})

    def of(self, node: str) -> str:
        """The label of a node, new if it has none."""
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"_:b{len(self.issued)}"
        return label


class NDegree:
    """One run over the look-alike nodes of one dataset.

    Args:
        mentions: each blank node's quads.
        hashes: each blank node's first-degree hash.
        hasher: the hash function.
        labels: canonical labels issued so far; `label` adds the others.
        labour: pays for each step, besides this run's own BUDGET.
    """

    def __init__(
        self,
        mentions: Mapping[str, Sequence[Quad]],
        hashes: Mapping[str, str],
        hasher: Callable[[bytes], Any],
        labels: dict[str, str],
        labour: Labour | None = None,
    ) -> None:
        self._labour = labour or Labour()
        self._mentions = mentions
        self._hashes = hashes
        self._hasher = hasher
        self._labels = labels
        self._left = BUDGET
        self._depth = 0

    def label(self, alike: Iterable[Sequence[str]]) -> None:
        """Issue labels for groups of one first-degree hash each, in order (§4.4.3 step 5).

        Raises:
            Undecidable: `graph-too-complex` where the budget ends first.
        """
        for nodes in alike:
            found: list[tuple[str, Issuer]] = []
            for node in nodes:
                if node not in self._labels:
                    issuer = Issuer()
                    issuer.of(node)
                    found.append(self._hash(node, issuer))
            for _, issuer in sorted(found, key=lambda pair: pair[0]):
                for node in issuer.issued:
                    self._labels.setdefault(node, f"_:c14n{len(self._labels)}")

    def _spend(self, steps: int) -> None:
        self._labour.spend(steps, STEP)
        self._left -= steps
        if self._left < 0:
            raise Undecidable("graph-too-complex", nodes=len(self._mentions))

    def _hash(self, node: str, issuer: Issuer) -> tuple[str, Issuer]:
        """Hash N-Degree Quads (§4.8.3)."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Undecidable("graph-too-complex", nodes=len(self._mentions))
        text: list[str] = []
        for related_hash, related in sorted(self._related(node, issuer).items()):
            path, issuer = self._best(related, issuer)
            text += (related_hash, path)
        self._depth -= 1
        return self._hasher("".join(text).encode()).hexdigest(), issuer

    def _best(self, related: Sequence[str], issuer: Issuer) -> tuple[str, Issuer]:
        """The least path over all orders of nodes that look alike from here (step 5)."""
        if len(related) > MAX_REPEATS and len(set(related)) > 1:
            raise Undecidable("graph-too-complex", nodes=len(self._mentions))
        chosen: tuple[str, Issuer] | None = None
        for order in _orders(related):
            found = self._path(order, Issuer(issuer.issued), chosen[0] if chosen else "")
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        assert chosen is not None  # noqa: S101 - the first order always gives a path
        return chosen

    def _path(self, order: Sequence[str], issuer: Issuer, best: str) -> tuple[str, Issuer] | None:
        """The path for one order, or None once it cannot be the least (steps 5.4.4, 5.4.5)."""
        self._spend(len(order))
        path, deeper = "", []
        for node in order:
            if node in self._labels:
                path += self._labels[node]
            else:
                if node not in issuer.issued:
                    deeper.append(node)
                path += issuer.of(node)
            if best and len(path) >= len(best) and path > best:
                return None
        for node in deeper:
            digest, below = self._hash(node, issuer)
            path += f"{issuer.of(node)}<{digest}>"
            issuer = below
            if best and len(path) >= len(best) and path > best:
                return None
        return path, issuer

    def _related(self, node: str, issuer: Issuer) -> dict[str, list[str]]:
        """The neighbours by what links them to the node (§4.8.3 step 3)."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        quads = self._mentions[node]
        self._spend(len(quads))
        for s, p, o, g in quads:
            for place, other in (("s", s), ("o", o), ("g", g)):
                if other and other[0] == "_" and other != node:
                    found[self._related_hash(place, p, other, issuer)].append(other)
        return found

    def _related_hash(self, place: str, predicate: str, other: str, issuer: Issuer) -> str:
        """Hash Related Blank Node (§4.7)."""
        label = self._labels.get(other) or issuer.issued.get(other) or self._hashes[other]
        text = f"{place}{label}" if place == "g" else f"{place}{predicate}{label}"
        return self._hasher(text.encode()).hexdigest()  # type: ignore[no-any-return]


def _orders(nodes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each different order of a list in which a node may stand several times.

    A node stands once for every quad that links it. Implementations that list it once give other
    labels to look-alike graphs; the specification's "list" and its editors' own code repeat it.
    """
    distinct = dict.fromkeys(nodes)
    if len(distinct) == 1:
        yield tuple(nodes)
        return
    if len(distinct) == len(nodes):
        yield from permutations(nodes)
        return
    for node in distinct:
        rest = list(nodes)
        rest.remove(node)
        for order in _orders(rest):
            yield (node, *order)
