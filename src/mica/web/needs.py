"""What needs somebody now: the heart of every home page.

A feature's pages add a finder to `mica.web.home.FINDERS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mica.people.queries import Person


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for this person.

    Attributes:
        text: in words, in their language.
        url: where they do it.
        action: what they do there, in a word or two.
        count: how many of them there are; None where that says nothing.
    """

    text: str
    url: str
    action: str
    count: int | None = None


Finder = Callable[[Person, datetime], Iterable[Need]]
"""Given whose home it is and the moment, what waits for them."""
