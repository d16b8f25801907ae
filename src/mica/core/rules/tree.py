"""The audit log's Merkle tree: roots and proofs (RFC 6962 §2.1).

The leaves are numbered from 0. A run of leaves is a pair: its first leaf, and the one after its
last. Proofs are plans here, lists of runs whose roots they consist of; who has the log fills them.

Rules as prose: docs/rules/audit.md.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

EMPTY: Final = hashlib.sha256().digest()
"""The root of a tree without leaves."""

Run = tuple[int, int]


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Growing:
    """A tree that grows by a leaf at a time, and holds no more than one hash for each level.

    Attributes:
        size: how many leaves it has.
        peaks: roots of the whole subtrees it consists of, the largest first.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Append one leaf's hash."""
        size = self.size
        while size & 1:
            leaf = node(self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return fold(self.peaks)


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over whole subtrees, the largest first."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node(peak, root)
    return root


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves, or over the roots of equal whole subtrees."""
    growing = Growing()
    for leaf in leaves:
        growing.add(leaf)
    return growing.root()


def pieces(start: int, end: int) -> list[Run]:
    """The whole subtrees that a run consists of, the largest first, where `fold` can join them.

    Args:
        start: first leaf; a multiple of the largest power of two that is not above the run's size.
        end: the leaf after the last.
    """
    found = []
    while start < end:
        size = 1 << ((end - start).bit_length() - 1)
        found.append((start, start + size))
        start += size
    return found


def _half(size: int) -> int:
    """The largest power of two below a size of 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int) -> list[Run]:
    """The runs whose roots prove that a leaf is in a tree, the nearest first.

    Args:
        index: of the leaf, below `size`.
        size: of the tree.
    """
    start, end, found = 0, size, list[Run]()
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency(old: int, new: int) -> list[Run]:
    """The runs whose roots prove that a tree holds an earlier one unchanged.

    Args:
        old: leaves of the earlier tree, at least 1.
        new: leaves of the tree, at least `old`.
    """
    start, end, found, whole = 0, new, list[Run](), True
    while old != end:
        middle = start + _half(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start, whole = middle, False
    return ([] if whole else [(start, end)]) + found[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether a path proves that a leaf stands at its place in the tree of a root."""
    if not 0 <= index < size:
        return False
    runs = inclusion(index, size)
    if len(runs) != len(path):
        return False
    for (start, _), other in zip(runs, path, strict=True):
        leaf = node(leaf, other) if start > index else node(other, leaf)
    return leaf == root


def check_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether a path proves that the tree of a root holds an earlier one unchanged."""
    if not 0 < old <= new:
        return False
    runs = consistency(old, new)
    if len(runs) != len(path):
        return False
    rest = list(zip(runs, path, strict=True))
    if not rest or rest[0][0][0] >= old:
        first = second = old_root  # the earlier tree is one whole subtree of this one
    else:
        first = second = rest.pop(0)[1]
    for (start, _), other in rest:
        if start < old:
            first, second = node(other, first), node(other, second)
        else:
            second = node(second, other)
    return (first, second) == (old_root, new_root)
