"""RDF Dataset Canonicalization: RDFC-1.0 (W3C Recommendation, 21 May 2024).

Blank nodes get labels that depend only on the shape of the graph, then the quads are sorted.
Nearly every credential is settled by the first-degree hashes; graphs with look-alike nodes take
the long road of §4.7 and §4.8, under a budget, because some small graphs would take years.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mica.vc.canonical.labour import Labour
from mica.vc.canonical.ndegree import NDegree
from mica.vc.canonical.nquads import Quad
from mica.vc.errors import Undecidable

MAX_BLANK_NODES: Final = 2_000

_HASHES: Final[Mapping[str, Callable[[bytes], Any]]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
}


def canonicalize(
    quads: "Iterable[Quad] | Dataset",
    *,
    algorithm: str = "sha256",
    known: Mapping[str, str] | None = None,
    labour: Labour | None = None,
) -> str:
    """The canonical N-Quads document of a dataset (RDFC-1.0 §4.4): sorted lines.

    Args:
        quads: terms in canonical N-Quads form, or a dataset of them; repeated quads count once.
        algorithm: "sha256" or "sha384", the hash inside the algorithm.
        known: first-degree hashes that were worked out before.
        labour: pays for telling look-alikes apart.

    Raises:
        Undecidable: `graph-too-complex` past MAX_BLANK_NODES or the work budget; `too-much-work`.
    """
    dataset = quads if isinstance(quads, Dataset) else Dataset(quads)
    labels = dataset.issued(_HASHES[algorithm], known or {}, labour)
    lines = dataset.lines.copy()
    lines += [before + labels[node] + after for before, node, after in dataset.single]
    for s, p, o, g in dataset.tangled:
        terms = (labels.get(s, s), p, labels.get(o, o), labels.get(g, g))
        lines.append(_line(*terms))
    lines.sort()
    return "".join(lines)


def issued(quads: Iterable[Quad], *, algorithm: str = "sha256") -> dict[str, str]:
    """The canonical label of each blank node: `_:b7` to `_:c14n0` and so on, in order of issue.

    Args and Raises: as `canonicalize`.
    """
    return Dataset(quads).issued(_HASHES[algorithm], {})


def first_degree_hashes(quads: Iterable[Quad], *, algorithm: str = "sha256") -> dict[str, str]:
    """The hash of each blank node's own quads (§4.6), hexadecimal."""
    return Dataset(quads).hashes(_HASHES[algorithm], {})


class Dataset:
    """Quads sorted out by the blank nodes in them, because most have one at most.

    Attributes:
        lines: finished lines, of quads without blank nodes.
        single: what stands before and after the one blank node of a line.
        tangled: quads with several mentions of blank nodes or with a named graph.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.lines: list[str] = []
        self.single: list[tuple[str, str, str]] = []
        self.tangled: list[Quad] = []
        self._firsts: dict[str, list[str]] = {}
        self._quads = frozenset(quads)
        self._add(self._quads)

    def extended(self, quads: Iterable[Quad]) -> "Dataset":
        """A dataset with more quads. This one stays as it is, and what it worked out is shared."""
        more = frozenset(quads) - self._quads
        made = object.__new__(Dataset)
        made.lines, made.single = self.lines.copy(), self.single.copy()
        made.tangled, made._firsts = self.tangled.copy(), self._firsts.copy()
        for node in {term for quad in more for term in quad if term[:1] == "_"}:
            made._firsts[node] = made._firsts.get(node, []).copy()
        made._quads = self._quads | more
        made._add(more)
        return made

    def _add(self, quads: Iterable[Quad]) -> None:
        firsts = self._firsts
        for quad in quads:
            s, p, o, g = quad
            if g or (s[0] == "_" and o[0] == "_"):
                self._tangle(quad)
            elif s[0] == "_":
                after = f" {p} {o} .\n"
                self.single.append(("", s, after))
                firsts.setdefault(s, []).append("_:a" + after)
            elif o[0] == "_":
                before = f"{s} {p} "
                self.single.append((before, o, " .\n"))
                firsts.setdefault(o, []).append(before + "_:a .\n")
            else:
                self.lines.append(f"{s} {p} {o} .\n")

    def _tangle(self, quad: Quad) -> None:
        self.tangled.append(quad)
        for node in {term for term in quad if term[:1] == "_"}:
            s, p, o, g = (
                term if term[:1] != "_" else "_:a" if term == node else "_:z" for term in quad
            )
            self._firsts.setdefault(node, []).append(_line(s, p, o, g))

    def hashes(self, hasher: Callable[[bytes], Any], known: Mapping[str, str]) -> dict[str, str]:
        """First-degree hashes (§4.6): itself as _:a, every other blank node as _:z."""
        return {
            node: known.get(node) or hasher("".join(sorted(mine)).encode()).hexdigest()
            for node, mine in self._firsts.items()
        }

    def issued(
        self,
        hasher: Callable[[bytes], Any],
        known: Mapping[str, str],
        labour: Labour | None = None,
    ) -> dict[str, str]:
        """Canonical labels (§4.4.3), in order of issue."""
        if len(self._firsts) > MAX_BLANK_NODES:
            raise Undecidable("graph-too-complex", nodes=len(self._firsts))
        hashes = self.hashes(hasher, known)
        by_hash: dict[str, list[str]] = {}
        for node, digest in hashes.items():
            by_hash.setdefault(digest, []).append(node)
        groups = [nodes for _, nodes in sorted(by_hash.items())]
        alone = [nodes[0] for nodes in groups if len(nodes) == 1]
        labels = {node: f"_:c14n{number}" for number, node in enumerate(alone)}
        if len(labels) < len(hashes):
            alike = [nodes for nodes in groups if len(nodes) > 1]
            NDegree(self._mentions(), hashes, hasher, labels, labour).label(alike)
        return labels

    def _mentions(self) -> dict[str, list[Quad]]:
        """The quads in which each blank node meets others, which only look-alikes need."""
        found: dict[str, list[Quad]] = {node: [] for node in self._firsts}
        for quad in self.tangled:
            for node in {term for term in quad if term[:1] == "_"}:
                found[node].append(quad)
        return found


def _line(subject: str, predicate: str, target: str, graph: str) -> str:
    if graph:
        return f"{subject} {predicate} {target} {graph} .\n"
    return f"{subject} {predicate} {target} .\n"
