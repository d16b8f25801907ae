"""How whatever goes wrong in a program of ours becomes a sentence and an exit status."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import click

from mica.cli.ends import Ends, end_of
from mica.cli.look import safe
from mica.errors import MicaError
from mica.site.environment import BadSettings

_MAX_SENTENCE: Final = 2000


@contextmanager
def sentences() -> Iterator[None]:
    """Say an error as a sentence, and end so that nobody takes a slip or a bug for a forgery."""
    try:
        yield
    except click.UsageError as error:
        error.show()
        raise SystemExit(Ends.UNUSABLE) from None
    except (click.Abort, KeyboardInterrupt, EOFError):
        _stop("Stopped.", end=Ends.STOPPED)
    except BadSettings as error:  # one line for each; what they say of a value stays on its line
        _stop(*str(error).splitlines(), end=end_of(error))
    except MicaError as error:
        _stop(str(error), end=end_of(error))
    except click.exceptions.Exit:
        raise  # click knows what to do
    except BrokenPipeError:
        _close_quietly()
    except OSError as error:
        named = [str(part) for part in (error.filename, error.strerror) if part is not None]
        _let_go_of_output()
        _stop(f"{': '.join(named)}.", end=Ends.UNUSABLE)
    except Exception:  # noqa: BLE001 - Python's own status for a bug is 1, which reads as "not valid"
        traceback.print_exc()
        _stop("This is a bug in Mica, not a finding. Please report the lines above.", end=Ends.BUG)


def _close_quietly() -> NoReturn:
    """Whoever read our output has left. Python's own status for that is 1, which is "not valid"."""
    _let_go_of_output()
    raise SystemExit(Ends.PIPE)


def _let_go_of_output() -> None:
    """What could not be written is dropped, or Python would try again at its end, and fail."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(*lines: str, end: Ends) -> NoReturn:
    click.echo("Error: " + "\n".join(safe(line, _MAX_SENTENCE) for line in lines), err=True)
    raise SystemExit(end)
