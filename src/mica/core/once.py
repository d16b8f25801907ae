"""Requests that are repeated are answered again, and done once.

The answer is kept in the transaction of the work itself. So there is never work without its answer,
nor an answer without the work, and a request that failed can be sent again.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from mica.core.actions import ANSWERS_KEPT
from mica.core.errors import AskedBefore
from mica.core.models import Answer

MAX_KEY: Final = 255


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered: the HTTP status and the body."""

    status: int
    body: str


@dataclass(slots=True)
class Turn:
    """One request with a key.

    Attributes:
        given: what was answered to it before; None where it is to be done now.
        answer: what is answered now, as `finish` was told.
    """

    given: Given | None
    answer: Given | None = None

    def finish(self, status: int, body: str) -> None:
        """Keep an answer for whoever sends the request again. Without it, it may be done again."""
        self.answer = Given(status, body)


@contextmanager
def once(owner: UUID, key: str, asked: bytes, *, now: datetime) -> Iterator[Turn]:
    """Do a request once, in one transaction: what happens inside, and its answer, or neither.

    Args:
        owner: whose key it is: a token's, a person's or an organisation's id.
        key: the idempotency key, as it was sent.
        asked: 32 bytes, the hash of what was asked: method, path and body.
        now: aware. A key is forgotten after 24 hours.

    Raises:
        AskedBefore: `key-malformed`, `key-used-otherwise`, `key-still-running`.
    """
    if not 0 < len(key) <= MAX_KEY or not key.isprintable():
        raise AskedBefore("key-malformed", most=MAX_KEY)
    with transaction.atomic():
        _take(owner, key)
        rows = Answer.objects.filter(owner=owner, key=key)
        rows.filter(created__lt=now - ANSWERS_KEPT).delete()
        found = rows.first()
        if found is not None and bytes(found.asked) != asked:
            raise AskedBefore("key-used-otherwise")
        turn = Turn(None if found is None else Given(found.status, found.body))
        yield turn
        if turn.given is None and turn.answer is not None:
            Answer.objects.create(
                owner=owner,
                key=key,
                asked=asked,
                status=turn.answer.status,
                body=turn.answer.body,
                created=now,
            )


def _take(owner: UUID, key: str) -> None:
    """Take the key's lock until the transaction ends; do not wait for whoever has it."""
    mixed = hashlib.sha256(owner.bytes + key.encode("utf-8", "surrogatepass")).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s)",
            [int.from_bytes(mixed[:8], "big", signed=True)],
        )
        (taken,) = cursor.fetchone() or (False,)
    if not taken:
        raise AskedBefore("key-still-running")
