"""The PostgreSQL that comes with Mica, started and stopped by us: one server, folder and socket.

It listens on no network. Whoever reaches its socket is let in, so the socket lies in a folder that
only its own user (and root) may enter.
"""

import locale
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from mica.cli.house import children
from mica.cli.house.errors import PostgresError
from mica.cli.house.lock import Lock
from mica.cli.house.place import MAJOR, Place, reaches, settle

NAME: Final = "mica"
"""Of the database, and of the role that owns it."""
LOG: Final = "postgres.log"
MAX_SOCKET: Final = 107
"""Bytes of a socket's path, on Linux; 103 on other systems."""
STUCK_SECONDS: Final = 120.0
TOLD_SECONDS: Final = 3.0
_MAX_LOG: Final = 10 * 1024 * 1024
_TICK: Final = 0.02
_TRIES: Final = 20
_PAUSE: Final = 0.5
_SOCKET: Final = ".s.PGSQL.5432"
_PID_FILE: Final = "postmaster.pid"
_FAST, _AT_ONCE = signal.SIGINT, signal.SIGQUIT  # in PostgreSQL's words
_LOCALES: Final = ("C.UTF-8", "C.utf8", "UTF-8", "en_US.UTF-8")
_NOTHING_LASTS: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

Teller = Callable[[str], None]


class Postgres:
    """A server over one folder.

    Args:
        folder: where the data, the log and the lock lie; made if it is not there.
        tests: whether to be fast and forget everything in a crash of the machine.
        tell: gets a sentence for a person when something takes its time.
        stopped: whether somebody asked us to end; then a start is given up as `Stopped`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tests: bool = False,
        tell: Teller = lambda _sentence: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._folder = folder.absolute()
        self._tests = tests
        self._tell = tell
        self._stopped = stopped
        self._lock: Lock | None = None
        self._place: Place | None = None
        self._sockets: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address of the database, for DATABASE_URL."""
        assert self._sockets is not None, "not started"  # noqa: S101 - a slip of ours
        return url_over(self._sockets)

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self._folder / LOG

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server; None where it is not started."""
        return self._server

    def runs(self) -> bool:
        """Whether the server is there."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> str:
        """Start the server, make its folder if need be, and wait until it takes connections.

        After a crash it recovers first; that may take minutes, and is waited for.
        To be called from the main thread: then the server ends with us even if we are killed.

        Returns:
            The address of the database, for DATABASE_URL.

        Raises:
            PostgresError: as its sentences tell.
            HouseError: `folder-in-use`, `folder-not-writable`.
        """
        place = self._place = settle(self._folder, tests=self._tests)
        lock = Lock(self._folder)
        lock.take(evict=lambda: _dismiss(place.data))
        self._lock = lock
        try:
            self._clear(lock)
            if not (place.data / "PG_VERSION").exists():
                self._make(place)
            _check_version(place.data)
            _check_unused(place.data)
            self._sockets = _socket_folder(place)
            lock.write(sockets=str(self._sockets))
            self._server = self._launch(place, lock)
            self._await(place, self._server)
        except BaseException:
            self.stop()
            raise
        return self.url

    def start_again(self) -> None:
        """Start a server anew that ended by itself; its address stays.

        Raises:
            PostgresError: as its sentences tell.
        """
        assert self._place is not None, "not started"  # noqa: S101 - a slip of ours
        assert self._lock is not None, "not started"  # noqa: S101 - a slip of ours
        for tries in range(_TRIES, -1, -1):
            self._server = self._launch(self._place, self._lock)
            try:
                self._await(self._place, self._server)
            except PostgresError:
                if tries == 0:
                    raise
                time.sleep(_PAUSE)  # what is left of the old one has to see that it is alone
            else:
                return

    def stop(self) -> None:
        """Stop the server, and take away all but data and log. Harmless where it is done."""
        if self._server is not None:
            children.end(self._server, (_FAST, 30.0), (_AT_ONCE, 10.0))
            self._server = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None
        if self._lock is not None:
            if self._place is not None and self._place.passing:
                shutil.rmtree(self._place.home, ignore_errors=True)
                (self._folder / self._place.data.name).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def _clear(self, lock: Lock) -> None:
        """What a killed house left: its folder for sockets, and a log that has grown long."""
        left = Path(lock.left.get("sockets", ""))
        if left.name.startswith("mica-") and left.is_dir() and not left.is_symlink():
            with suppress(OSError):  # a folder that others put there stays theirs
                for path in left.glob(f"{_SOCKET}*"):
                    path.unlink()
                left.rmdir()
        if self.log.exists() and self.log.stat().st_size > _MAX_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _make(self, place: Place) -> None:
        """Make the data folder beside its place, and put it there when it is whole."""
        self._tell("Making a database …")
        fresh = place.home / f"{place.data.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)  # of a start that was cut short
        fresh.mkdir(mode=0o700)
        if place.user is not None:
            os.chown(fresh, place.user.uid, place.user.gid)
        words: list[str | Path] = [
            place.programs / "initdb", f"--pgdata={fresh}", f"--username={NAME}",
            "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--data-checksums",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={_locale()}",
            "--lc-messages=C", "--set=timezone=UTC", "--set=log_timezone=UTC", "--no-instructions",
        ]  # fmt: skip
        if self._tests:
            words += ["--no-sync", "--wal-segsize=1"]  # megabytes
        self._run(place, fresh, words)
        single = (place.programs / "postgres", "--single", "-D", fresh, "postgres")
        self._run(place, fresh, single, f"CREATE DATABASE {NAME}\n")
        fresh.rename(place.data)

    def _run(self, place: Place, fresh: Path, words: Sequence[str | Path], typed: str = "") -> None:
        with tempfile.TemporaryFile() as lines:
            lines.write(typed.encode())
            lines.seek(0)
            with self._writes() as log:
                done = children.start(
                    words, dies_with=signal.SIGKILL, user=place.user, output=log, typed=lines
                ).wait()
        if done != 0:
            raise PostgresError("postgres-not-made", folder=str(fresh), **self._last_words())

    def _launch(self, place: Place, lock: Lock) -> subprocess.Popen[bytes]:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self._sockets}",
            "unix_socket_permissions=0700",
            *(_NOTHING_LASTS if self._tests else ()),
        ]
        words: list[str | Path] = [place.programs / "postgres", "-D", place.data]
        words += [word for setting in settings for word in ("-c", setting)]
        with self._writes() as log:
            return children.start(
                words, dies_with=_FAST, user=place.user, output=log, keeps=[lock.handle]
            )

    def _await(self, place: Place, server: subprocess.Popen[bytes]) -> None:
        """Wait until it is ready: as long as it lives and says what it does."""
        began = heard = time.monotonic()
        size, told = self.log.stat().st_size, False
        while _state(place.data, server.pid) != "ready":
            if server.poll() is not None:
                raise PostgresError("postgres-did-not-start", **self._last_words())
            if self._stopped():
                raise children.Stopped
            now = time.monotonic()
            if (grown := self.log.stat().st_size) != size:
                size, heard = grown, now
            if now - heard > STUCK_SECONDS:
                raise PostgresError(
                    "postgres-stuck", seconds=int(STUCK_SECONDS), **self._last_words()
                )
            if not told and now - began > TOLD_SECONDS:
                told = True
                self._tell(
                    "PostgreSQL puts its data in order after a crash; this may take minutes …"
                )
            time.sleep(_TICK)

    def _writes(self) -> IO[bytes]:
        """The log, for our eyes only; in a folder of somebody else's it could be a link."""
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        return os.fdopen(os.open(self.log, flags, 0o600), "ab")

    def _last_words(self) -> dict[str, str]:
        """The last complaint in the log, and where the log is."""
        with suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-50:]
            grave = [
                line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line
            ]
            return {"said": (grave or lines or ["nothing"])[-1], "log": str(self.log)}
        return {"said": "nothing", "log": str(self.log)}


def url_over(sockets: Path) -> str:
    """The address of the database whose server has its socket in a folder."""
    return f"postgresql://{NAME}@/{NAME}?host={sockets}"


def _locale() -> str:
    """A locale of this system in which letters of every script are letters."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in _LOCALES:
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _socket_folder(place: Place) -> Path:
    """A new folder for the socket, with a path that is short enough, for one user alone."""
    for above in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it safe
        if place.user is not None and not reaches(place.user, Path(above)):
            continue
        if len(os.fsencode(above)) + len("/mica-12345678/") + len(_SOCKET) <= MAX_SOCKET:
            folder = Path(tempfile.mkdtemp(prefix="mica-", dir=above))
            if place.user is not None:
                os.chown(folder, place.user.uid, place.user.gid)
            return folder
    raise PostgresError("no-place-for-socket", path=tempfile.gettempdir())


def _check_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise PostgresError(
            "postgres-of-another-version", folder=str(data), found=found, ours=MAJOR
        )


def _check_unused(data: Path) -> None:
    """Take away the note of a server that was killed, lest a stranger with its number be believed.

    We hold the lock, and every server of ours holds it with us: only one that somebody started by
    hand can run here. Where the system does not tell, PostgreSQL's own check has to do.
    """
    noted = _note(data)
    if not noted or not Path("/proc/self").exists():
        return
    with suppress(OSError):
        if Path("/proc", noted[0], "cwd").resolve(strict=True) == data.resolve():
            raise PostgresError("postgres-data-in-use", folder=str(data), holder=noted[0])
    (data / _PID_FILE).unlink(missing_ok=True)


def _dismiss(data: Path) -> None:
    """Ask the server of a killed house to end, where its system did not tell it (not on Linux)."""
    noted = _note(data)
    if noted and noted[0].isdecimal():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(int(noted[0]), _FAST)


def _state(data: Path, process: int) -> str:
    """What the server of a process notes about itself: starting, ready, stopping, or "" so far."""
    noted = _note(data)
    return noted[7].strip() if len(noted) > 7 and noted[0] == str(process) else ""  # noqa: PLR2004


def _note(data: Path) -> list[str]:
    with suppress(OSError):
        return (data / _PID_FILE).read_text(encoding="utf-8").splitlines()
    return []
