"""What goes to standard output: lines in letters that it has, or a document as it is."""

import sys
from collections.abc import Iterable

from mica.cli.look import Look, look_of


def out_look() -> Look:
    """What standard output can show."""
    return look_of(sys.stdout)


def say(lines: Iterable[str], look: Look) -> None:
    """Write lines now: a reader sees each document when it is done, and a closed pipe is noticed.

    Raises:
        BrokenPipeError: where nobody reads any more.
    """
    sys.stdout.write("".join(look.letters(line).rstrip() + "\n" for line in lines))
    sys.stdout.flush()


def hand_out(document: bytes) -> None:
    """Write a document, byte for byte: the letters of the terminal are no matter to it.

    Raises:
        BrokenPipeError: where nobody reads any more.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(document)
    sys.stdout.buffer.flush()
