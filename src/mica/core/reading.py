"""The audit log read as a stream: millions of entries in little memory, as they are hashed."""

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from mica.core.rules import log

CHUNK: Final = 4000
_NOTHING: Final[dict[str, Any]] = {}
# The moment as text: to make a datetime of it and a text of that again would take half the time.
_ROWS: Final = """
SELECT number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor::text, verb,
       thing, data::text, link
  FROM core_auditentry WHERE number > %s AND number <= %s ORDER BY number
"""


class Entry(NamedTuple):
    """One entry.

    Attributes:
        number: from 1.
        leaf: its hash, of what stands in the row now.
        link: its link, as it was written.
        verb: what was done.
    """

    number: int
    leaf: bytes
    link: bytes
    verb: str


def entries(after: int = 0, to: int = 2**62) -> Iterator[Entry]:
    """The entries whose numbers are above `after` and up to `to`, as one moment has them."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS, [after, to])
        while rows := cursor.fetchmany(CHUNK):
            for number, at, actor, verb, thing, data, link in rows:
                entry = log.entry_bytes(
                    number,
                    f"{at.removesuffix('.000000')}Z",
                    actor=actor or "",
                    verb=verb,
                    thing=thing,
                    data=_NOTHING if data == "{}" else json.loads(data),
                )
                yield Entry(number, log.leaf(entry), bytes(link), verb)
