"""The command line as a whole: how it ends, and that a bug never reads as a finding."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import mica
from mica.cli.ends import Ends
from mica.cli.root import Mica, root
from mica.errors import MicaError
from mica.vc.errors import Refused, Undecidable, Unreachable, Unusable


def group_that_raises(error: BaseException) -> click.Group:
    """The command line with one command that goes wrong in a given way."""

    class One(Mica):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
            def run() -> None:
                raise error

            return click.Command("one", callback=run)

    return One()


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (Refused("bad-base58"), Ends.FAILED),
        (Undecidable("context-unknown", url="x"), Ends.UNDECIDED),
        (Unreachable("offline", url="x"), Ends.UNDECIDED),
        (Unusable("not-an-object"), Ends.UNUSABLE),
        (MicaError("a-code"), Ends.FAILED),
        (FileNotFoundError(2, "No such file or directory", "x"), Ends.UNUSABLE),
        (click.UsageError("wrong"), Ends.UNUSABLE),
        (click.Abort(), Ends.STOPPED),
        (KeyboardInterrupt(), Ends.STOPPED),
        (ZeroDivisionError(), Ends.BUG),
        (RecursionError(), Ends.BUG),
    ],
    ids=repr,
)
def test_every_error_has_its_end_and_a_sentence(error: BaseException, end: Ends) -> None:
    done = CliRunner().invoke(group_that_raises(error), ["one"])

    assert (done.exit_code, done.stdout) == (end, "")
    assert "Error: " in done.stderr


def test_only_a_bug_shows_a_traceback() -> None:
    bug = CliRunner().invoke(group_that_raises(ZeroDivisionError()), ["one"])
    found = CliRunner().invoke(group_that_raises(Refused("bad-base58")), ["one"])

    assert "Traceback" in bug.stderr
    assert found.stderr == "Error: This is not base58btc text.\n"


@pytest.mark.parametrize("words", [["--nothing"], ["nothing"], []])
def test_a_slip_in_the_arguments_is_not_an_undecided_verdict(words: list[str]) -> None:
    done = CliRunner().invoke(root, words)

    assert (done.exit_code, done.stdout) == (Ends.UNUSABLE, "")
    assert done.stderr.startswith("Usage: ")


def test_every_command_can_be_loaded_and_explains_itself() -> None:
    for name in root.list_commands(click.Context(root)):
        done = CliRunner().invoke(root, [name, "--help"])
        assert (done.exit_code, done.stdout.startswith("Usage: ")) == (0, True)


def test_it_runs_as_a_module_and_says_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mica", "--version"],
        env={"PYTHONPATH": str(Path(mica.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, f"mica {mica.__version__}\n", "")
