"""Starts the parts of a house, keeps them running, and stops them in the right order.

PostgreSQL first, then the tables, the web server and the workers; in the end the workers, then the
web server, and PostgreSQL last: a worker without its database would hang.
"""

import signal
import socketserver
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from errno import EACCES, EADDRINUSE
from pathlib import Path
from types import FrameType
from typing import Final, Self

from mica.cli.house import home, parts
from mica.cli.house.children import Stopped
from mica.cli.house.errors import HouseError
from mica.cli.house.parts import Part
from mica.cli.house.place import prepare
from mica.cli.house.postgres import Postgres, Teller

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TICK: Final = 0.2


class Listener(socketserver.TCPServer):
    """An open port; it is given to the web server, and never answers itself."""

    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, address: str, port: int) -> None:
        super().__init__((address, port), socketserver.BaseRequestHandler)

    @property
    def port(self) -> int:
        """Its number."""
        return int(self.server_address[1])


def listen(address: str, port: int, *, others: int = 0) -> Listener:
    """Open a port, or one of the next few where it is taken.

    Raises:
        HouseError: `port-taken`, `port-not-allowed`.
        OSError: as the system says, such as of an address that is not this machine's.
    """
    try:
        return Listener(address, port)
    except OSError as error:
        if error.errno == EADDRINUSE and others > 0:
            return listen(address, port + 1, others=others - 1)
        if error.errno == EADDRINUSE:
            raise HouseError("port-taken", port=port) from error
        if error.errno == EACCES:
            raise HouseError("port-not-allowed", port=port) from error
        raise


@dataclass
class House:
    """Everything that a running Mica needs.

    Attributes:
        folder: for our own database, where the environment names none.
        listener: where the web server answers; None for a house without one.
        workers: how many run jobs.
        extra: set for the site where the environment does not.
        tell: gets sentences for a person.
    """

    folder: Path
    listener: Listener | None
    workers: int
    extra: Mapping[str, str]
    tell: Teller
    environment: dict[str, str] = field(default_factory=dict)
    _server: Postgres | None = None
    _web: list[Part] = field(default_factory=list)
    _workers: list[Part] = field(default_factory=list)
    _asked: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        """Start everything. A stop that is asked for meanwhile ends it as Stopped."""
        with ExitStack() as undo:
            undo.enter_context(_heeding(self._ask))
            undo.callback(self.stop)
            self._start()
            self._heed()
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop everything."""
        self._undo.close()

    def stopped(self) -> bool:
        """Whether somebody asked us to end."""
        return self._asked.is_set()

    def watch(self) -> None:
        """Stay until somebody asks us to end; start again what ends by itself.

        Raises:
            HouseError: `part-does-not-stay` and the like.
        """
        while not self._asked.wait(_TICK):
            self._heal()

    def run(self, *words: str) -> int:
        """Run a module of ours beside the parts, to its end. Its exit status."""
        status = parts.run(words, self.environment, self.stopped)
        self._heed()
        return status

    def stop(self) -> None:
        """Stop the workers, then the web server, then PostgreSQL. Harmless where that is done."""
        for group in (self._workers, self._web):
            for part in group:
                part.stop()
            group.clear()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _start(self) -> None:
        url = None
        if not home.has_own_database():
            prepare(self.folder)
            self._server = Postgres(self.folder, tell=self.tell, stopped=self.stopped)
            url = self._server.start()
        self.environment = {**self.extra, **home.environment(self.folder, url)}
        self._heed()
        if status := self.run("mica.cli.house.migration"):
            raise SystemExit(status)  # it said why
        if self.listener is not None:
            self._add(self._web, parts.web(self.listener.fileno()))
        for number in range(1, self.workers + 1):
            self._add(self._workers, parts.worker(number))

    def _add(self, group: list[Part], part: Part) -> None:
        group.append(part)
        part.start(self.environment, self.stopped)
        self._heed()

    def _heal(self) -> None:
        """Start again what ended."""
        if self._server is not None and not self._server.runs():
            self.tell("PostgreSQL ended by itself; it is started again.")
            self._server.start_again()
        for part in (*self._web, *self._workers):
            if part.child is not None and (status := part.child.poll()) is not None:
                part.count_end()
                self.tell(f"The {part.name} ended by itself ({status}); it is started again.")
                with suppress(HouseError):  # it is tried again, and counted, the next time
                    part.start(self.environment, self.stopped)

    def _ask(self, _sign: int, _frame: FrameType | None) -> None:
        self._asked.set()

    def _heed(self) -> None:
        if self.stopped():
            raise Stopped


@contextmanager
def _heeding(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Signals that ask us to end are noted instead of raised, so that every end is orderly."""
    before = {sign: signal.signal(sign, handler) for sign in STOPS}
    try:
        yield
    finally:
        for sign, old in before.items():
            signal.signal(sign, old)


def since(began: float) -> str:
    """How long ago, for people.

    >>> since(time.monotonic() - 3.14)
    '3.1 seconds'
    """
    return f"{time.monotonic() - began:.1f} seconds"
