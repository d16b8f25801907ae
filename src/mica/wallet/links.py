"""The secrets in the links of shares and requests.

A secret is 128 bits made of the row's id and the site's own secret, so that its owner can be shown
the link again, and only its hash is kept.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Final
from uuid import UUID

from django.conf import settings

_BYTES: Final = 16


def secret_of(kind: str, row: UUID) -> str:
    """The secret of a row, 22 characters that stand in an address.

    Args:
        kind: `share` or `request`.
        row: its id.
    """
    said = f"mica {kind} {row}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")[:_BYTES]
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(secret: str) -> bytes:
    """What is kept of a secret: 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


def share_address(share: UUID) -> str:
    """Where a share is shown to whoever has the link."""
    return f"{settings.MICA_ORIGIN}/s/{secret_of('share', share)}"


def request_address(request: UUID) -> str:
    """Where a request is answered."""
    return f"{settings.MICA_ORIGIN}/requests/{secret_of('request', request)}/"


def verify_address() -> str:
    """Where anybody can check any credential."""
    return f"{settings.MICA_ORIGIN}/verify/"
