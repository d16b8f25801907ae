"""A mail of the outbox as it goes over the line (RFC 5322, RFC 3834)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings

from mica.core.models import Message


def written(message: Message, *, now: datetime) -> bytes:
    """The whole mail. Tried again it has the same id, so that a mailbox can tell a double."""
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMessage(policy=SMTP.clone(utf8=not message.address.isascii()))
    mail["From"] = Address(display_name=name, addr_spec=sender)
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()
