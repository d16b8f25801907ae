"""How much a stranger may cost us."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, and of what is remembered between fetches.

    Attributes:
        content_bytes: size of a document, unpacked.
        header_bytes: size of everything before the document.
        connect_seconds: looking up the name, connecting and agreeing on TLS, together.
        total_seconds: the whole fetch, with all redirects and waiting, however slowly bytes drip.
        redirects: how often a server may send us on.
        at_once: simultaneous requests to one host.
        kept_entries: answers remembered.
        kept_bytes: size of the answers remembered.
        kept_seconds: how long an answer is remembered.
        failed_seconds: how long a failure is remembered, so that a dead host costs its time once.
    """

    content_bytes: int = 5 * 1024 * 1024
    header_bytes: int = 32 * 1024
    connect_seconds: float = 8.0
    total_seconds: float = 20.0
    redirects: int = 3
    at_once: int = 4
    kept_entries: int = 256
    kept_bytes: int = 32 * 1024 * 1024
    kept_seconds: float = 300.0
    failed_seconds: float = 30.0


STANDARD: Final = Limits()
