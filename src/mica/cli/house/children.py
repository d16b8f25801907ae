"""Children that never outlive us, and that the terminal's Ctrl-C reaches through us alone."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1
_LINUX: Final = sys.platform == "linux"
_LIBC: Final = ctypes.CDLL(None) if _LINUX else None


class Stopped(Exception):
    """Somebody asked us to end while we began."""


@dataclass(frozen=True, slots=True)
class User:
    """Whom a child runs as."""

    name: str
    uid: int
    gid: int


def start(
    words: Sequence[str | Path],
    *,
    dies_with: signal.Signals,
    user: User | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    typed: IO[bytes] | None = None,
    keeps: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own.

    Args:
        words: the program and its arguments.
        dies_with: the signal that the child gets when we die, however that happens (Linux only).
        user: whom it runs as; None for whom we are.
        environment: the whole of its environment; None for ours.
        output: where both of its streams go; None for ours.
        typed: what it reads; None for nothing.
        keeps: descriptors that it inherits.
    """
    return subprocess.Popen(  # noqa: S603 - our own words
        [str(word) for word in words],
        env=environment,
        stdin=subprocess.DEVNULL if typed is None else typed,
        stdout=output,
        stderr=output if output is None else subprocess.STDOUT,
        cwd="/" if user is not None else None,
        process_group=0,
        pass_fds=tuple(keeps),
        preexec_fn=_tied(dies_with),  # noqa: PLW1509 - calls nothing that a thread could hold
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
    )


def _tied(last: signal.Signals) -> Callable[[], None] | None:
    """What a child does between fork and exec, after it became another user: that undoes it."""
    libc, parent = _LIBC, os.getpid()
    if libc is None or threading.current_thread() is not threading.main_thread():
        return None  # Linux takes the end of the thread that forked for ours

    def tie() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(last), 0, 0, 0)
        if os.getppid() != parent:  # we died before that call
            os._exit(1)

    return tie


def end(child: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> bool:
    """Ask a child to end, step by step more firmly. Whether it went at the first step.

    Args:
        child: which one; its group is killed if it stays after the last step.
        steps: a signal, and how many seconds to wait for its effect.
    """
    for number, (sign, seconds) in enumerate(steps):
        if child.poll() is None:
            with suppress(ProcessLookupError):
                child.send_signal(sign)
        try:
            child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            continue
        return number == 0
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    return False
