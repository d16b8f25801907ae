"""A folder belongs to one house at a time.

The lock is the kernel's (flock), so that no crash can leave it behind, and PostgreSQL inherits it:
as long as any process of ours still writes in the folder, nobody else begins to.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from mica.cli.house.errors import HouseError

_NAME: Final = "lock"
_TICK: Final = 0.05
LEFTOVER_SECONDS: Final = 30.0
"""How long a PostgreSQL may take to end whose house was killed."""


class Lock:
    """The lock of a folder, and what its holder wrote down for others and for the next.

    Args:
        folder: must exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _NAME
        self._handle: int | None = None
        self.left: dict[str, str] = {}

    @property
    def handle(self) -> int:
        """The descriptor that holds the lock; a child that inherits it holds it too."""
        assert self._handle is not None, "not taken"  # noqa: S101 - a slip of ours
        return self._handle

    def take(
        self, seconds: float = LEFTOVER_SECONDS, *, evict: Callable[[], None] | None = None
    ) -> None:
        """Take the lock; `left` is then what the holder before wrote, if it was killed.

        Waits for what a killed house left behind, and not for one that lives.

        Args:
            seconds: how long to wait at most.
            evict: called once if there is something to wait for.

        Raises:
            HouseError: `folder-in-use`, `folder-not-writable`.
        """
        until = time.monotonic() + seconds
        while not self._taken():
            holder = read(self._folder).get("holder", "")
            if _lives(holder) or time.monotonic() > until:
                raise HouseError("folder-in-use", folder=str(self._folder), holder=holder or "?")
            if evict is not None:
                evict()
                evict = None
            time.sleep(_TICK)
        self.left = read(self._folder)
        self.write()

    def write(self, **facts: str) -> None:
        """Write down who holds the lock, and facts for others."""
        content = json.dumps({"holder": str(os.getpid()), **facts}).encode()
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, content, 0)

    def release(self) -> None:
        """Give the lock back, and leave no file."""
        if self._handle is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None

    def _taken(self) -> bool:
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise HouseError(
                "folder-not-writable", folder=str(self._folder), why=error.strerror
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        if self._is_still_ours(handle):
            self._handle = handle
            return True
        os.close(handle)  # the holder before took the file away as it left
        return self._taken()

    def _is_still_ours(self, handle: int) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(handle), self._path.stat())
        return False


def read(folder: Path) -> dict[str, str]:
    """What the holder of a folder's lock wrote down, or the last one if it was killed."""
    try:
        facts = json.loads((folder / _NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def is_held(folder: Path) -> bool:
    """Whether a house stands in a folder, or its PostgreSQL still does."""
    try:
        handle = os.open(folder / _NAME, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _lives(holder: str) -> bool:
    if not holder.isdecimal():
        return False
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(holder)


def _is_zombie(process: str) -> bool:
    """Whether a process is dead and only waits to be counted (where the system tells)."""
    try:
        about = Path("/proc", process, "stat").read_text()
    except OSError:
        return False
    return about.rpartition(") ")[2].startswith("Z")
