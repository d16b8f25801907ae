"""Named writes of the core."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from mica.core.models import Message


def send_message(message_id: UUID, *, now: datetime) -> None:
    """Send a mail of the outbox, once. Without a mail server it stays there to be read."""
    if settings.MICA_MAIL:
        raise NotImplementedError
    Message.objects.filter(id=message_id, state=Message.State.QUEUED).update(
        state=Message.State.SENT, changed=now
    )
