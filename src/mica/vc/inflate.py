"""Undo DEFLATE within bounds: a few bytes of a stranger may claim gigabytes.

Sources: RFC 1950 (zlib), RFC 1952 (gzip).
"""

import zlib
from enum import IntEnum

from mica.vc.errors import Refused


class Form(IntEnum):
    """What is wrapped around the DEFLATE stream; the value is zlib's `wbits`."""

    ZLIB = 15
    GZIP = 31


def inflate(data: bytes, form: Form, *, limit: int) -> bytes:
    """The bytes behind compressed data: one complete stream, checksum right, nothing after it.

    Args:
        data: the whole compressed stream.
        form: its wrapping.
        limit: most bytes to give back; never much more than this is ever held.

    Raises:
        Refused: `compressed-corrupt`, `compressed-too-large`, `compressed-truncated` or
            `compressed-trailing-data` (a second gzip member counts as such: readers differ on it).
    """
    stream = zlib.decompressobj(form.value)
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error:
        raise Refused("compressed-corrupt") from None
    if len(plain) > limit:
        raise Refused("compressed-too-large", limit=limit)
    if not stream.eof:
        raise Refused("compressed-truncated")
    if stream.unused_data:
        raise Refused("compressed-trailing-data", size=len(stream.unused_data))
    return plain
