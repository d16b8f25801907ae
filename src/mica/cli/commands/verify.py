"""`mica verify`: verify credentials, and say what was found."""

import json
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from mica.cli import files, telling
from mica.cli.ends import Ends, end_of
from mica.cli.look import Look, safe
from mica.cli.speaking import out_look, say
from mica.errors import MicaError
from mica.vc.baking.carried import MAX_IMAGE
from mica.vc.errors import Refused
from mica.vc.report import Report, Verdict
from mica.vc.resolve import Resolve, Resource, nothing
from mica.vc.timestamps import parse_timestamp
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, is_link, judge

_ENDS: Final = {
    Verdict.VALID: Ends.WELL,
    Verdict.INVALID: Ends.FAILED,
    Verdict.UNDECIDED: Ends.UNDECIDED,
}
_GRAVITY: Final = (Ends.WELL, Ends.UNDECIDED, Ends.FAILED, Ends.UNUSABLE, Ends.BUG)
"""From best to worst."""
_COUNTED: Final = {
    Ends.WELL: "valid",
    Ends.FAILED: "not valid",
    Ends.UNDECIDED: "could not be decided",
    Ends.UNUSABLE: "could not be used",
    Ends.BUG: "met a bug in Mica",
}
_QUIET: Final = {
    Ends.WELL: "valid",
    Ends.FAILED: "invalid",
    Ends.UNDECIDED: "undecided",
    Ends.UNUSABLE: "unusable",
    Ends.BUG: "bug",
}
_BUG: Final = "This is a bug in Mica, not a finding. Please report the lines on standard error."


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one input: a report, or the code and sentence of why there is none."""

    name: str
    end: Ends
    report: Report | None = None
    code: str = ""
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; without a report, the key says why there is none."""
        if self.report is not None:
            return {"input": self.name, "report": self.report.as_json()}
        return {
            "input": self.name,
            _QUIET[self.end]: {"code": self.code, "sentence": self.sentence},
        }


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return parse_timestamp(value)
    except Refused as error:
        raise click.BadParameter(str(error)) from error


@click.command(name="verify")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|URL|-...")
@click.option("--at", callback=_moment, metavar="TIME", help="Judge as of TIME instead of now.")
@click.option("--offline", is_flag=True, help="Fetch nothing; what needs fetching is undecided.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each input.")
@click.option("-q", "--quiet", is_flag=True, help="Print the word of each verdict, nothing else.")
def command(
    inputs: tuple[str, ...], at: datetime | None, *, offline: bool, as_json: bool, quiet: bool
) -> None:
    """Verify credentials, and say what was found.

    Each input is a credential as JSON or JWT, a PNG or SVG picture with one inside, or the https
    address of one of these; - is standard input.

    Ends with the worst: 0 valid, 2 could not be decided, 1 not valid, 3 could not be used.
    """
    setting = Setting(
        resolve=nothing if offline else Online(),
        now=at or datetime.now(UTC).replace(microsecond=0),
        standards=STANDARDS,
    )
    look = out_look()
    ends: Counter[Ends] = Counter()
    for answer in answers(inputs, setting):
        ends[answer.end] += 1
        if as_json:
            say([json.dumps(answer.as_json())], look)
        elif quiet:
            say([_QUIET[answer.end]], look)
        elif len(inputs) == 1:
            say(at_length(answer, look), look)
        else:
            say([on_one_line(answer, look)], look)
    if len(inputs) > 1 and not as_json and not quiet:
        say(["", counted(ends)], look)
    raise SystemExit(max(ends, key=_GRAVITY.index))


class Online:
    """A resolver over the public internet, made ready only when something is asked of it."""

    def __init__(self) -> None:
        self._web: Resolve | None = None

    def __call__(self, url: str, /) -> Resource:
        """Return what stands at the URL."""
        if self._web is None:
            from mica.net.web import Web

            self._web = Web()
        return self._web(url)


def answers(inputs: Iterable[str], setting: Setting) -> Iterator[Answer]:
    """What became of each input. One that cannot be read, or a bug met on it, stops no other."""
    for given in inputs:
        name = "standard input" if given == "-" else given
        try:
            report = judge(_content(given), setting)
        except MicaError as error:
            yield Answer(name, end_of(error), code=error.code, sentence=str(error))
        except IsADirectoryError:
            sentence = "This is a folder; name the files in it."
            yield Answer(name, Ends.UNUSABLE, code="is-a-folder", sentence=sentence)
        except OSError as error:
            sentence = f"The file cannot be read: {error.strerror}."
            yield Answer(name, Ends.UNUSABLE, code="not-readable", sentence=sentence)
        except Exception:  # noqa: BLE001 - the others still want their answer; 70 tells of this
            traceback.print_exc()
            yield Answer(name, Ends.BUG, code="bug", sentence=_BUG)
        else:
            yield Answer(name, _ENDS[report.verdict], report)


def _content(given: str) -> bytes:
    if is_link(given):
        return given.encode()
    return files.read(Path(given), limit=MAX_IMAGE)


def at_length(answer: Answer, look: Look) -> list[str]:
    """One input, with everything that was found."""
    if answer.report is not None:
        return telling.told(answer.report, look)
    sentence = f"{safe(answer.name)}. {safe(answer.sentence, telling.MAX_SENTENCE)}"
    if answer.end is Ends.UNDECIDED:
        return telling.headline(Verdict.UNDECIDED, sentence, look)
    return look.wrap(f"! {_COUNTED[answer.end].upper()}: {sentence}", rest="  ")


def on_one_line(answer: Answer, look: Look) -> str:
    """One input among many."""
    name = safe(answer.name)
    if answer.report is not None:
        return telling.line(answer.report.verdict, name, telling.brief(answer.report), look)
    sentence = safe(answer.sentence, telling.MAX_SENTENCE)
    if answer.end is Ends.UNDECIDED:
        return telling.line(Verdict.UNDECIDED, name, sentence, look)
    return look.one_line(f"! {_QUIET[answer.end]:<9}  {name}  {sentence}")


def counted(ends: Counter[Ends]) -> str:
    """How many of each, worst last."""
    parts = [f"{ends[end]} {_COUNTED[end]}" for end in _GRAVITY if ends[end]]
    return f"{ends.total()} in all: {', '.join(parts)}."
