"""Mail: written to the outbox in the transaction that needs it, and sent by a job.

So a server that is down loses nothing, a rollback sends nothing, and an officer sees what became of
each mail. Rules as prose: docs/rules/mail.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language_bidi, override

from mica.core import jobs
from mica.core.models import Message
from mica.core.templatetags.letter import BLOCKS, Block

BATCH: Final = 100
"""Mails for each job: they share a connection to the server."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a mail says.

    Attributes:
        subject: one line.
        text: plain.
        html: the same.
    """

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address.

    Attributes:
        address: of whom.
        said: what it says.
        kind: why it is sent, such as `claim`, for whoever asks what became of it.
        about: id of the thing it is about.
    """

    address: str
    said: Rendered
    kind: str
    about: UUID | None = None


def render(name: str, context: Mapping[str, Any], language: str) -> Rendered:
    """What a mail says, as text and as HTML, out of one template.

    Args:
        name: of a template `mail/<name>.mail`, made with the tags of `letter`.
        context: its values. White space in texts becomes one space, so that none begins a line.
        language: a code such as `fr`.
    """
    template = get_template(f"mail/{name}.mail").template  # type: ignore[attr-defined]
    with override(language):
        values = {key: _on_one_line(value) for key, value in context.items()}
        inner = Context(values, autoescape=False)
        inner[BLOCKS] = blocks = list[Block]()
        template.render(inner)
        subject = next(block.text for block in blocks if block.kind == "subject")
        shown = [block for block in blocks if block.kind != "subject"]
        outer = {
            "subject": subject,
            "blocks": shown,
            "language": language,
            "rtl": get_language_bidi(),
            "site": settings.MICA_NAME,
            "origin": settings.MICA_ORIGIN,
        }
        html = render_to_string("mail/layout.html", outer)
        foot = f"-- \n{settings.MICA_NAME}\n{settings.MICA_ORIGIN}"
        text = "\n\n".join([*(block.as_text() for block in shown), foot]) + "\n"
    return Rendered(subject, text, html)


def _on_one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


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
    said = Rendered(subject, text, html)
    return send_all([Letter(address, said, kind, about)], now=now)[0]


def send_all(letters: Iterable[Letter], *, now: datetime) -> list[UUID]:
    """Put mails into the outbox, and queue their sending in batches.

    Without a mail server they are kept in the outbox, and nothing is queued.

    Returns:
        The messages' ids, in order.
    """
    state = Message.State.QUEUED if settings.MICA_MAIL else Message.State.KEPT
    messages = [
        Message(
            address=letter.address,
            subject=" ".join(letter.said.subject.split()),
            text=letter.said.text,
            html=letter.said.html,
            kind=letter.kind,
            about=letter.about,
            state=state,
            due=now,
            created=now,
            changed=now,
        )
        for letter in letters
    ]
    Message.objects.bulk_create(messages, batch_size=500)
    ids = [message.id for message in messages]
    if state == Message.State.QUEUED:
        queued = [str(one) for one in ids]
        calls = [{"messages": queued[at : at + BATCH]} for at in range(0, len(queued), BATCH)]
        jobs.queue_all("core.send_messages", calls)
    return ids


class OutboxBackend(BaseEmailBackend):
    """Takes the mail of Django and its libraries the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each into the outbox, once for each recipient."""
        letters = [
            Letter(address, Rendered(str(mail.subject), str(mail.body), _html(mail)), "account")
            for mail in email_messages
            for address in mail.recipients()
        ]
        return len(send_all(letters, now=datetime.now(UTC)))


def _html(mail: EmailMessage) -> str:
    parts = getattr(mail, "alternatives", [])
    return next((str(part.content) for part in parts if part.mimetype == "text/html"), "")
