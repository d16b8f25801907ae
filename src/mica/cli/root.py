"""The root of all commands: finds them, and decides how they end.

Results go to standard output, everything else to standard error. A command is a module of
`mica.cli.commands`, loaded when it is asked for.
"""

import ast
import importlib
import importlib.util
import os
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import InspectLoader
from typing import Any, Final, NoReturn

import click

import mica
from mica.cli import commands
from mica.cli.ends import Ends, end_of
from mica.cli.look import safe
from mica.errors import MicaError

_MAX_SENTENCE: Final = 2000


class Mica(click.Group):
    """Finds commands by module, and turns what goes wrong into a sentence and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, loaded now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their modules' first lines; to load them all would take a second."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(name)) for name in self.list_commands(ctx)])

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse the arguments of the group itself."""
        with sentences():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the rest, and run."""
        with sentences():
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # while a full disk can still be said, and not at Python's end


def _first_line(name: str) -> str:
    """What follows the colon in the first line of a command's module."""
    full_name = f"{commands.__name__}.{name}"
    spec = importlib.util.find_spec(full_name)
    loader = spec.loader if spec is not None else None
    source = loader.get_source(full_name) if isinstance(loader, InspectLoader) else None
    line = (ast.get_docstring(ast.parse(source or "")) or "").partition("\n")[0]
    said = line.partition(": ")[2]
    return said[:1].upper() + said[1:]


@contextmanager
def sentences() -> Iterator[None]:
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
        named = [str(part) for part in (error.filename, error.strerror) if part is not None]
        _let_go_of_output()
        _stop(f"{': '.join(named)}.", Ends.UNUSABLE)
    except Exception:  # noqa: BLE001 - Python's own status for a bug is 1, which reads as "not valid"
        traceback.print_exc()
        _stop("This is a bug in Mica, not a finding. Please report the lines above.", Ends.BUG)


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


def _stop(sentence: str, end: Ends) -> NoReturn:
    click.echo(f"Error: {safe(sentence, _MAX_SENTENCE)}", err=True)
    raise SystemExit(end)


@click.group(cls=Mica, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mica.__version__, message="%(prog)s %(version)s")
def root() -> None:
    """Issue, hold and verify micro-credentials.

    Exit status: 0 well, 1 refused or not valid, 2 could not be decided, 3 the input cannot be
    used, 70 a bug in Mica, 130 stopped by you, 141 the reader of the output left.
    """
