"""The documents that an assertion points to: fetched, read, and held to their own addresses.

Whoever controls an address says what stands there, so a document counts as the thing it claims to
be only where it was found at its own id. A copy embedded in a stranger's document is a copy.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urldefrag, urlsplit

from mica.standards.openbadges2.errors import Broken, Unknown
from mica.vc import documents
from mica.vc.documents import JsonObject
from mica.vc.errors import Unreachable, Unusable
from mica.vc.resolve import Resolve, Resource, at_home

_SCHEMES: Final = {"https": 443, "http": 80}
_TRICKS: Final = re.compile(r"[\x00-\x20\x7f\\]")
"""Characters that readers of URLs treat differently."""


@dataclass(frozen=True, slots=True)
class Memory:
    """A resolver that asks once for each URL, so that one run sees one state of the world.

    Many older badges are named by http addresses. Where the resolver takes https alone, the same
    host is asked for the same thing over https.
    """

    resolve: Resolve
    _known: dict[str, Resource | Unreachable] = field(default_factory=dict)

    def __call__(self, url: str, /) -> Resource:
        """Return what stood at the URL when it was first asked for."""
        if url not in self._known:
            self._known[url] = self._ask(url)
        found = self._known[url]
        if isinstance(found, Unreachable):
            raise found
        return found

    def _ask(self, url: str) -> Resource | Unreachable:
        try:
            return self.resolve(url)
        except Unreachable as error:
            if error.code == "not-https" and url.startswith("http://"):
                return self._ask("https" + url.removeprefix("http"))
            return error


def reference(value: Any) -> str | None:
    """The id of something linked (its URL) or embedded (its `id`)."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return value if isinstance(value, str) else None


def host(address: str) -> str | None:
    """The host of a web address, with its port where unusual; None where it is no plain one.

    >>> host("https://Badges.Example:443/a"), host("https://good.example@evil.example/")
    ('badges.example', None)
    """
    if _TRICKS.search(address):
        return None
    try:
        parts = urlsplit(address)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not name or "@" in parts.netloc:
        return None
    if ".." in unquote(parts.path).split("/"):
        return None
    name = name.rstrip(".")
    return name if port in (None, *_SCHEMES.values()) else f"{name}:{port}"


def fetch(address: str, resolve: Resolve) -> JsonObject:
    """The JSON object that stands at a web address.

    Raises:
        Unreachable: as `resolve` raises.
        Unknown: `address-unusable`, or `linked-unreadable` where something else than JSON came: an
            error page is an outage, not a forgery.
    """
    if host(address) is None:
        raise Unknown("address-unusable", url=address[:200])
    content = at_home(resolve(urldefrag(address).url)).content
    try:
        return documents.read(content)
    except Unusable as error:
        raise Unknown("linked-unreadable", url=address[:200], reason=str(error)) from error


def at_its_id(address: str, resolve: Resolve) -> JsonObject:
    """The document at an address, held to its id: where it claims another, that one is asked.

    Raises:
        Broken: `id-elsewhere` where the claimed address says otherwise, or is no web address.
        Unreachable, Unknown: as `fetch`.
    """
    document = fetch(address, resolve)
    claimed = reference(document)
    if claimed is None or claimed == address:
        return document
    if host(claimed) is not None:
        document = fetch(claimed, resolve)
        if reference(document) == claimed:
            return document
    raise Broken("id-elsewhere", url=address[:200], id=claimed[:200])


def badge_of(assertion: JsonObject, resolve: Resolve) -> JsonObject:
    """The BadgeClass of an assertion (rule 1.2).

    An embedded one is taken as it stands where its id is on its issuer's host, or no web address.
    Otherwise what stands at its id counts: nobody embeds another's achievement as their own.

    Raises:
        Broken, Unreachable, Unknown: as `at_its_id`; `badge-missing`.
    """
    badge = assertion.get("badge")
    if isinstance(badge, dict):
        place = host(reference(badge) or "")
        if place is None or place == host(reference(badge.get("issuer")) or ""):
            return badge
    address = reference(badge)
    if address is None:
        raise Unknown("badge-missing")
    return at_its_id(address, resolve)


def issuer_of(badge: JsonObject, resolve: Resolve) -> JsonObject:
    """The issuer's Profile, from its own address (rule 1.3): an embedded copy binds no key to it.

    Raises:
        Unknown: `issuer-without-address`.
        Broken, Unreachable, Unknown: as `at_its_id`.
    """
    address = reference(badge.get("issuer"))
    if address is None or host(address) is None:
        raise Unknown("issuer-without-address", id=str(address)[:200])
    return at_its_id(address, resolve)
