"""The command line: `mica COMMAND`.

Results go to standard output, everything else to standard error. A command is a module of this
package with a `command` in it, loaded when it is asked for; a new one is named in COMMANDS.
"""

import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import click

import mica
from mica.cli.ends import Ends
from mica.cli.errors import CannotRun
from mica.cli.look import safe
from mica.errors import MicaError
from mica.vc.errors import Undecidable, Unusable

COMMANDS: Final = {
    "bake": "Put a signed credential into a PNG or SVG picture.",
    "demo": "Issue, bake and verify credentials, good and bad, before your eyes.",
    "doctor": "Say whether this installation is sound.",
    "issue": "Sign a credential.",
    "keys": "Make and keep an issuer's signing keys.",
    "unbake": "Take the credential out of a picture.",
    "verify": "Verify credentials, and say what was found.",
}
"""Module to the first line of its help, so that to list commands nothing heavy is loaded."""


_MAX_SENTENCE: Final = 2000


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))

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
        _stop(str(error), end_of(error))
    except click.exceptions.Exit:
        raise  # click knows what to do
    except BrokenPipeError:
        _close_quietly()
    except OSError as error:
        _stop(f"{error.filename}: {error.strerror}.", Ends.UNUSABLE)
    except Exception:  # noqa: BLE001 - Python's own status for a bug is 1, which reads as "not valid"
        traceback.print_exc()
        _stop("This is a bug in Mica, not a finding. Please report the lines above.", Ends.BUG)


def _close_quietly() -> NoReturn:
    """Whoever read our output has left. Python's own status for that is 1, which is "not valid"."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(Ends.PIPE)


def end_of(error: MicaError) -> Ends:
    """How a command ends that met an error."""
    match error:
        case Unusable() | CannotRun():
            return Ends.UNUSABLE
        case Undecidable():
            return Ends.UNDECIDED
        case _:
            return Ends.FAILED


def _stop(sentence: str, end: Ends) -> NoReturn:
    click.echo(f"Error: {safe(sentence, _MAX_SENTENCE)}", err=True)
    raise SystemExit(end)


@click.group(cls=Mica, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mica.__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Issue, hold and verify micro-credentials.

    Exit status: 0 well, 1 refused or not valid, 2 could not be decided, 3 the input cannot be
    used, 70 a bug in Mica, 130 stopped by you, 141 the reader of the output left.
    """
