"""The whole audit log held against its chain, its tiles and every head that was published."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from mica.core import queries
from mica.core.models import AuditTile
from mica.core.queries import TILE, Head
from mica.core.reading import Entry, entries
from mica.core.rules import log, tree

MOST: Final = 100
"""Findings that are named one by one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    Attributes:
        kind: `changed` (an entry), `missing` (entries), `added` (an entry), `rewritten` (one or
            more of these entries, with their links), `head` (the log below a head is another).
        first: number of the entry, or of the first of them.
        last: number of the last of them.
    """

    kind: str
    first: int
    last: int


@dataclass(slots=True)
class Report:
    """What an examination found.

    Attributes:
        size: entries read.
        root: over them; None where some are missing.
        heads: published heads that were compared.
        findings: the first hundred.
        number: of all findings.
    """

    size: int = 0
    root: bytes | None = None
    heads: int = 0
    findings: list[Finding] = field(default_factory=list)
    number: int = 0


def examine(known: Iterable[Head] = ()) -> Report:
    """Read the whole log as one moment has it, and compute everything anew.

    Args:
        known: heads that somebody noted elsewhere, compared like those published.
    """
    heads = sorted([*queries.heads(), *known], key=lambda head: head.size)
    examiner = _Examiner(heads)
    for entry in entries(after=-(2**62)):
        examiner.take(entry)
    return examiner.finish()


class _Examiner:
    """Takes the entries in order, and remembers what a log up to there should be."""

    def __init__(self, heads: list[Head]) -> None:
        self._heads = heads
        self._tiles = {
            (tile.level, tile.index): bytes(tile.root) for tile in AuditTile.objects.iterator()
        }
        self._report = Report()
        self._before: bytes | None = log.BEGINNING
        self._next = 1
        self._tree: tree.Growing | None = tree.Growing()
        self._levels = [tree.Growing()]
        self._sound = 0  # the last size at which a head agreed
        self._marred = self._marred_tile = False
        self._compare_heads(0)

    def take(self, entry: Entry) -> None:
        number, leaf, link, _ = entry
        report = self._report
        report.size += 1
        if number < self._next:
            self._find("added", number, number)
            return
        if number > self._next:
            self._find("missing", self._next, number - 1)
            self._before = self._tree = None
            self._marred_tile = True
        if self._before is not None and log.link_leaf(self._before, leaf) != link:
            self._find("changed", number, number)
            self._marred = self._marred_tile = True
        self._before = link
        self._next = number + 1
        if self._tree is not None:
            self._tree.add(leaf)
        self._levels[0].add(leaf)
        if not number % TILE:
            self._close_tile(number)
        if self._heads and self._heads[0].size <= number:
            self._compare_heads(number)

    def _close_tile(self, number: int) -> None:
        """Compare a tile that is whole now, and those above it that it makes whole."""
        for level in range(1, 9):
            growing = self._levels[level - 1]
            index, root = number // TILE**level - 1, growing.root()
            self._levels[level - 1] = tree.Growing()
            kept = self._tiles.get((level, index))
            if level == 1 and kept not in {None, root} and not self._marred_tile:
                self._find("rewritten", number - TILE + 1, number)
                self._marred = True
            self._marred_tile = False
            if level == len(self._levels):
                self._levels.append(tree.Growing())
            self._levels[level].add(root)
            if number % TILE ** (level + 1):
                return

    def _compare_heads(self, size: int) -> None:
        while self._heads and self._heads[0].size <= size:
            head = self._heads.pop(0)
            self._report.heads += 1
            if self._tree is None or self._marred or head.size != self._tree.size:
                continue  # what is wrong was named already
            if self._tree.root() == head.root:
                self._sound = head.size
            else:
                first = self._sound + 1 if self._sound < head.size else 1
                self._find("head", first, head.size)
                self._marred = True

    def finish(self) -> Report:
        """What was found, once everything was taken."""
        report = self._report
        if self._heads and self._heads[-1].size >= self._next:
            self._find("missing", self._next, self._heads[-1].size)
        report.root = None if self._tree is None else self._tree.root()
        return report

    def _find(self, kind: str, first: int, last: int) -> None:
        self._report.number += 1
        if len(self._report.findings) < MOST:
            self._report.findings.append(Finding(kind, first, last))
