"""The one seam between the toolkit and the world: a function from a URL to a resource.

The toolkit never fetches. Whoever calls it passes `resolve`; not to know something makes a check
*undecided*, never passed and never failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from mica.vc.errors import Unreachable


@dataclass(frozen=True, slots=True)
class Resource:
    """What stood at a URL.

    Attributes:
        url: the URL that was asked for.
        content: the bytes, already without transfer or content encoding.
        media_type: as the server named it, without parameters; "" if it named none.
        fetched_at: when it was fetched, aware; None where it has no age (a file at hand).
        final_url: where redirects led; "" where they led nowhere else.
    """

    url: str
    content: bytes
    media_type: str = ""
    fetched_at: datetime | None = None
    final_url: str = ""


class Resolve(Protocol):
    """Fetch a URL, or raise `Unreachable` with the code that says why."""

    def __call__(self, url: str, /) -> Resource:
        """Return the resource at an absolute URL without fragment."""


@dataclass(slots=True)
class Rationed:
    """A resolver that asks for so many addresses and no more, each as often as it is wanted.

    A document may name thousands, and each may be a server that drips its bytes.

    Attributes:
        resolve: what asks.
        limit: how many different addresses.
    """

    resolve: Resolve
    limit: int
    _asked: set[str] = field(default_factory=set)

    def __call__(self, url: str, /) -> Resource:
        """Return the resource, or raise `Unreachable` with `too-many-addresses`."""
        if url not in self._asked:
            if len(self._asked) >= self.limit:
                raise Unreachable("too-many-addresses", url=url[:200], limit=self.limit)
            self._asked.add(url)
        return self.resolve(url)


def at_home(resource: Resource) -> Resource:
    """The resource, if it came from the host that was asked.

    Who speaks for a name must speak from its own host: many hosts have a page that leads wherever
    its reader wants, and through it anybody could publish keys in their name.

    Raises:
        Unreachable: `led-elsewhere`.
    """
    if resource.final_url and _host(resource.final_url) != _host(resource.url):
        raise Unreachable("led-elsewhere", url=resource.url, to=resource.final_url)
    return resource


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def nothing(url: str, /) -> Resource:
    """Resolve nothing: the resolver of somebody without a network."""
    raise Unreachable("offline", url=url)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A resolver over documents at hand.

    >>> Shelf({"https://a.example/": b"{}"})("https://a.example/").content
    b'{}'
    """

    documents: Mapping[str, bytes]

    def __call__(self, url: str, /) -> Resource:
        """Return the document kept under the URL."""
        if url not in self.documents:
            raise Unreachable("not-on-shelf", url=url)
        return Resource(url, self.documents[url])
