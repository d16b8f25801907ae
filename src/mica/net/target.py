"""From a stranger's text to an address that may be asked and that every reader understands alike.

Readers of URLs disagree about backslashes, tabs, user names, numbers in other bases and full-width
digits; each disagreement is a way around a guard. So what is odd is refused, not repaired.
Sources: RFC 3986, RFC 3987 §3.1, WHATWG URL (hosts that end in a number), WHATWG Fetch (ports).
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin

from mica.net.errors import Forbidden

MAX_URL: Final = 2048
HTTPS: Final = 443

_SHAPE: Final = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)"
)
_AUTHORITY: Final = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]+)(?::(?P<port>[0-9]{1,5}))?")
_ODD: Final = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DEVIATIONS: Final = frozenset("ßẞς\u200c\u200d")
"""IDNA 2003 (Python's codec) and IDNA 2008 send these to different hosts."""

_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))
_BLOCKED_PORTS: Final = frozenset(
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669}
    | {6679, 6697, 10080}
)


@dataclass(frozen=True, slots=True)
class Target:
    """An https address taken apart.

    Attributes:
        host: a domain name of at least two labels, lower case, in ASCII form.
        port: 443, or one from 1024 that browsers do not block.
        path: path and query, from the first slash, in ASCII.
    """

    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Host and port, as in the Host header (RFC 9110 §7.2)."""
        return self.host if self.port == HTTPS else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"https://{self.place}{self.path}"


def parse(url: str) -> Target:
    """Take an absolute URL apart; a fragment is dropped, because it is never sent.

    >>> str(parse("HTTPS://Bücher.Example/ä?x=1#top"))
    'https://xn--bcher-kva.example/%C3%A4?x=1'

    Raises:
        Forbidden: bad-url, not-https, url-with-login, address-literal, bad-port.
    """
    _refuse_odd(url)
    found = _SHAPE.match(url)
    if found is None:
        raise Forbidden("bad-url", url=shown(url), reason="it does not begin with https://")
    if found["scheme"].lower() != "https":
        raise Forbidden("not-https", url=shown(url))
    if "@" in found["authority"]:
        raise Forbidden("url-with-login", url=shown("https://...@" + url.rpartition("@")[2]))
    parts = _AUTHORITY.fullmatch(found["authority"])
    if parts is None:
        raise Forbidden("bad-url", url=shown(url), reason="the host is missing or malformed")
    return Target(_host(parts["host"], url), _port(parts["port"], url), _path(found["rest"], url))


def follow(base: Target, location: bytes) -> Target:
    """Where a redirect leads, relative to where it came from (RFC 9110 §10.2.2).

    Raises:
        Forbidden: as `parse`.
    """
    try:
        text = location.decode("utf-8")
        _refuse_odd(text)  # before joining: urljoin drops tabs and line breaks silently
        return parse(urljoin(str(base), text))
    except ValueError as error:
        raise Forbidden("bad-url", url=shown(location), reason="it cannot be read") from error


def shown(url: str | bytes) -> str:
    """A stranger's text made safe for a sentence or a log: printable ASCII, bounded."""
    text = url.decode("latin-1") if isinstance(url, bytes) else url
    return ascii(text[:200])[1:-1] + ("..." if len(text) > 200 else "")  # noqa: PLR2004


def _refuse_odd(url: str) -> None:
    if len(url) > MAX_URL:
        raise Forbidden("bad-url", url=shown(url), reason=f"it is longer than {MAX_URL} characters")
    if _ODD.search(url):
        reason = "it holds a space, a backslash or a control character"
        raise Forbidden("bad-url", url=shown(url), reason=reason)


def _host(text: str, url: str) -> str:
    try:
        if _DEVIATIONS.intersection(text):
            raise Forbidden("bad-url", url=shown(url), reason="its host reads in two ways")
        host = text.lower() if text.isascii() else text.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        reason = "its host is not a domain name"
        raise Forbidden("bad-url", url=shown(url), reason=reason) from error
    labels = host.split(".")
    # Only after IDNA: full-width digits and dots have become plain ones by now.
    if host.startswith("[") or _NUMBER.fullmatch(labels[-1]):
        raise Forbidden("address-literal", url=shown(url))
    if len(labels) == 1 or len(host) > 253 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004
        raise Forbidden("bad-url", url=shown(url), reason="its host is not a full domain name")
    return host


def _port(text: str | None, url: str) -> int:
    port = HTTPS if text is None else int(text)
    if port != HTTPS and (not 1024 <= port <= 65535 or port in _BLOCKED_PORTS):  # noqa: PLR2004
        raise Forbidden("bad-port", url=shown(url), port=port)
    return port


def _path(rest: str, url: str) -> str:
    try:
        path = quote(rest, safe=_ASCII)
    except UnicodeEncodeError as error:
        raise Forbidden("bad-url", url=shown(url), reason="it holds half a character") from error
    return path if path.startswith("/") else "/" + path
