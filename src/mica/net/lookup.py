"""From a name to checked addresses, once, and within bounded time."""

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address
from typing import TypeAlias

from mica.net.addresses import Address
from mica.net.errors import Forbidden, NotConnected

Lookup: TypeAlias = Callable[[str], Sequence[str]]
"""From a host name to its addresses as text. Raises OSError where it cannot say."""

Allow: TypeAlias = Callable[[Address], bool]
"""Whether an address may be connected to."""

_UNKNOWN = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


def system_lookup(host: str) -> list[str]:
    """What the system's resolver says, in its order of preference (RFC 6724)."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def addresses(
    host: str, *, url: str, lookup: Lookup, allow: Allow, seconds: float
) -> list[Address]:
    """Every address of a host, all of them allowed.

    One address that is not allowed condemns the whole answer: whoever mixes public and private ones
    waits for the connection to the public one to fail.

    Raises:
        NotConnected: no-such-host, dns-failed.
        Forbidden: private-address.
    """
    found = [_read(text, host, url) for text in _ask(host, url, lookup, seconds)]
    if not found:
        raise NotConnected("no-such-host", url=url, host=host)
    for address in found:
        if not allow(address):
            raise Forbidden("private-address", url=url, host=host, address=str(address))
    return found


def _ask(host: str, url: str, lookup: Lookup, seconds: float) -> Sequence[str]:
    # The system's resolver knows no time limit, so it runs in a thread that may be left behind.
    answer: Future[Sequence[str]] = Future()
    threading.Thread(target=_answer, args=(answer, lookup, host), daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError as error:
        raise NotConnected("dns-failed", url=url, host=host, reason="no answer in time") from error
    except socket.gaierror as error:
        if error.errno in _UNKNOWN:
            raise NotConnected("no-such-host", url=url, host=host) from error
        raise NotConnected("dns-failed", url=url, host=host, reason=reason(error)) from error
    except (OSError, UnicodeError) as error:
        raise NotConnected("dns-failed", url=url, host=host, reason=reason(error)) from error


def _answer(answer: "Future[Sequence[str]]", lookup: Lookup, host: str) -> None:
    try:
        answer.set_result(lookup(host))
    except (OSError, UnicodeError) as error:
        answer.set_exception(error)


def _read(text: str, host: str, url: str) -> Address:
    try:
        return ip_address(text)
    except ValueError as error:
        raise NotConnected("dns-failed", url=url, host=host, reason="odd answer") from error


def reason(error: BaseException) -> str:
    """The system's own words for an error, without numbers and file names."""
    text = error.strerror if isinstance(error, OSError) else None
    return (text or type(error).__name__).lower()
