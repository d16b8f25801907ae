"""How a running Mica is: its database, its tables, its workers. Nothing about people.

Asked often, by machines, so each answer is cheap.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from procrastinate.contrib.django.models import ProcrastinateWorker

Unreachable: Final = Error
"""What the database's driver raises where it cannot be reached or does not answer."""
HEARTBEAT: Final = timedelta(seconds=30)
"""A worker tells every ten seconds that it lives; after three that it missed it is late."""


@dataclass(frozen=True, slots=True)
class Database:
    """What the database says of itself.

    Attributes:
        version: such as 180004 for 18.4.
        now: its clock, aware.
        unapplied: how many migrations of this Mica it has not seen.
    """

    version: int
    now: datetime
    unapplied: int


@dataclass(frozen=True, slots=True)
class Workers:
    """Who runs jobs.

    Attributes:
        number: how many told lately that they live.
        seconds: how long ago the last one did; None where none ever did.
    """

    number: int
    seconds: float | None


def database() -> Database:
    """Ask the database.

    Raises:
        Unreachable: it cannot be reached, or does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, clock_timestamp()")
        version, now = cursor.fetchone()
    return Database(version, now, unapplied())


def unapplied() -> int:
    """How many migrations the database has not seen. What is applied once stays so.

    Raises:
        Unreachable: it cannot be reached.
    """
    try:
        _all_applied()
    except _Unapplied as found:
        return found.number
    return 0


def workers(now: datetime) -> Workers:
    """Who runs jobs.

    Args:
        now: by the database's clock, which is the one that heartbeats are written by.

    Raises:
        Unreachable: the database cannot be reached, or has no such table yet.
    """
    beats = ProcrastinateWorker.objects.values_list("last_heartbeat", flat=True)
    ages = sorted((now - beat).total_seconds() for beat in beats)
    alive = sum(age <= HEARTBEAT.total_seconds() for age in ages)
    return Workers(alive, max(ages[0], 0.0) if ages else None)


class _Unapplied(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@cache
def _all_applied() -> None:
    """Remembered only where it holds: reading all migrations takes a tenth of a second."""
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Unapplied(len(plan))
