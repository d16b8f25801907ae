"""`mica audit`: examine the audit log, and publish its head."""

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from mica.cli.ends import Ends
from mica.cli.house import home
from mica.cli.inside import inside
from mica.cli.speaking import out_look, say

if TYPE_CHECKING:
    from mica.core.examination import Finding, Report
    from mica.core.queries import Head

_HEAD: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
_SENTENCES: Final = {
    "changed": "Entry {first} was changed after it was written.",
    "missing": "Entries {first} to {last} are missing.",
    "added": "Entry {first} was added: no entry of the log has such a number.",
    "rewritten": "One or more of the entries {first} to {last} were rewritten, with their links.",
    "head": "The published head of size {last} is not that of this log: something from entry "
    "{first} to {last} was rewritten, or the head was.",
}
_NO_HEAD: Final = "{} is not SIZE:ROOT, a number and 64 hexadecimal digits"
_ONE_MISSING: Final = "Entry {first} is missing."


def _heads(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> list[tuple[int, bytes]]:
    found = []
    for value in values:
        match = _HEAD.fullmatch(value)
        if match is None:
            raise click.BadParameter(_NO_HEAD.format(value))
        found.append((int(match[1]), bytes.fromhex(match[2])))
    return found


@click.group(name="audit")
def command() -> None:
    """Examine the audit log, and publish its head.

    The log says of every change who made it and when, in a chain that cannot be changed unseen.
    """


@command.command()
@home.folder_option()
@click.option(
    "--head",
    "known",
    multiple=True,
    callback=_heads,
    metavar="SIZE:ROOT",
    help="A head that was noted elsewhere, to be compared like those published here.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify(folder: Path, known: list[tuple[int, bytes]], *, as_json: bool) -> None:
    """Compute the whole log anew, and compare it with its chain and its published heads.

    Ends with 0 where everything is as it was written, and with 1 where it is not.
    """
    with inside(folder):
        from mica.core.examination import examine
        from mica.core.queries import Head

        began = time.monotonic()
        report = examine([Head(size, root, None) for size, root in known])
    look = out_look()
    seconds = time.monotonic() - began
    if as_json:
        say([json.dumps(_plain(report, seconds))], look)
    else:
        say(told(report, seconds), look)
    raise SystemExit(Ends.FAILED if report.number else Ends.WELL)


@command.command()
@home.folder_option()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def head(folder: Path, *, as_json: bool) -> None:
    """Publish the log's head as it is now, and print it as SIZE:ROOT.

    Note it where nobody who runs this machine can change it: `mica audit verify --head` compares.
    """
    with inside(folder):
        from mica.core.actions import keep_head

        kept: Head = keep_head(now=datetime.now(UTC))
    line = json.dumps(kept.as_json()) if as_json else f"{kept.size}:{kept.root.hex()}"
    say([line], out_look())


def told(report: "Report", seconds: float) -> list[str]:
    """A report for people."""
    pace = f" ({report.size / seconds:,.0f} a second)" if seconds > 1 else ""
    count = f"{report.size:,} entries and {report.heads:,} published heads were examined{pace}."
    if not report.number:
        root = "" if report.root is None else report.root.hex()
        return [f"The log is whole. {count}", f"{report.size}:{root}"]
    more = report.number - len(report.findings)
    return [
        f"The log is not as it was written. {count}",
        *(f"  {_sentence(finding)}" for finding in report.findings),
        *([f"  … and {more:,} more."] if more else []),
    ]


def _sentence(finding: "Finding") -> str:
    single = finding.kind == "missing" and finding.first == finding.last
    text = _ONE_MISSING if single else _SENTENCES[finding.kind]
    return text.format(first=finding.first, last=finding.last)


def _plain(report: "Report", seconds: float) -> dict[str, Any]:
    return {
        "whole": not report.number,
        "size": report.size,
        "root": None if report.root is None else report.root.hex(),
        "heads": report.heads,
        "findings": [
            {"kind": one.kind, "first": one.first, "last": one.last} for one in report.findings
        ],
        "number": report.number,
        "seconds": round(seconds, 3),
    }
