"""One question and one answer over HTTP/1.1, on a fresh connection."""

import zlib
from dataclasses import dataclass
from typing import Final

import httpcore

from mica import __version__
from mica.net.errors import BadAnswer, NetError, Outage
from mica.net.target import Target
from mica.net.wire import Guarded, Meter, Way

ACCEPT: Final = (
    "application/did+json, application/vc, application/json, application/ld+json, text/plain;q=0.9"
)
OK: Final = 200
MOVED: Final = frozenset({301, 302, 303, 307, 308})
_SLACK: Final = 64 * 1024
_BY_STATUS: Final = {
    401: "not-permitted",
    403: "not-permitted",
    404: "not-found",
    410: "not-found",
    429: "asked-to-wait",
    503: "asked-to-wait",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        content: the unpacked bytes; empty for a redirect.
        media_type: lower case, without parameters; "" if none was named.
        location: where a redirect leads, as sent; None where this is the document.
    """

    content: bytes
    media_type: str = ""
    location: bytes | None = None


def ask(target: Target, way: Way, meter: Meter) -> Answer:
    """Get one resource, or learn where it is.

    Raises:
        NetError: any of the tree.
    """
    meter.grant("headers-too-large", meter.limits.header_bytes, meter.limits.header_bytes)
    origin = httpcore.Origin(b"https", target.host.encode(), target.port)
    url = httpcore.URL(
        scheme=b"https", host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    backend = Guarded(way, meter)
    try:
        with (
            httpcore.HTTPConnection(
                origin, ssl_context=way.ssl_context, network_backend=backend
            ) as connection,
            connection.stream("GET", url, headers=_headers(target)) as response,
        ):
            return _read(response, meter)
    except httpcore.TimeoutException as error:
        seconds = meter.limits.total_seconds
        raise Outage("timed-out", url=meter.url, seconds=seconds) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        # The library's words may quote the server, so only the kind of error is told.
        raise Outage("broke-off", url=meter.url, reason=type(error).__name__) from error


def _headers(target: Target) -> list[tuple[bytes | str, bytes | str]]:
    return [
        ("Host", target.place),
        ("User-Agent", f"Mica/{__version__}"),
        ("Accept", ACCEPT),
        ("Accept-Encoding", "identity"),
        ("Connection", "close"),
    ]


def _read(response: httpcore.Response, meter: Meter) -> Answer:
    headers = {name.lower(): value.strip() for name, value in reversed(response.headers)}
    if response.status in MOVED and b"location" in headers:
        return Answer(b"", location=headers[b"location"])
    if response.status != OK:
        raise _status_error(response.status, meter.url)
    media_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    return Answer(_body(response, headers, meter), media_type.decode("ascii", "backslashreplace"))


def _body(response: httpcore.Response, headers: dict[bytes, bytes], meter: Meter) -> bytes:
    limit = meter.limits.content_bytes
    length = headers.get(b"content-length")
    if length is None and b"transfer-encoding" not in headers:
        # Its end would be the end of the line, and anybody on the way can cut a line.
        raise BadAnswer("length-unknown", url=meter.url)
    if length is not None and int(length) > limit:
        raise BadAnswer("answer-too-large", url=meter.url, limit=limit)
    # Twice the content leaves room for chunk headers, and none for endless ones.
    meter.grant("answer-too-large", 2 * limit + _SLACK, limit)
    unpack = _unpacker(headers.get(b"content-encoding", b"").lower(), meter.url)
    content = bytearray()
    for piece in response.iter_stream():
        content += unpack.some(piece, limit + 1 - len(content))
        if len(content) > limit:
            raise BadAnswer("answer-too-large", url=meter.url, limit=limit)
    unpack.end()
    return bytes(content)


class _Plain:
    def some(self, piece: bytes, _most: int) -> bytes:
        return piece

    def end(self) -> None:
        """Nothing to check: the length is checked by HTTP."""


class _Gzip:
    """Unpacks at most so many bytes at a time, so that a bomb goes off in an empty field."""

    def __init__(self, url: str) -> None:
        self._error = BadAnswer("bad-encoding", url=url, encoding="gzip")
        self._stream = zlib.decompressobj(wbits=31)

    def some(self, piece: bytes, most: int) -> bytes:
        try:
            return self._stream.decompress(piece, most)
        except zlib.error as error:
            raise self._error from error

    def end(self) -> None:
        if not self._stream.eof or self._stream.unused_data:
            raise self._error


def _unpacker(encoding: bytes, url: str) -> _Plain | _Gzip:
    """For servers that pack although asked not to."""
    if encoding in {b"", b"identity"}:
        return _Plain()
    if encoding in {b"gzip", b"x-gzip"}:
        return _Gzip(url)
    raise BadAnswer("bad-encoding", url=url, encoding=ascii(encoding[:40])[2:-1])


def _status_error(status: int, url: str) -> NetError:
    other = "server-failed" if status >= 500 else "unexpected-status"  # noqa: PLR2004
    return BadAnswer(_BY_STATUS.get(status, other), url=url, status=status)
