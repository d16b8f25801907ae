"""Arriving: what others issued is brought into a wallet, and verified on arrival."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from mica.errors import MicaError
from mica.people.models import Person
from mica.vc.errors import VcError
from mica.verification import queries as verification
from mica.wallet.actions.holding import Arrival, hold
from mica.wallet.errors import Unfit, WalletError
from mica.wallet.models import Holding
from mica.wallet.rules import reading
from mica.wallet.rules.reading import Document, Link

MAX_THINGS: Final = 20
"""Files or lines in one go."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was handed over.

    Attributes:
        name: of the file, or "" for a text or a link.
        data: its bytes.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one credential, or of one thing in which there was none.

    Attributes:
        name: of the thing.
        arrival: where it is now; None where it was refused.
        refused: why, with a code and a sentence; None where it arrived.
    """

    name: str
    arrival: Arrival | None = None
    refused: MicaError | None = None


def bring(person: Person, things: Iterable[Thing], *, by: UUID, now: datetime) -> list[Brought]:
    """Bring what others issued into a wallet, each on its own: one that is refused stops no other.

    A credential is kept whatever the verdict, and shown with it; what is no credential, or is made
    to deceive its reader, is refused. Links are followed once.

    Args:
        person: whose wallet.
        things: at most MAX_THINGS.
        by: who does it.
        now: aware.

    Raises:
        Unfit: `too-many-things`.
    """
    handed = list(things)
    if len(handed) > MAX_THINGS:
        raise Unfit("too-many-things", limit=MAX_THINGS)
    return [found for thing in handed for found in _bring(person, thing, by=by, now=now)]


def _bring(person: Person, thing: Thing, *, by: UUID, now: datetime) -> Iterator[Brought]:
    try:
        documents = _documents(thing.data, now)
    except (VcError, WalletError) as error:
        yield Brought(thing.name, refused=error)
        return
    for document in documents:
        try:
            report = verification.judge(document.text.encode(), now)
            arrival = hold(
                person.id, document, report, source=Holding.Source.IMPORT, by=by, now=now
            )
        except (VcError, WalletError) as error:
            yield Brought(thing.name, refused=error)
        else:
            yield Brought(thing.name, arrival=arrival)


def _documents(data: bytes, now: datetime) -> list[Document]:
    found = reading.opened(data)
    if isinstance(found, Link):
        resource = verification.setting(now).resolve(found.url)
        found = reading.opened(resource.content, found.picture)
        if isinstance(found, Link):
            raise Unfit("link-to-a-link")
    return found
