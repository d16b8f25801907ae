"""A mail server for tests: real SMTP over a real line, that can be told to refuse."""

import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Postbox(socketserver.ThreadingTCPServer):
    """What came, and what is answered.

    Attributes:
        mails: as they came.
        connections: how many were made.
        answers: a command, or a command with its address, to another answer than the usual one:
            a line, "hang up", or "hold" for none until `go` is set.
        held: is set while somebody is held.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.answers: dict[str, str] = {}
        self.held, self.go = threading.Event(), threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle is no fault of the server's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def settings(self) -> dict[str, Any]:
        """As MICA_MAIL has them."""
        return {
            "host": "127.0.0.1",
            "port": self.server_address[1],
            "username": "",
            "password": "",
            "tls": "none",
        }


class _Line(socketserver.StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self.server.connections += 1
        self.say(self.server.answers.get("HELLO", "220 box"))
        while words := self.rfile.readline().decode("utf-8", "replace").split():
            command = words[0].upper()
            address = words[-1].rpartition(":")[2].strip("<>") if ":" in words[-1] else ""
            usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 fine")
            answers = self.server.answers
            answer = answers.get(f"{command} {address}") or answers.get(command) or usual
            if answer == "hang up":
                return
            if answer == "hold":
                self.server.held.set()
                self.server.go.wait(60)
                return
            if answer.startswith("354"):
                self.say(answer)
                self.take()
                continue
            self.say(answer)
            if command == "QUIT":
                return

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        answer = self.server.answers.get("CONTENT", "250 taken")
        if answer.startswith("250"):
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.server.mails.append(mail)
        self.say(answer)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def running() -> Iterator[Postbox]:
    with Postbox() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            box.go.set()
            box.shutdown()
            thread.join()
