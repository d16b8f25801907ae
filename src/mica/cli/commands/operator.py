"""`mica operator`: let somebody run the site: approve organisations, help people in."""

from datetime import UTC, datetime
from pathlib import Path

import click

from mica.cli.house import home


@click.command(name="operator")
@home.folder_option()
@click.argument("address")
def command(folder: Path, address: str) -> None:
    """Make whoever reads mail at ADDRESS an operator of this site.

    On the database of DATABASE_URL, else on the one in FOLDER, whether Mica runs or not. Who has no
    account yet gets one, and signs in with a code that is sent to the address.
    """
    with home.database(folder, lambda said: click.echo(said, err=True)) as surroundings:
        home.enter(surroundings)
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email

        from mica.people import actions

        try:
            validate_email(address.strip())
        except ValidationError:
            raise click.BadParameter("This is no email address.") from None
        actions.make_operator(address, now=datetime.now(UTC))
    click.echo(f"{address.strip().lower()} is an operator now, and signs in with a code by mail.")
