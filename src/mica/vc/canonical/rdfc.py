"""RDF Dataset Canonicalization: RDFC-1.0 (W3C Recommendation, 21 May 2024).

Blank nodes get labels that depend only on the shape of the graph, then the quads are sorted. Nearly every
credential is settled by the first-degree hashes; graphs with look-alike nodes take the long road of §4.7
and §4.8, under a budget, because some small graphs would take years.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mica.vc.canonical.ndegree import NDegree
from mica.vc.canonical.nquads import Quad
from mica.vc.errors import Undecidable

MAX_BLANK_NODES: Final = 2_000

_HASHES: Final[Mapping[str, Callable[[bytes], Any]]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
}


def canonicalize(quads: Iterable[Quad], *, algorithm: str = "sha256") -> str:
    """The canonical N-Quads document of a dataset (RDFC-1.0 §4.4): sorted lines, each ended by a line feed.

    Args:
        quads: terms in canonical N-Quads form; repeated quads count once.
        algorithm: "sha256" or "sha384", the hash inside the algorithm.

    Raises:
        Undecidable: `graph-too-complex` past MAX_BLANK_NODES or the work budget.
    """
    unique = set(quads)
    labels = issued(unique, algorithm=algorithm)
    lines = [
        f"{labels.get(s, s)} {p} {labels.get(o, o)} {labels.get(g, g)} .\n"
        if g
        else f"{labels.get(s, s)} {p} {labels.get(o, o)} .\n"
        for s, p, o, g in unique
    ]
    lines.sort()
    return "".join(lines)


def issued(quads: Iterable[Quad], *, algorithm: str = "sha256") -> dict[str, str]:
    """The canonical label of each blank node: `_:b7` to `_:c14n0` and so on, in order of issue.

    Args and Raises: as `canonicalize`; quads must not repeat.
    """
    hasher = _HASHES[algorithm]
    mentions: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        s, _, o, g = quad
        if s[0] == "_":
            mentions[s].append(quad)
        if o[0] == "_" and o != s:
            mentions[o].append(quad)
        if g and g[0] == "_" and g not in (s, o):
            mentions[g].append(quad)
    if len(mentions) > MAX_BLANK_NODES:
        raise Undecidable("graph-too-complex", nodes=len(mentions))
    hashes = {
        node: hasher(_first_degree(node, mine).encode()).hexdigest()
        for node, mine in mentions.items()
    }
    by_hash: defaultdict[str, list[str]] = defaultdict(list)
    for node, digest in hashes.items():
        by_hash[digest].append(node)
    alone = [nodes[0] for _, nodes in sorted(by_hash.items()) if len(nodes) == 1]
    labels = {node: f"_:c14n{number}" for number, node in enumerate(alone)}
    if len(labels) < len(mentions):
        alike = [nodes for _, nodes in sorted(by_hash.items()) if len(nodes) > 1]
        NDegree(mentions, hashes, hasher, labels).label(alike)
    return labels


def _first_degree(node: str, quads: Iterable[Quad]) -> str:
    """What is hashed of one node (§4.6): its quads with itself as _:a and every other blank node as _:z."""
    lines = []
    for s, p, o, g in quads:
        subject = s if s[0] != "_" else "_:a" if s == node else "_:z"
        target = o if o[0] != "_" else "_:a" if o == node else "_:z"
        if not g:
            lines.append(f"{subject} {p} {target} .\n")
            continue
        graph = g if g[0] != "_" else "_:a" if g == node else "_:z"
        lines.append(f"{subject} {p} {target} {graph} .\n")
    lines.sort()
    return "".join(lines)
