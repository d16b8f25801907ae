"""A small internet on loopback: real TLS servers under made-up names, believed by nobody else."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Protocol

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mica.net.addresses import Address
from mica.net.errors import NetError
from mica.net.limits import Limits
from mica.net.web import Web
from mica.vc.errors import Refused, Undecidable, Unreachable

NAMES = ["good.example", "other.example", "xn--bcher-kva.example"]
LOOPBACK = "127.0.0.1"
NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
QUICK = Limits(connect_seconds=2.0, total_seconds=4.0)

MakeWeb = Callable[..., Web]
"""A Web on the made-up internet; any argument can be given anew."""

Script = Callable[[ssl.SSLSocket, str], None]
"""Answers one request, given the connection and the path."""


class Authority:
    """Signs certificates for made-up names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self._files = 0
        basic = x509.BasicConstraints(ca=True, path_length=0)
        self.certificate = (
            self._builder(self._name, self._key, days=30)
            .add_extension(basic, critical=True)
            .add_extension(_signs_certificates(), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def believed(self) -> ssl.SSLContext:
        """A client's context that believes this authority and no other."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def server(self, names: list[str], *, days: int = 30) -> ssl.SSLContext:
        """A server's context for some names; with negative days, an expired one."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test server")])
        certificate = (
            self._builder(name, key, days=days)
            .add_extension(x509.SubjectAlternativeName(map(x509.DNSName, names)), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self._files += 1
        place = self._folder / f"{self._files}.pem"
        place.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(place)
        return context

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int
    ) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            # Python 3.13 wants what RFC 5280 wants.
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False
            )
        )


def _signs_certificates() -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(key_cert_sign=True, **dict.fromkeys(names, False))


class Server:
    """A TLS server on loopback that answers by a script and notes what it was asked."""

    def __init__(self, context: ssl.SSLContext, script: Script, host: str = LOOPBACK) -> None:
        self._context = context
        self._script = script
        self._socket = socket.create_server((host, 0))
        self.port: int = self._socket.getsockname()[1]
        self.asked: list[bytes] = []
        self.names: list[str | None] = []
        self.connections = 0
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path: str = "/", host: str = "good.example") -> str:
        return f"https://{host}:{self.port}{path}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with connection:
            try:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    request = b""
                    while b"\r\n\r\n" not in request:
                        piece = secure.recv(65536)
                        if not piece:
                            return
                        request += piece
                    self.asked.append(request)
                    self._script(secure, request.split(b" ")[1].decode())
            except OSError:
                return  # the client hung up, as it should


class Serve(Protocol):
    """Start a server."""

    def __call__(
        self, script: Script, context: ssl.SSLContext | None = None, host: str = LOOPBACK
    ) -> Server: ...


def answer(
    content: bytes = b"{}", status: str = "200 OK", headers: tuple[str, ...] = (), **more: str
) -> bytes:
    """The bytes of a plain answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(content)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode() + content


def says(*pieces: bytes) -> Script:
    """A script that always says the same."""

    def script(connection: ssl.SSLSocket, _path: str) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return script


def moves(to: str, status: str = "302 Found") -> bytes:
    """The bytes of a redirect."""
    return answer(b"", status, Location=to)


def everyone_here(_host: str) -> list[str]:
    """Every name leads to loopback."""
    return [LOOPBACK]


def only_loopback(address: Address) -> bool:
    """The made-up internet has one public address."""
    return address == IPv4Address(LOOPBACK)


@contextmanager
def refusal(kind: type[NetError], code: str) -> Iterator[list[NetError]]:
    """Exactly this error, with a sentence; never a verdict against the document."""
    caught: list[NetError] = []
    with pytest.raises(Unreachable) as info:
        yield caught
    assert (type(info.value), info.value.code) == (kind, code)
    assert isinstance(info.value, Undecidable)
    assert not isinstance(info.value, Refused)
    assert str(info.value) != code
    caught.append(info.value)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds
