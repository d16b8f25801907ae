"""The way of a command into the site: its database, its settings, Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mica.cli.errors import CannotRun
from mica.cli.house import home


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Be a process of the site: over DATABASE_URL, a house that stands, or the folder's database.

    Raises:
        CannotRun: `no-database`, `database-away`, `tables-missing`.
        HouseError: as its sentences tell.
        BadSettings: with everything that is wrong.
    """
    if not home.has_own_database() and not folder.is_dir():
        raise CannotRun("no-database", folder=str(folder))
    with home.database(folder, tell) as surroundings:
        home.enter(surroundings)
        from mica.core import health

        try:
            missing = health.database().unapplied
        except health.Unreachable as error:
            said = str(error).partition("\n")[0]
            raise CannotRun("database-away", said=said) from error
        if missing:
            raise CannotRun("tables-missing", missing=missing)
        yield


def tell(sentence: str) -> None:
    """Say a sentence to whoever sits there, beside the results."""
    click.echo(sentence, err=True)
