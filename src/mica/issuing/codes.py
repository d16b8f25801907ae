"""Claim codes: what a learner types, scans or follows to claim an award.

A code is 80 bits made of the award's id, its round and the site's secret, so it need not be kept to
be sent again; a new round makes the code before it worthless. Written in Crockford's base 32, in
groups of four, so that it can be read aloud.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from django.conf import settings

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BYTES: Final = 10
_GROUP: Final = 4
LENGTH: Final = 16


def code_of(award_id: UUID, claim_round: int) -> str:
    """The code of an award, such as `7KQ2-M4XC-90WD-B3TR`."""
    key = settings.SECRET_KEY.encode()
    said = f"mica claim {award_id} {claim_round}".encode()
    number = int.from_bytes(hmac.digest(key, said, "sha256")[:_BYTES], "big")
    signs = "".join(_SIGNS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def tidy(code: str) -> str:
    """A code as it was typed, in the form that is hashed: no spaces, no dashes, upper case."""
    kept = "".join(sign for sign in code.upper() if sign.isalnum())
    return kept.translate(_READ_AS)


def hash_of(code: str) -> bytes:
    """What is kept of a code: 32 bytes."""
    return hashlib.sha256(tidy(code).encode()).digest()
