"""`mica restore`: put a backup back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mica.cli import passphrase
from mica.cli.commands.audit import told
from mica.cli.ends import Ends
from mica.cli.house import home, lock
from mica.cli.house.place import prepare
from mica.cli.inside import tell
from mica.core.keeping.errors import KeepingError


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@home.folder_option()
@passphrase.file_option
@click.option("--replace", is_flag=True, help="Throw away what is in the database now.")
def command(file: Path, folder: Path, passphrase_file: Path | None, *, replace: bool) -> None:
    """Put a backup into an empty database: that of DATABASE_URL, else a new one in FOLDER.

    All of it or nothing. Afterwards the audit log is examined, and the rows are counted.
    """
    secret = None if passphrase_file is None else passphrase.ask(passphrase_file)
    with _database(folder) as surroundings:
        home.enter(surroundings)
        from mica.core.keeping.copying import bring_back

        made, report = bring_back(file, secret, replace=replace)
    rows = sum(made.tables.values())
    click.echo(
        f"Restored what Mica {made.mica} wrote at {made.made}: {rows:,} rows in "
        f"{len(made.tables)} tables, as many as were written."
    )
    for line in told(report, 1):
        click.echo(line)
    raise SystemExit(Ends.FAILED if report.number else Ends.WELL)


@contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    """The database that is set, or the folder's, made where there is none."""
    if not home.has_own_database():
        prepare(folder)
        if lock.is_held(folder):
            raise KeepingError("house-runs", folder=str(folder))
    with home.database(folder, tell) as surroundings:
        yield surroundings
