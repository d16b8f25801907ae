"""Bitstring Status List 1.0: many credentials' status in one compressed string of bits.

Whoever serves a list does not learn about whom it is asked. So lists are long and indices random.
Bits are counted from the left: entry 0 is the most significant bit of byte 0 (unlike the IETF's
Token Status List). The rules as prose: docs/rules/status.md. Source: Bitstring Status List v1.0.
"""

import re
import secrets
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mica.vc import multibase
from mica.vc.errors import Refused
from mica.vc.inflate import Form, inflate

MINIMUM: Final = 131_072
"""Entries of the shortest list that still hides its members."""

MAX_BYTES: Final = 16 * 1024 * 1024
"""Uncompressed bytes that are read by default: 134 million entries of one bit."""

_TRIES: Final = 64
_INDEX: Final = re.compile(r"(?:0|[1-9][0-9]{0,15})")
# Written here because the platform's own differs (RFC 1952 §2.3): no time, unknown speed, "Unix".
_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"


@dataclass(frozen=True, slots=True)
class Bitstring:
    """The status of many credentials. Never changed: `set` gives a new one.

    Attributes:
        data: the bits, entry 0 left-most; each entry takes as many bits as its size.
    """

    data: bytes

    def entries(self, size: int = 1) -> int:
        """How many entries of a size (bits) there are.

        Raises:
            Refused: `status-size-invalid`.
        """
        return len(self.data) * 8 // _checked_size(size)

    def get(self, index: int, size: int = 1) -> int:
        """The status at an index: 0 to 2**size - 1, where 0 means that nothing is set.

        Args:
            index: number of the entry, from 0.
            size: bits of one entry, `statusSize`.

        Raises:
            Refused: `status-size-invalid`, `status-index-out-of-range` (RANGE_ERROR).
        """
        if size == 1 and 0 <= index < len(self.data) * 8:
            return self.data[index >> 3] >> (7 - (index & 7)) & 1
        first, last, shift = self._place(index, size)
        return int.from_bytes(self.data[first:last], "big") >> shift & ((1 << size) - 1)

    def set(self, index: int, value: int = 1, size: int = 1) -> "Bitstring":
        """The same list with one status changed; arguments and errors as in `set_all`."""
        return self.set_all([index], value, size)

    def set_all(self, indices: Iterable[int], value: int = 1, size: int = 1) -> "Bitstring":
        """The same list with the status at several indices changed; one copy for all.

        Args:
            indices: numbers of entries, from 0.
            value: the status they all get, 0 to 2**size - 1.
            size: bits of one entry.

        Raises:
            Refused: as in `get`; `status-value-invalid`.
        """
        mask = (1 << _checked_size(size)) - 1
        if not 0 <= value <= mask:
            raise Refused("status-value-invalid", value=value, size=size)
        data = bytearray(self.data)
        for index in indices:
            first, last, shift = self._place(index, size)
            word = int.from_bytes(data[first:last], "big")
            word = word & ~(mask << shift) | value << shift
            data[first:last] = word.to_bytes(last - first, "big")
        return Bitstring(bytes(data))

    def encode(self) -> str:
        """The list as `encodedList` has it: `u`, then base64url of gzip without time or name.

        The same bits give the same text wherever the same zlib is used.
        """
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = deflate.compress(self.data) + deflate.flush()
        tail = struct.pack("<II", zlib.crc32(self.data), len(self.data) & 0xFFFFFFFF)
        return "u" + multibase.base64url_encode(_GZIP_HEADER + body + tail)

    def _place(self, index: int, size: int) -> tuple[int, int, int]:
        """Bytes `first:last` that hold an entry, and how many bits stand to its right in them."""
        entries = self.entries(size)
        if not 0 <= index < entries:
            raise Refused("status-index-out-of-range", index=index, entries=entries)
        end = (index + 1) * size
        last = -(-end // 8)
        return index * size // 8, last, last * 8 - end


def blank(entries: int = MINIMUM, size: int = 1) -> Bitstring:
    """A list with nothing set.

    Args:
        entries: how many, at least MINIMUM; rounded up to whole bytes.
        size: bits of one entry.

    Raises:
        Refused: `status-size-invalid`, `status-list-too-short`.
    """
    if entries < MINIMUM:
        raise Refused("status-list-too-short", entries=entries, minimum=MINIMUM)
    return Bitstring(bytes(-(-entries * _checked_size(size) // 8)))


def decode(text: object, *, max_bytes: int = MAX_BYTES) -> Bitstring:
    """The list behind an `encodedList`.

    Args:
        text: as a stranger wrote it.
        max_bytes: most bytes that the list may have, uncompressed.

    Raises:
        Refused: `status-list-encoding`, `bad-base64url`, `status-list-too-large`, `compressed-…`.
    """
    if not isinstance(text, str) or not text.startswith("u"):
        raise Refused("status-list-encoding")
    # Data that resists compression grows by a hair in gzip, and by a third in base64url.
    if len(text) > (max_bytes + max_bytes // 1000 + 1024) * 4 // 3:
        raise Refused("status-list-too-large", limit=max_bytes)
    return Bitstring(inflate(multibase.decode(text), Form.GZIP, limit=max_bytes))


def read_index(text: object) -> int:
    """The number behind a `statusListIndex`, which is text in decimal digits.

    Raises:
        Refused: `status-index-invalid`, also for numbers, signs and leading zeros.
    """
    if isinstance(text, str) and _INDEX.fullmatch(text):
        return int(text)
    raise Refused("status-index-invalid", index=ascii(text)[:64])


def free_index(
    taken: Bitstring | Callable[[int], object],
    random: Callable[[int], int] = secrets.randbelow,
    *,
    entries: int = MINIMUM,
) -> int:
    """An index that is not taken, each with the same chance, so that neighbours say nothing.

    Args:
        taken: a list with a bit set for each taken index (its length counts, not `entries`), or a
            question about one index.
        random: a whole number from 0 to below its argument; unpredictable, but in tests.
        entries: how many indices there are where `taken` is a question.

    Raises:
        Refused: `status-list-full`.
    """
    if isinstance(taken, Bitstring):
        return free_index(taken.get, random, entries=taken.entries())
    for _ in range(_TRIES):
        index = random(entries)
        if not taken(index):
            return index
    free = [index for index in range(entries) if not taken(index)]
    if not free:
        raise Refused("status-list-full")
    return free[random(len(free))]


def _checked_size(size: int) -> int:
    if type(size) is not int or size < 1:
        raise Refused("status-size-invalid", size=ascii(size)[:64])
    return size
