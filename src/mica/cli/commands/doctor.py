"""`mica doctor`: say whether this installation is sound."""

from pathlib import Path
from typing import Final

import click

from mica.cli.doctor import Finding, Level, examine, worst
from mica.cli.ends import Ends
from mica.cli.house.home import folder_option
from mica.cli.look import Look, safe
from mica.cli.speaking import out_look, say

_SHAPES: Final = {Level.OK: "✓", Level.WARNING: "!", Level.ERROR: "✗"}
_COLOURS: Final = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "red"}
_SUMMARIES: Final = {
    Level.OK: "All is well.",
    Level.WARNING: "Mica works; see the advice above.",
    Level.ERROR: "Mica does not work as it should; follow the advice above.",
}


@click.command(name="doctor")
@click.option(
    "--keys",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Look at who can reach this key ring, too. It is not read.",
)
@folder_option()
def command(key_file: Path | None, folder: Path) -> None:
    """Say whether this installation is sound, and the site in FOLDER or behind DATABASE_URL.

    Changes nothing. Of a site it asks its database, its mail server and its own address. Ends with
    1 where something will not work.
    """
    look = out_look()
    found = examine(key_file=key_file)
    if worst(found) is not Level.ERROR:  # what follows stands on all that
        found += _of_the_site(folder)
    for finding in found:
        say(_lines(finding, look), look)
    level = worst(found)
    say(["", *look.wrap(_SUMMARIES[level])], look)
    raise SystemExit(Ends.FAILED if level is Level.ERROR else Ends.WELL)


def _of_the_site(folder: Path) -> list[Finding]:
    from mica.cli.house.doctor import examine as examine_site

    return examine_site(folder)


def _lines(finding: Finding, look: Look) -> list[str]:
    word = "" if finding.level is Level.OK else f"{finding.level.value.capitalize()}: "
    first, *rest = look.wrap(safe(f"{word}{finding.sentence}"), f"{_SHAPES[finding.level]} ")
    lines = [look.paint(first[0], _COLOURS[finding.level]) + first[1:], *rest]
    return lines + (look.wrap(safe(finding.advice), "  → ") if finding.advice else [])
