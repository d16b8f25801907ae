"""Fetching what stands at an https address. The rules as prose: docs/rules/fetching.md."""

import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from mica.net.addresses import is_public
from mica.net.errors import Forbidden, NetError, NotConnected, Outage
from mica.net.exchange import Answer, ask
from mica.net.limits import STANDARD, Limits
from mica.net.lookup import Allow, Lookup, system_lookup
from mica.net.memory import Memory, Turns
from mica.net.target import Target, follow, parse
from mica.net.wire import Meter, Way, system_trust
from mica.vc.resolve import Resource


def fetch(url: str, *, limits: Limits = STANDARD) -> Resource:
    """Fetch one resource from the public internet, remembering nothing.

    Args:
        url: an absolute https URL with a domain name.
        limits: bounds of time (seconds) and size (bytes).

    Raises:
        NetError: an `Unreachable`, with the code that says why.
    """
    return Web(limits=limits)(url)


class Web:
    """A resolver over the public internet, for one run: it remembers answers and spares hosts.

    Safe to share between threads. Satisfies `mica.vc.resolve.Resolve`.

    Args:
        limits: bounds of each fetch and of the memory.
        lookup: from a host name to its addresses; asked once for each connection.
        allow: which addresses may be connected to; every address of a host must be allowed.
        ssl_context: whose certificates are believed; must check them and the host name.
        now: the moment to write on what was fetched, aware.
    """

    def __init__(
        self,
        *,
        limits: Limits = STANDARD,
        lookup: Lookup = system_lookup,
        allow: Allow = is_public,
        ssl_context: ssl.SSLContext | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        context = ssl_context or system_trust()
        if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
            raise ValueError("the TLS context must check certificates and host names")
        self._limits = limits
        self._way = Way(lookup, allow, context)
        self._now = now
        self._answers: Memory[Resource | NetError] = Memory(limits.kept_entries, limits.kept_bytes)
        self._resting: Memory[NetError] = Memory(limits.kept_entries, 0)
        self._urls = Turns(at_once=1)
        self._hosts = Turns(at_once=limits.at_once)

    def __call__(self, url: str, /) -> Resource:
        """Return what stands at a URL, perhaps as fetched a moment ago.

        Raises:
            NetError: with the code that says why.
        """
        target = parse(url)
        meter = Meter(str(target), self._limits, time.monotonic() + self._limits.total_seconds)
        with self._urls.turn(meter.url, meter.seconds()) as mine:
            if not mine:
                raise Outage("busy", url=meter.url, host=target.host)
            known = self._answers.get(meter.url) or self._remembered(url, target, meter)
        if isinstance(known, NetError):
            raise known.again() from known
        return known if known.url == url else replace(known, url=url)

    def _remembered(self, url: str, target: Target, meter: Meter) -> Resource | NetError:
        key, limits = meter.url, self._limits
        try:
            answer = self._follow(target, meter)
        except NetError as error:
            if error.code != "busy":  # that says something about us, not about the URL
                self._answers.put(key, error.again(), seconds=limits.failed_seconds)
            return error
        final = meter.url if meter.url != key else ""
        resource = Resource(url, answer.content, answer.media_type, self._now(), final)
        weight = len(answer.content)
        self._answers.put(key, resource, seconds=limits.kept_seconds, weight=weight)
        return resource

    def _follow(self, target: Target, meter: Meter) -> Answer:
        first = meter.url
        answer = self._ask(target, meter)
        for _ in range(self._limits.redirects):
            if answer.location is None:
                return answer
            try:
                target = follow(target, answer.location)
                meter.url = str(target)
                answer = self._ask(target, meter)
            except Forbidden as error:
                raise Forbidden(
                    "redirect-refused", url=first, to=error.data["url"], reason=str(error)
                ) from error
        if answer.location is None:
            return answer
        raise Forbidden("too-many-redirects", url=first, limit=self._limits.redirects)

    def _ask(self, target: Target, meter: Meter) -> Answer:
        resting = self._resting.get(target.place)
        if resting is not None:
            raise resting.again(url=meter.url)
        with self._hosts.turn(target.place, meter.seconds()) as mine:
            if not mine:
                raise Outage("busy", url=meter.url, host=target.host)
            # Somebody may use up our time and then send us to a host to make it look dead:
            # only a host that had its full time to connect is left in peace for a while.
            full_chance = meter.seconds() >= self._limits.connect_seconds
            try:
                return ask(target, self._way, meter)
            except NotConnected as error:
                if full_chance:
                    seconds = self._limits.failed_seconds
                    self._resting.put(target.place, error.again(), seconds=seconds)
                raise
