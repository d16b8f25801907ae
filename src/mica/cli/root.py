"""The root of all commands: finds them, and decides how they end.

Results go to standard output, everything else to standard error. A command is a module of
`mica.cli.commands`, loaded when it is asked for.
"""

import ast
import importlib
import importlib.util
import pkgutil
import sys
from importlib.abc import InspectLoader
from typing import Any

import click

import mica
from mica.cli import commands
from mica.cli.sentences import sentences


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


@click.group(cls=Mica, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mica.__version__, message="%(prog)s %(version)s")
def root() -> None:
    """Issue, hold and verify micro-credentials.

    Exit status: 0 well, 1 refused or not valid, 2 could not be decided, 3 the input cannot be
    used, 70 a bug in Mica, 130 stopped by you, 141 the reader of the output left.
    """
