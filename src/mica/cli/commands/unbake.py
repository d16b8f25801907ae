"""`mica unbake`: take the credential out of a picture."""

from pathlib import Path
from typing import Final

import click

from mica.cli import files
from mica.cli.speaking import hand_out
from mica.vc import bake
from mica.vc.baking.carried import MAX_IMAGE

_PATH: Final = click.Path(path_type=Path)


@click.command(name="unbake")
@click.argument("image", type=_PATH)
@click.option("--out", type=_PATH, metavar="FILE", help="Write it to FILE, not standard output.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(image: Path, out: Path | None, *, force: bool) -> None:
    """Take the credential out of a picture, exactly as it is. Nothing is verified.

    IMAGE is a PNG or SVG; - is standard input.
    """
    data = bake.unbake(files.read(image, limit=MAX_IMAGE)).encode() + b"\n"
    if out is None:
        hand_out(data)
    else:
        files.write(out, data, force=force)
        click.echo(f"Written to {out}.", err=True)
