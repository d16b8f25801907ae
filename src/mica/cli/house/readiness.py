"""How a part of the house says that it is ready: one byte through a pipe that it inherited."""

import os
import select
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

VARIABLE: Final = "MICA_HOUSE_READY"
"""Names the descriptor of the pipe; set by the supervisor, and by nobody else."""
_TICK: Final = 0.2


def tell() -> None:
    """Say it, where anybody wants to know."""
    handle = os.environ.pop(VARIABLE, "")
    if handle.isdecimal():
        with suppress(OSError):  # whoever asked is gone
            os.write(int(handle), b".")
            os.close(int(handle))


def heard(
    handle: int, child: subprocess.Popen[bytes], seconds: float, stopped: Callable[[], bool]
) -> bool:
    """Wait until a child says it; False where it ends before, or time or patience does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stopped():
        if select.select([handle], [], [], _TICK)[0]:
            return bool(os.read(handle, 1))
        if child.poll() is not None:
            return False
    return False
