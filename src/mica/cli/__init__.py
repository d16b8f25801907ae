"""The command line: `mica COMMAND`.

Results go to standard output, everything else to standard error. A command is a module of this
package with a `command` in it, loaded when it is asked for; a new one is named in COMMANDS.
"""

import importlib
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import click

import mica
from mica.cli.ends import Ends
from mica.cli.errors import CannotRun
from mica.errors import MicaError
from mica.vc.errors import Undecidable, Unusable

COMMANDS: Final = ("keys",)


class Mica(click.Group):
    """Finds commands by module, and turns what goes wrong into a sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"mica.cli.{cmd_name}").command
        return command

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse the arguments of the group itself."""
        with _sentences():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the rest, and run."""
        with _sentences():
            return super().invoke(ctx)


@contextmanager
def _sentences() -> Iterator[None]:
    """Say an error as a sentence, and end so that nobody takes a slip or a bug for a forgery."""
    try:
        yield
    except click.UsageError as error:
        error.show()
        raise SystemExit(Ends.UNUSABLE) from None
    except (click.Abort, KeyboardInterrupt, EOFError):
        _stop("Stopped.", Ends.STOPPED)
    except MicaError as error:
        _stop(str(error), _end_of(error))
    except (click.exceptions.Exit, BrokenPipeError):
        raise  # click knows what to do
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.", Ends.UNUSABLE)
    except Exception:  # noqa: BLE001 - Python's own status for a bug is 1, which reads as "not valid"
        traceback.print_exc()
        _stop("This is a bug in Mica, not a finding. Please report the lines above.", Ends.BUG)


def _end_of(error: MicaError) -> Ends:
    match error:
        case Unusable() | CannotRun():
            return Ends.UNUSABLE
        case Undecidable():
            return Ends.UNDECIDED
        case _:
            return Ends.FAILED


def _stop(sentence: str, end: Ends) -> NoReturn:
    click.echo(f"Error: {sentence}", err=True)
    raise SystemExit(end)


@click.group(cls=Mica, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mica.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Issue, hold and verify micro-credentials.

    Exit status: 0 well, 1 refused or not valid, 2 could not be decided, 3 the input cannot be
    used, 70 a bug in Mica, 130 stopped by you.
    """
