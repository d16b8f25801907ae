"""`mica bake`: put a signed credential into a PNG or SVG picture."""

from pathlib import Path
from typing import Final

import click

from mica.cli import files
from mica.vc import bake
from mica.vc.baking.carried import MAX_IMAGE
from mica.vc.errors import Unusable

_PATH: Final = click.Path(path_type=Path)


@click.command(name="bake")
@click.argument("image", type=_PATH)
@click.argument("credential", type=_PATH)
@click.option("--out", type=_PATH, metavar="FILE", required=True, help="Where the picture goes.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def command(image: Path, credential: Path, out: Path, *, force: bool) -> None:
    """Put a signed credential into a PNG or SVG picture.

    The picture looks as it did. A credential that it carried before is replaced. CREDENTIAL is a
    file with JSON or a JWT; - is standard input.
    """
    text = _text(files.read(credential))
    baked = bake.bake(files.read(image, limit=MAX_IMAGE), text)
    files.write(out, baked, force=force)
    click.echo(f"Written to {out}.", err=True)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("not-bakeable") from error
