"""Houses in processes of their own, as a person starts them."""

import http.client
import json
import os
import re
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[3] / "src"
MICA: Final = (sys.executable, "-m", "mica")
SECONDS: Final = 120.0
CLEAN: Final = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("MICA_", "DATABASE_URL", "DJANGO_"))
}


def environment(**more: str) -> dict[str, str]:
    return {**CLEAN, "PYTHONPATH": str(SOURCE), "COLUMNS": "96", **more}


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of Mica, to its end."""
    return subprocess.run(
        [*MICA, *words],
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user can go through, as the temporary folders of tests are not."""
    above = Path(tempfile.mkdtemp(prefix="mica-house-"))
    above.chmod(0o711)
    try:
        yield above
    finally:
        shutil.rmtree(above)


def free_port() -> int:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        return int(server.server_address[1])


class Running:
    """A command that stays, and what it has said so far."""

    def __init__(self, *words: str, **more: str) -> None:
        self.process = subprocess.Popen(
            [*MICA, *words],
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.said.extend(iter(self.process.stdout.readline, ""))

    def hears(self, pattern: str) -> re.Match[str]:
        """Wait until it says something."""
        found = wait_for(lambda: re.search(pattern, self.text) or self._ended(pattern))
        assert isinstance(found, re.Match), self.text
        return found

    def _ended(self, pattern: str) -> object:
        if self.process.poll() is None:
            return None
        self._reader.join()
        return re.search(pattern, self.text) or "it ended"

    @property
    def text(self) -> str:
        return "".join(self.said)

    def family(self) -> list[int]:
        """It and all that it started, directly or not."""
        return descendants(self.process.pid)

    def end(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Its exit status, once it is asked to end."""
        self.process.send_signal(sign)
        return self.status()

    def status(self) -> int:
        """Its exit status, once it ended by itself."""
        status = self.process.wait(SECONDS)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


def wait_for(found: Callable[[], object], seconds: float = SECONDS) -> object:
    """What a question answers once it answers anything, or its last answer."""
    until = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.02)
    return answer


def descendants(process: int) -> list[int]:
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += map(int, children.read_text().split())
    return found


def alive(processes: list[int]) -> list[int]:
    """Those that still are; a dead one that nobody has counted yet is not."""
    return [one for one in processes if command_of(one)]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def get(port: int, page: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def worker_of(port: int) -> str:
    """What the house says of its workers."""
    status, body = get(port, "/health/ready")
    assert status == 200, body
    return str(json.loads(body)["checks"]["worker"]["state"])
