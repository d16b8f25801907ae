"""Mail: written to the outbox in the transaction that needs it, and sent by a job.

So a server that is down loses nothing, a rollback sends nothing, and an officer sees what became of
each mail. Rules as prose: docs/rules/mail.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils.translation import get_language, override

from mica.core import jobs
from mica.core.bulk import insert_new
from mica.core.models import Message

BATCH: Final = 100
"""Mails for each job: they share a connection to the server."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail to be sent.

    Attributes:
        address: one address.
        subject: one line.
        text: the plain text, of which the HTML is made when it is sent.
        html: other HTML, or "".
        about: id of the thing it is about.
        language: such as `fr`; "" where nobody knows.
    """

    address: str
    subject: str
    text: str
    html: str = ""
    about: UUID | None = None
    language: str = ""


def draft(
    name: str, address: str, context: dict[str, Any], *, language: str, about: UUID | None = None
) -> Draft:
    """A mail out of its template, in a language.

    Args:
        name: of the template `mail/NAME.txt`, whose first line is the subject.
        address: one address.
        context: what the template says. White space in texts becomes one space, so that no value
            can begin a line of its own.
        language: such as `fr`.
        about: id of the thing it is about.
    """
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)  # noqa: S101 - as the settings have it
    template = engine.engine.get_template(f"mail/{name}.txt")
    values = {key: _on_one_line(value) for key, value in context.items()}
    with override(language):
        said = template.render(Context(values, autoescape=False))
    subject, _, text = said.strip().partition("\n")
    return Draft(address, subject, text.strip() + "\n", "", about, language)


def _on_one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def send_all(drafts: Iterable[Draft], *, kind: str, now: datetime) -> list[UUID]:
    """Put many mails into the outbox at once, and queue jobs that send them.

    Without a mail server they are kept in the outbox, and nothing is queued.

    Args:
        drafts: the mails.
        kind: why they are sent, such as `claim`, for whoever asks what became of them.
        now: aware.

    Returns:
        The messages' ids, in the order of the drafts.
    """
    state = Message.State.QUEUED if settings.MICA_MAIL else Message.State.KEPT
    messages = insert_new(
        Message(
            address=draft.address,
            subject=" ".join(draft.subject.split()),
            text=draft.text,
            html=draft.html,
            language=draft.language,
            kind=kind,
            about=draft.about,
            state=state,
            due=now,
            created=now,
            changed=now,
        )
        for draft in drafts
    )
    ids = [message.id for message in messages]
    if state == Message.State.QUEUED:
        queued = [str(one) for one in ids]
        calls = [{"messages": queued[at : at + BATCH]} for at in range(0, len(queued), BATCH)]
        jobs.queue_all("core.send_messages", calls)
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
        html: other HTML than what is made of the text, or "".
        about: id of the thing it is about.

    Returns:
        The message's id.
    """
    draft = Draft(address, subject, text, html, about, get_language() or "")
    return send_all([draft], kind=kind, now=now)[0]


class OutboxBackend(BaseEmailBackend):
    """Takes the mail of Django and its libraries the same way."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each into the outbox, once for each recipient."""
        drafts = [
            Draft(
                address,
                str(mail.subject),
                str(mail.body),
                _html(mail),
                language=get_language() or "",
            )
            for mail in email_messages
            for address in mail.recipients()
        ]
        return len(send_all(drafts, kind="account", now=datetime.now(UTC)))


def _html(mail: EmailMessage) -> str:
    parts = getattr(mail, "alternatives", [])
    return next((str(part.content) for part in parts if part.mimetype == "text/html"), "")
