"""Issue, bake and verify credentials, good and bad, before your eyes: a show in the terminal."""

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mica.cli import files, journey, pictures, telling
from mica.cli.errors import CannotRun
from mica.cli.journey import LIST, Cast, Scene
from mica.cli.look import Look, safe, short
from mica.cli.speaking import out_look, say
from mica.vc import bake
from mica.vc.documents import JsonObject
from mica.vc.report import Verdict

_SYLLABLES: Final = [first + last for first in "bdfgklmnprstvz" for last in "aeiou"]
_WORDS: Final = 4
_INDENT: Final = "   "
_KEPT: Final = (
    "Everything lies in {folder}. The status lists stand on no network, so outside this demo "
    "`mica verify` leaves open whether these badges were revoked."
)


def perform(keep: Path | None) -> bool:
    """Show everything once. Whether every verdict came out as it should.

    Args:
        keep: where what is made stays; new or empty. None for nowhere.

    Raises:
        CannotRun: `folder-is-used`.
    """
    with _folder(keep) as folder:
        well = Show(folder, out_look(), datetime.now(UTC).replace(microsecond=0)).play()
        if keep is not None:
            say(out_look().wrap(_KEPT.format(folder=safe(str(keep)))), out_look())
    return well


class Show:
    """One performance.

    Args:
        folder: where files are written; empty.
        look: where it is shown.
        now: the moment in which it plays, aware.
    """

    def __init__(self, folder: Path, look: Look, now: datetime) -> None:
        self._folder = folder
        self._look = look
        self._now = now
        self._steps = 0
        self._kept: set[str] = set()

    def play(self) -> bool:
        """Show every step. Whether all came out as it should."""
        passphrase = new_passphrase()
        self._step("Make a key for Harbour College", "Who signs needs a key; it is kept sealed.")
        cast = journey.assemble(passphrase, self._now)
        self._keep("school.keys", _text(cast.ring.as_json()))
        self._tell("Issuer", cast.ring.controller)
        self._tell("Passphrase", f"{passphrase} (made up for this demo)")

        good = self._issue(cast)
        shelf = {LIST: _text(journey.status_list(cast, self._now))}
        self._keep("status-list.json", shelf[LIST])
        self._bake(good)

        scenes = list(journey.scenes(cast, good, self._now))
        return self._end([(self._verify(scene, shelf), self._steps) for scene in scenes])

    def _issue(self, cast: Cast) -> JsonObject:
        self._step(
            "Issue a badge to a learner",
            "What was achieved, by whom and until when, signed with that key.",
        )
        good = journey.badge(cast, self._now)
        self._keep("badge.json", _text(good))
        self._tell("Badge", good["credentialSubject"]["achievement"]["name"])
        self._tell("Learner", short(cast.learner))
        self._tell("Signature", good["proof"]["proofValue"][:28] + "…")
        return good

    def _bake(self, good: JsonObject) -> None:
        text = _text(good).decode().strip()
        self._step(
            "Bake it into a picture, and take it out again",
            "A picture travels well: it can be mailed, posted and printed on.",
        )
        for name, picture in (("SVG", pictures.svg("Harbour College")), ("PNG", pictures.png())):
            baked = bake.bake(picture, text)
            self._keep(f"badge.{name.lower()}", baked)
            same = "the same badge came out" if bake.unbake(baked) == text else "it was damaged"
            self._tell(name, f"{len(picture):,} bytes, {len(baked):,} with the badge; {same}")

    def _verify(self, scene: Scene, shelf: dict[str, bytes]) -> bool:
        self._step(scene.title, scene.why)
        if scene.file not in self._kept:
            self._keep(scene.file, scene.content)
        report = journey.verify(scene.content, shelf, self._now)
        narrower = replace(self._look, width=self._look.width - len(_INDENT))
        at_length = scene.verdict is Verdict.VALID
        lines = (telling.told if at_length else telling.briefly)(report, narrower)
        say([_INDENT + line for line in lines], self._look)
        return scene.is_as_it_should_be(report)

    def _end(self, verdicts: list[tuple[bool, int]]) -> bool:
        """Whether each verdict, told with its step, came out as it should."""
        wrong = [str(step) for right, step in verdicts if not right]
        said = (
            f"This is a bug in Mica: the verdicts of steps {', '.join(wrong)} came out wrong."
            if wrong
            else f"All {len(verdicts)} verdicts came out as they should."
        )
        say(["", *self._look.wrap(said)], self._look)
        return not wrong

    def _step(self, title: str, why: str) -> None:
        self._steps += 1
        heading = self._look.paint(f"{self._steps}  {title}", "bold")
        say(["", heading, *self._look.wrap(why, _INDENT), ""], self._look)

    def _tell(self, label: str, value: str) -> None:
        say(self._look.wrap(safe(value), f"{_INDENT}{label:<11}"), self._look)

    def _keep(self, name: str, content: bytes) -> None:
        files.write(self._folder / name, content, force=False)
        self._kept.add(name)


def new_passphrase() -> str:
    """A passphrase that can be said aloud, with 73 bits of chance."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(_WORDS))
    return " ".join(words)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder to keep things in, or one that vanishes."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="mica-demo-") as name:
            yield Path(name)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise CannotRun("folder-is-used", folder=str(keep))
    yield keep


def _text(document: JsonObject) -> bytes:
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"
