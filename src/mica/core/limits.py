"""How often somebody may knock at a door that can be guessed at.

Counted in a table that all processes share, in one statement, so that two tries at once are two.
Call it before the transaction of what is tried: a rollback would forget the try.
"""

import hashlib
import hmac
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from mica.core.errors import TooMany

_COUNT: Final = """
INSERT INTO core_rate AS rate (key, count, until)
VALUES (%s, 1, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN rate.until <= clock_timestamp() THEN 1 ELSE rate.count + 1 END,
    until = CASE WHEN rate.until <= clock_timestamp() THEN EXCLUDED.until ELSE rate.until END
RETURNING count, ceil(extract(epoch FROM until - clock_timestamp()))::int
"""
_MINUTE: Final = 60


def check(door: str, key: object, limit: int, window: int) -> None:
    """Count one try, and refuse it where there were too many.

    Args:
        door: what is tried, such as `claim`.
        key: who tries, or at what: an address of the network, an id. Kept as a keyed hash only.
        limit: tries that are allowed within a window.
        window: its seconds; it begins with the first try.

    Raises:
        TooMany: `too-many-tries`, with the seconds to wait.
    """
    name = hmac.digest(settings.SECRET_KEY.encode(), f"{door}\0{key}".encode(), hashlib.sha256)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, window])
        count, left = cursor.fetchone()
    if count > limit:
        seconds = max(left, 1)
        raise TooMany("too-many-tries", door=door, seconds=seconds, minutes=-(-seconds // _MINUTE))


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks.

    Each proxy of ours appends the address it was called from to X-Forwarded-For. What stands before
    the entries of our own proxies was written by a stranger, and is not believed.
    """
    called_from: str = request.META.get("REMOTE_ADDR", "")
    if not settings.MICA_PROXIES:
        return called_from
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    believed = [one.strip() for one in forwarded[-settings.MICA_PROXIES :] if one.strip()]
    return believed[0] if len(believed) == settings.MICA_PROXIES else called_from


def is_alone(request: HttpRequest) -> bool:
    """Whether this is somebody who tries Mica out at the very machine on which it runs.

    The origin alone does not tell: a server may answer on all addresses, and a caller names the
    host. A request that was passed on comes from elsewhere.
    """
    caller = request.META.get("REMOTE_ADDR", "")
    at_machine = caller in {"127.0.0.1", "::1"} and "HTTP_X_FORWARDED_FOR" not in request.META
    return at_machine and settings.ON_LOOPBACK and not settings.PRODUCTION
