"""What a learner signs to show that an identifier is theirs.

The text is made of the person, the award and the present half hour under the site's secret, so that
nothing has to be kept, and a proof made for another person, another award or another day is none.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings

_SECONDS: Final = 1800
_BYTES: Final = 15


def challenges(person_id: UUID, award_id: UUID, now: datetime) -> tuple[str, str]:
    """The text to be signed now, and the one before it, which still counts.

    Args:
        person_id: who shows it.
        award_id: for which award.
        now: aware.
    """
    slot = int(now.timestamp()) // _SECONDS
    return _challenge(person_id, award_id, slot), _challenge(person_id, award_id, slot - 1)


def _challenge(person_id: UUID, award_id: UUID, slot: int) -> str:
    said = f"mica proof {person_id} {award_id} {slot}".encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)[:_BYTES]
    return base64.urlsafe_b64encode(made).decode()


def domain() -> str:
    """The domain that a proof names: this site."""
    origin: str = settings.MICA_ORIGIN
    return origin
