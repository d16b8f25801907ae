"""`mica manage`: Django's own commands, for whoever looks after a site."""

import sys
from pathlib import Path

import click

from mica.cli.house import home


@click.command(
    name="manage",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@home.folder_option()
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(folder: Path, words: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `migrate` or `collectstatic`.

    On the database of DATABASE_URL, else on the one in FOLDER. `mica manage help` lists them.
    """
    home.check_platform()
    from django.core.management import execute_from_command_line

    with home.database(folder, lambda said: click.echo(said, err=True)) as surroundings:
        home.enter(surroundings)
        sys.argv[0] = "mica manage"
        execute_from_command_line(["mica manage", *words])
