"""How the database of a running Mica is, and whether its tables are there.

Asked often, by machines, so each answer is cheap.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

Unreachable: Final = Error
"""What the database's driver raises where it cannot be reached or does not answer."""


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
