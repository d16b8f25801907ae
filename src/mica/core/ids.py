"""Ids: version 7 UUIDs (RFC 9562 §5.7), which sort by time and so keep tables and indexes compact.

An id is no secret. Where a link is the key to something, it carries a secret of its own.
"""

import secrets
import time
import uuid

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_A = 12
_RANDOM_B = 62


def new_id() -> uuid.UUID:
    """A new id: 48 bits of milliseconds, 74 bits of chance."""
    milliseconds = time.time_ns() // 1_000_000
    value = milliseconds << 80 | _VERSION | _VARIANT
    value |= secrets.randbits(_RANDOM_A) << 64 | secrets.randbits(_RANDOM_B)
    return uuid.UUID(int=value)
