"""Many documents that differ in a few texts."""

import copy
from collections.abc import Mapping
from typing import Any

from mica.vc.canonical import canonicalize
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject


class Template:
    """A document with slots for texts, named by JSON pointers."""

    def __init__(self, document: JsonObject, slots: tuple[str, ...], contexts: Contexts) -> None:
        self._document, self._slots, self._contexts = document, slots, contexts

    def fill(self, values: Mapping[str, str]) -> JsonObject:
        """A new document with a value in each slot."""
        made = copy.deepcopy(self._document)
        for pointer in self._slots:
            *path, last = pointer.split("/")[1:]
            place: Any = made
            for step in path:
                place = place[step]
            place[last] = values[pointer]
        return made

    def canonicalize(self, values: Mapping[str, str]) -> bytes:
        """The canonical form of the filled document."""
        return canonicalize(self.fill(values), self._contexts)
