"""Mail: written to the outbox in the transaction that needs it, and sent by a job.

So a server that is down loses nothing, a rollback sends nothing, and an officer sees what became of
each mail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import override

from mica.core import jobs
from mica.core.models import Message


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail to be sent.

    Attributes:
        address: one address.
        subject: one line.
        text: the plain text.
        html: the same as HTML, or "".
        about: id of the thing it is about.
    """

    address: str
    subject: str
    text: str
    html: str = ""
    about: UUID | None = None


def draft(
    name: str, address: str, context: dict[str, Any], *, language: str, about: UUID | None = None
) -> Draft:
    """A mail out of its template, in a language.

    Args:
        name: of the template `mail/NAME.txt`, whose first line is the subject.
        address: one address.
        context: what the template says.
        language: such as `fr`.
        about: id of the thing it is about.
    """
    with override(language):
        said = render_to_string(f"mail/{name}.txt", context)
    subject, _, text = said.strip().partition("\n")
    return Draft(address, subject, text.strip() + "\n", "", about)


def send_all(drafts: Iterable[Draft], *, kind: str, now: datetime) -> list[UUID]:
    """Put many mails into the outbox at once, and queue one job that sends them.

    Returns:
        The messages' ids, in the order of the drafts.
    """
    messages = Message.objects.bulk_create(
        [
            Message(
                address=draft.address,
                subject=" ".join(draft.subject.split()),
                text=draft.text,
                html=draft.html,
                kind=kind,
                about=draft.about,
                created=now,
                changed=now,
            )
            for draft in drafts
        ],
        batch_size=1000,
    )
    ids = [message.id for message in messages]
    if ids:
        jobs.queue("core.send_messages", messages=[str(one) for one in ids])
    return ids


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
    draft = Draft(address, subject, text, html, about)
    return send_all([draft], kind=kind, now=now)[0]


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
