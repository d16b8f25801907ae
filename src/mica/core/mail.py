"""Mail: written to the outbox in the transaction that needs it, and sent by a job.

So a server that is down loses nothing, a rollback sends nothing, and an officer sees what became of
each mail.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from mica.core import jobs
from mica.core.models import Message


def send(
    address: str,
    subject: str,
    text: str,
    *,
    kind: str,
    now: datetime,
    html: str = "",
    about: UUID | None = None,
) -> UUID:
    """Put one mail into the outbox, and queue its sending.

    Args:
        address: one address.
        subject: one line.
        text: the plain text.
        kind: why it is sent, such as `claim`, for whoever asks what became of it.
        now: aware.
        html: the same as HTML, or "".
        about: id of the thing it is about.

    Returns:
        The message's id.
    """
    message = Message.objects.create(
        address=address,
        subject=" ".join(subject.split()),
        text=text,
        html=html,
        kind=kind,
        about=about,
        created=now,
        changed=now,
    )
    jobs.queue("core.send_message", message=str(message.id))
    return message.id


class OutboxBackend(BaseEmailBackend):
    """Takes the mail of Django and its libraries the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each into the outbox, once for each recipient."""
        number = 0
        for mail in email_messages:
            html = next(
                (
                    str(part.content)
                    for part in getattr(mail, "alternatives", [])
                    if part.mimetype == "text/html"
                ),
                "",
            )
            for address in mail.recipients():
                send(
                    address,
                    str(mail.subject),
                    str(mail.body),
                    kind="account",
                    now=datetime.now(UTC),
                    html=html,
                )
                number += 1
        return number
