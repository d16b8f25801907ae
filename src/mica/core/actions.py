"""Named writes of the core."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from mica.core.models import Message


def send_messages(message_ids: list[UUID], *, now: datetime) -> None:
    """Send mails of the outbox, each once. Without a mail server they stay there to be read."""
    if settings.MICA_MAIL:
        raise NotImplementedError
    Message.objects.filter(id__in=message_ids, state=Message.State.QUEUED).update(
        state=Message.State.SENT, changed=now
    )
