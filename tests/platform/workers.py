"""Real workers beside a test with a real database, to be killed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import connection

from mica.cli.house import parts
from mica.cli.house.parts import Part
from mica.core import actions


@contextmanager
def workers(count: int = 1) -> Iterator[list[Part]]:
    """Worker processes on the test's own database; each has a `child` that can be killed.

    The test needs `django_db(transaction=True)`: a worker sees what is committed.
    """
    running = [parts.worker(number) for number in range(1, count + 1)]
    try:
        for part in running:
            part.start(environment(), lambda: False)
        yield running
    finally:
        for part in running:
            part.stop()


def kill(part: Part) -> None:
    """End a worker as a power cut would."""
    assert part.child is not None
    part.child.kill()
    part.child.wait()


def begin_again(part: Part) -> None:
    """Start a worker anew, and what it left as if its silence had lasted long enough."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 day'")
    actions.retry_stalled()
    part.start(environment(), lambda: False)


def environment() -> dict[str, str]:
    """Of a process that works on the test's database."""
    given = urlsplit(os.environ["DATABASE_URL"])
    url = given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mica.site.settings"}
