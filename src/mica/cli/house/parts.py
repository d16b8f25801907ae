"""The parts of a house: what each is called with, and how each ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mica.cli.house import children, readiness
from mica.cli.house.errors import HouseError

READY_SECONDS: Final = 60.0
TRIES: Final = 5
WINDOW: Final = 600.0
"""A part that ends more than TRIES times within WINDOW seconds is not started again."""
_PYTHON: Final = (sys.executable, "-m")

Steps = tuple[tuple[signal.Signals, float], ...]


@dataclass(slots=True)
class Part:
    """A child that has to run.

    Attributes:
        name: for people.
        words: the program and its arguments.
        steps: how it is asked to end, more and more firmly.
        dies_with: what it gets if we are killed.
        keeps: a descriptor that it inherits, or None.
        child: it, while it runs.
        ends: when it ended by itself, lately.
    """

    name: str
    words: tuple[str, ...]
    steps: Steps
    dies_with: signal.Signals
    keeps: int | None = None
    child: subprocess.Popen[bytes] | None = None
    ends: list[float] = field(default_factory=list)

    def start(self, environment: Mapping[str, str], stopped: Callable[[], bool]) -> None:
        """Start it, and wait until it says that it is ready, or nobody wants it any more.

        Raises:
            HouseError: `part-does-not-start`, `part-slow`.
        """
        hears, tells = os.pipe()
        try:
            began = time.monotonic()
            keeps = [tells] if self.keeps is None else [tells, self.keeps]
            child = self.child = children.start(
                self.words,
                dies_with=self.dies_with,
                environment={**environment, readiness.VARIABLE: str(tells)},
                keeps=keeps,
            )
            os.close(tells)
            tells = -1
            if readiness.heard(hears, child, READY_SECONDS, stopped) or stopped():
                return
            if child.poll() is None and time.monotonic() - began >= READY_SECONDS:
                children.end(child, *self.steps)
                raise HouseError("part-slow", part=self.name, seconds=int(READY_SECONDS))
            raise HouseError("part-does-not-start", part=self.name)
        finally:
            os.close(hears)
            if tells >= 0:
                os.close(tells)

    def stop(self) -> None:
        """End it, and wait until it is gone. Harmless where it is not there."""
        if self.child is not None:
            children.end(self.child, *self.steps)
            self.child = None

    def count_end(self) -> None:
        """Remember that it ended by itself.

        Raises:
            HouseError: `part-does-not-stay`.
        """
        now = time.monotonic()
        self.ends = [moment for moment in self.ends if now - moment < WINDOW] + [now]
        if len(self.ends) > TRIES:
            raise HouseError(
                "part-does-not-stay", part=self.name, times=len(self.ends), seconds=int(WINDOW)
            )


def web(listener: int) -> Part:
    """What answers requests, at a socket that is open already: a new start loses no caller."""
    words = (*_PYTHON, "gunicorn", "--config", "python:mica.cli.house.web")
    return Part(
        "web server",
        (*words, "--bind", f"fd://{listener}"),
        ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 2.0)),
        signal.SIGQUIT,
        keeps=listener,
    )


def worker(number: int) -> Part:
    """What runs jobs. If we are killed it is, too: what it did not finish runs again."""
    return Part(
        f"worker {number}",
        (*_PYTHON, "mica.cli.house.worker"),
        ((signal.SIGTERM, 10.0),),
        signal.SIGKILL,
    )


def run(words: tuple[str, ...], environment: Mapping[str, str], stopped: Callable[[], bool]) -> int:
    """Run a program to its end, or until we are to stop. Its exit status, or 0 in that case."""
    child = children.start((*_PYTHON, *words), dies_with=signal.SIGTERM, environment=environment)
    while child.poll() is None:
        if stopped():
            children.end(child, (signal.SIGTERM, 5.0))
            return 0
        time.sleep(0.02)
    return child.returncode
