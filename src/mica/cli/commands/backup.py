"""`mica backup`: write everything into one file."""

from pathlib import Path

import click

from mica.cli import passphrase
from mica.cli.errors import CannotRun
from mica.cli.house import home
from mica.cli.inside import inside, tell


@click.command(name="backup")
@click.argument("file", type=click.Path(path_type=Path))
@home.folder_option()
@passphrase.file_option
def command(file: Path, folder: Path, passphrase_file: Path | None) -> None:
    """Write everything that is in the database into FILE, while Mica goes on running.

    FILE must not exist yet. It holds people's records: keep it where only you can reach it, or
    encrypt it with --passphrase-file. The master key is not in it; keep that elsewhere.
    """
    if file.exists():
        raise CannotRun("file-exists", file=str(file))
    secret = None if passphrase_file is None else passphrase.ask(passphrase_file)
    with inside(folder):
        from mica.core.keeping.copying import back_up

        made = back_up(file, secret)
    rows = sum(made.tables.values())
    click.echo(f"{made.audit_size}:{made.audit_root}")
    tell(
        f"Written to {file}: {rows:,} rows in {len(made.tables)} tables, and the audit log "
        f"with {made.audit_size:,} entries, whose head stands above."
    )
    tell(
        f"The master key is not in it. Keep it too (its fingerprint is {made.master_key}): "
        "without it no signing key of this backup can sign again."
    )
    if secret is None:
        tell("It is not encrypted, and holds people's records: keep it where only you can read.")
