"""For how long something may be shared or asked for, and what a share or request is at a moment.

Rules as prose: docs/rules/sharing.md.
"""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from mica.issuing.rules.grants import tidy_address
from mica.wallet.errors import Unfit

USUAL: Final = timedelta(days=30)
"""How long a share holds where the learner says nothing."""
LONGEST: Final = timedelta(days=732)
"""Two years with a leap day, and the last day whole."""
LOOK: Final = timedelta(hours=1)
"""How long what was opened can be looked at without opening it anew."""
MAX_SHOWN: Final = 20
"""Credentials of a share: each is verified while somebody waits."""
MAX_WORDS: Final = 500
_WORD: Final = re.compile(r"\w{3,}")


class Standing(StrEnum):
    """What a share or a request is at a moment."""

    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


def standing(*, until: datetime, withdrawn: datetime | None, now: datetime) -> Standing:
    """What a share or a request is at a moment; it is open before `until`, and not at it."""
    if withdrawn is not None:
        return Standing.WITHDRAWN
    return Standing.OPEN if now < until else Standing.ENDED


def check_until(until: datetime, now: datetime) -> None:
    """Refuse an end that is past, or more than two years away.

    Raises:
        Unfit: `end-is-past`, `end-too-far`.
    """
    if until <= now:
        raise Unfit("end-is-past")
    if until > now + LONGEST:
        raise Unfit("end-too-far")


def check_words(text: str, code: str) -> str:
    """A text without white space around it.

    Args:
        text: as it was typed.
        code: what is wrong where it is empty, such as `recipient-missing`; "" where it may be.

    Raises:
        Unfit: the code, or `words-too-long`.
    """
    text = text.strip()
    if not text and code:
        raise Unfit(code)
    if len(text) > MAX_WORDS:
        raise Unfit("words-too-long", most=MAX_WORDS)
    return text


def is_for(address: str, verified: Collection[str]) -> bool:
    """Whether a request is one that a person may answer.

    Args:
        address: for whom it is; "" for whoever has its link.
        verified: the person's verified addresses.
    """
    return not address or tidy_address(address) in {tidy_address(one) for one in verified}


def is_looking(opened: datetime, now: datetime) -> bool:
    """Whether what was opened at a moment can still be looked at."""
    return opened <= now < opened + LOOK


def fits(wanted: str, *texts: str) -> int:
    """How well a credential fits what is asked for: the number of words they have in common.

    Words of three letters and more count, without regard to case. It only orders a list: the
    learner chooses.

    >>> fits("Proof of first aid, please", "First Aid at Work", "Red Cross")
    2
    """
    return len(_words(wanted) & _words(" ".join(texts)))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
