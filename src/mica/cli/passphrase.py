"""Where a passphrase comes from: a file, the environment, or whoever sits at the terminal."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from mica.cli import files
from mica.cli.errors import CannotRun
from mica.vc.errors import Refused
from mica.vc.sealing import MIN_PASSPHRASE

VARIABLE: Final = "MICA_KEY_PASSPHRASE"
_MAX_BYTES: Final = 4096

option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Read the passphrase from FILE; else {VARIABLE}, else it is asked for.",
)

file_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file is encrypted, with the passphrase in FILE.",
)


def ask(file: Path | None, *, new: bool = False) -> str:
    """The passphrase: of the file if one is named, of the environment, or as typed.

    Args:
        file: its one line is the passphrase; `-` is standard input.
        new: ask twice, so that a slip of the finger is noticed.

    Raises:
        Refused: `passphrase-not-text`.
        CannotRun: `passphrase-missing`, where nobody can be asked.
    """
    if file is not None:
        return _line(files.read(file, limit=_MAX_BYTES))
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise CannotRun("passphrase-missing", variable=VARIABLE)
    text = f"New passphrase (at least {MIN_PASSPHRASE} characters)" if new else "Passphrase"
    typed: str = click.prompt(text, hide_input=True, confirmation_prompt=new, err=True)
    return typed


def _line(content: bytes) -> str:
    try:
        return content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise Refused("passphrase-not-text") from None
