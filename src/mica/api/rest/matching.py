"""What somebody has read, and whether it is still there to be changed (RFC 9110 §13.1.1)."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from mica.catalogue.errors import Changed


def etag(thing: UUID, changed: datetime) -> str:
    """A strong entity tag for a thing as it was changed last."""
    said = hashlib.sha256(f"{thing} {changed.isoformat()}".encode()).hexdigest()
    return f'"{said[:32]}"'


def seen_at(request: HttpRequest, thing: UUID, changed: datetime) -> datetime | None:
    """When what a request means to change had been changed last; None where it does not say.

    Raises:
        Changed: `draft-changed`.
    """
    said = request.headers.get("If-Match")
    if said is None or said.strip() == "*":
        return None
    if etag(thing, changed) not in [one.strip() for one in said.split(",")]:
        raise Changed("draft-changed")
    return changed
