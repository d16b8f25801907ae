"""What is remembered between fetches, and who waits for whom. Both bounded, both for threads."""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memory(Generic[Value]):
    """Values by key for a while, bounded in number and size; the longest unused go first.

    Args:
        entries: how many values are kept.
        size: how much they may weigh together, in whatever unit `put` is told.
    """

    def __init__(self, entries: int, size: int) -> None:
        self._most, self._room = entries, size
        self._kept: OrderedDict[str, tuple[float, int, Value]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> Value | None:
        """The value, unless it is too old or was crowded out."""
        with self._lock:
            if key not in self._kept:
                return None
            until, _, value = self._kept[key]
            if until <= time.monotonic():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return value

    def put(self, key: str, value: Value, *, seconds: float, weight: int = 0) -> None:
        """Keep a value for so many seconds."""
        if weight > self._room:
            return
        with self._lock:
            if key in self._kept:
                self._drop(key)
            self._kept[key] = (time.monotonic() + seconds, weight, value)
            self._weight += weight
            while self._kept and (len(self._kept) > self._most or self._weight > self._room):
                self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        self._weight -= self._kept.pop(key)[1]


class Turns:
    """At most so many at a time for each key; the others wait. Keys without users cost nothing."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._busy: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, key: str, seconds: float) -> Iterator[bool]:
        """Wait for a turn; False where none came in time."""
        with self._changed:
            mine = self._changed.wait_for(lambda: self._busy[key] < self._at_once, seconds)
            self._busy[key] += mine
        try:
            yield mine
        finally:
            with self._changed:
                self._busy[key] -= mine
                if not self._busy[key]:
                    del self._busy[key]
                self._changed.notify_all()
