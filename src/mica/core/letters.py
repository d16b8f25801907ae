"""A mail of the outbox as it goes over the line (RFC 5322, RFC 3834): its text, and HTML of it.

The text says everything. In the HTML, a paragraph that ends in a line with an address of ours is a
link named by what stands before; a paragraph of one line set in by four spaces is to be copied or
typed. Addresses of others stay text, so no value that somebody wrote becomes a link.
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override

from mica.core.models import Message


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph.

    Attributes:
        kind: `said`, `link` or `typed`.
        lines: what it says.
        url: where a link leads.
    """

    kind: str
    lines: tuple[str, ...]
    url: str = ""


def parts(text: str, origin: str) -> list[Part]:
    """The paragraphs of a text.

    Args:
        text: with an empty line between paragraphs.
        origin: of our own addresses.
    """
    found = []
    for paragraph in "\n".join(line.rstrip() for line in text.splitlines()).split("\n\n"):
        lines = tuple(line for line in paragraph.split("\n") if line)
        if not lines:
            continue
        *before, last = lines
        if last == origin or last.startswith(f"{origin}/"):
            label = " ".join(before).removesuffix(":").rstrip() or last
            found.append(Part("link", (label,), last))
        elif not before and last.startswith("    "):
            found.append(Part("typed", (last.strip(),)))
        else:
            found.append(Part("said", lines))
    return found


def as_html(message: Message) -> str:
    """The HTML of a mail: its own, or its text in our layout."""
    if message.html:
        return message.html
    found = parts(message.text, settings.MICA_ORIGIN)
    if found and found[-1].lines == (settings.MICA_NAME,):
        found.pop()  # the layout says it
    with override(message.language or settings.LANGUAGE_CODE):
        context = {
            "subject": message.subject,
            "parts": found,
            "language": message.language,
            "rtl": get_language_bidi(),
            "site": settings.MICA_NAME,
            "origin": settings.MICA_ORIGIN,
        }
        return render_to_string("mail/layout.html", context)


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
    mail.add_alternative(as_html(message), subtype="html", cte="quoted-printable")
    return mail.as_bytes()
