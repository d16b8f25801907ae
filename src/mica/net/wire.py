"""Connections on which time and bytes run out, and which go only where they were checked to go."""

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpcore

from mica.net.addresses import Address
from mica.net.errors import BadAnswer, NotConnected, Outage
from mica.net.limits import Limits
from mica.net.lookup import Allow, Lookup, addresses, reason

_TRIES = 4
"""Addresses of one host that are tried."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to get out: who names addresses, which are allowed, whose certificates are believed."""

    lookup: Lookup
    allow: Allow
    ssl_context: ssl.SSLContext


@dataclass(slots=True)
class Meter:
    """What is left of a fetch.

    Attributes:
        url: the address now asked, for the errors.
        limits: the bounds of the fetch.
        ends: when time is up, on the monotonic clock.
        bytes_left: how much more may be read from the line.
        over: the code when it is used up, and `allowed` what was allowed.
    """

    url: str
    limits: Limits
    ends: float
    bytes_left: int = 0
    over: str = "headers-too-large"
    allowed: int = 0

    def grant(self, over: str, size: int, allowed: int) -> None:
        """Allow so many more bytes from here on."""
        self.over, self.bytes_left, self.allowed = over, size, allowed

    def seconds(self) -> float:
        """Time left, more than none.

        Raises:
            Outage: timed-out.
        """
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Outage("timed-out", url=self.url, seconds=self.limits.total_seconds)
        return left

    def size(self, wanted: int) -> int:
        """How many bytes may be read now, at least one.

        Raises:
            BadAnswer: the code of what is used up.
        """
        if self.bytes_left <= 0:
            raise BadAnswer(self.over, url=self.url, limit=self.allowed)
        return min(wanted, self.bytes_left)


class Metered(httpcore.NetworkStream):
    """A stream under a meter: it, and not the server, decides how long and how much."""

    def __init__(self, stream: httpcore.NetworkStream, meter: Meter, connect_by: float) -> None:
        self._stream = stream
        self._meter = meter
        self._connect_by = connect_by

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read some bytes."""
        data = self._stream.read(self._meter.size(max_bytes), self._meter.seconds())
        self._meter.bytes_left -= len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write all bytes."""
        self._stream.write(buffer, self._meter.seconds())

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> "Metered":
        """Agree on TLS with the host that was asked for, whatever address it was reached at."""
        left = max(self._connect_by - time.monotonic(), 0.001)
        try:
            inner = self._stream.start_tls(ssl_context, server_hostname, left)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise _tls_error(error, self._meter.url, server_hostname) from error
        return Metered(inner, self._meter, self._connect_by)

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


class Guarded(httpcore.NetworkBackend):
    """Connects to exactly the addresses that it looked up and checked: nothing to rebind."""

    def __init__(self, way: Way, meter: Meter) -> None:
        self._way = way
        self._meter = meter

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> Metered:
        """Look up, check and connect.

        Raises:
            NotConnected, Forbidden: as `addresses`; no-connection.
        """
        meter = self._meter
        seconds = min(meter.seconds(), meter.limits.connect_seconds)
        connect_by = time.monotonic() + seconds
        way = self._way
        found = addresses(host, url=meter.url, lookup=way.lookup, allow=way.allow, seconds=seconds)
        stream = self._first(_by_turns(found)[:_TRIES], host, port, connect_by)
        return Metered(stream, meter, connect_by)

    def _first(
        self, found: list[Address], host: str, port: int, connect_by: float
    ) -> httpcore.NetworkStream:
        why = "no answer in time"
        for tried, address in enumerate(found):
            share = (connect_by - time.monotonic()) / (len(found) - tried)
            if share <= 0:
                break
            try:
                return httpcore.SyncBackend().connect_tcp(str(address), port, share)
            except httpcore.ConnectTimeout:
                why = "no answer in time"
            except httpcore.ConnectError as error:
                why = reason(error.__cause__ or error)
        raise NotConnected("no-connection", url=self._meter.url, host=host, reason=why)


@cache
def system_trust() -> ssl.SSLContext:
    """The system's certificate store; where it is empty, the one of the HTTP library."""
    known = system_has_trust()
    context = ssl.create_default_context() if known else httpcore.default_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def system_has_trust() -> bool:
    """Whether the system knows any certificate authority."""
    if ssl.create_default_context().cert_store_stats()["x509_ca"]:
        return True
    # Certificates in a folder are read when needed, by the hash in their name: not counted yet.
    folder = ssl.get_default_verify_paths().capath
    return folder is not None and any(Path(folder).glob("*.0"))


def _by_turns(found: list[Address]) -> list[Address]:
    """The preferred family first, then the other by turns: a broken IPv6 line costs one try."""
    preferred = [address for address in found if address.version == found[0].version]
    other = [address for address in found if address.version != found[0].version]
    pairs = list(zip(preferred, other, strict=False))
    mixed = [address for pair in pairs for address in pair]
    return mixed + preferred[len(pairs) :] + other[len(pairs) :]


def _tls_error(error: Exception, url: str, host: str | None) -> NotConnected:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message or "its certificate does not fit"
        return NotConnected("certificate-refused", url=url, host=host, reason=why)
    if isinstance(error, httpcore.ConnectTimeout):
        return NotConnected("tls-failed", url=url, host=host, reason="no answer in time")
    why = getattr(cause, "reason", None) or reason(cause or error)
    return NotConnected("tls-failed", url=url, host=host, reason=str(why).replace("_", " ").lower())
