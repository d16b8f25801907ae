"""The way out for mail: one connection to the operator's own mail server, and what became of each.

Which server is the operator's choice, so it may have a private address; certificates are checked.

MicaError
└── PostError
    ├── Delayed     not now, for a reason that may pass; try again later
    ├── Returned    there is no such recipient
    └── NotTaken    the server will never take this mail
"""

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Final, Self

from mica.errors import MicaError

SENTENCES: Final = {
    "mail-server-absent": "The mail server {host} could not be reached ({said}). "
    "Check MICA_MAIL, and that the server runs.",
    "mail-server-untrusted": "No secure connection to the mail server {host} came about ({said}). "
    "Check its certificate, and what MICA_MAIL says of tls.",
    "mail-login-refused": "The mail server {host} did not accept our login ({said}). "
    "Check the user and the password in MICA_MAIL.",
    "mail-sender-refused": "The mail server {host} does not send mail from {sender} ({said}). "
    "Check MICA_MAIL_FROM.",
    "mail-delayed": "The mail server {host} took no mail for now ({said}).",
    "mail-not-an-address": "This is not an address that mail can be sent to. Correct it.",
    "mail-no-such-recipient": "The mail server said that nobody can be reached there ({said}). "
    "Check the address.",
    "mail-not-taken": "The mail server {host} refused the mail for good ({said}). "
    "Ask whoever runs it.",
    "mail-no-server": "There is no mail server. Name one in MICA_MAIL.",
}
SECONDS: Final = 30.0
_PERMANENT: Final = 500
_ADDRESS: Final = re.compile(r"[^\s\x00-\x20\x7f<>@]+@[^\s\x00-\x20\x7f<>@]+")
_SAID: Final = 160


class PostError(MicaError):
    """A mail did not go out."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class Delayed(PostError):
    """Not now."""


class Returned(PostError):
    """There is no such recipient."""


class NotTaken(PostError):
    """Not this mail."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server.

    Attributes:
        host: its name or address.
        port: its port.
        username: for its login; "" for none.
        password: for its login.
        tls: `none`, `starttls` or `tls`.
    """

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls: str = "starttls"


class Post:
    """A connection to a mail server, made when it is first needed.

    Args:
        server: which one; None where there is none.
        seconds: how long any answer may take.
    """

    def __init__(self, server: Server | None, *, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._line: smtplib.SMTP | None = None
        self._fault: Delayed | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand one mail to the server.

        Args:
            sender: the address that mail comes back to.
            recipient: one address.
            content: the mail as RFC 5322 has it.

        Raises:
            Delayed: `mail-server-absent`, `mail-server-untrusted`, `mail-login-refused`,
                `mail-sender-refused`, `mail-delayed`, `mail-no-server`. Once there is no
                connection, every further mail meets the same error at once.
            Returned: `mail-not-an-address`, `mail-no-such-recipient`.
            NotTaken: `mail-not-taken`.
        """
        address = deliverable(recipient)
        line = self._connected()
        options = [] if address.isascii() else ["SMTPUTF8"]
        try:
            line.sendmail(sender, [address], content, mail_options=options)
        except smtplib.SMTPNotSupportedError as error:
            raise Returned("mail-not-an-address") from error
        except smtplib.SMTPRecipientsRefused as error:
            status, reply = next(iter(error.recipients.values()))
            if status >= _PERMANENT:
                raise Returned("mail-no-such-recipient", said=_said(status, reply)) from error
            raise self._delayed("mail-delayed", _said(status, reply)) from error
        except smtplib.SMTPSenderRefused as error:
            said = _said(error.smtp_code, error.smtp_error)
            raise self._delayed("mail-sender-refused", said, sender=sender) from error
        except smtplib.SMTPResponseException as error:
            said = _said(error.smtp_code, error.smtp_error)
            if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _PERMANENT:
                raise NotTaken("mail-not-taken", host=self._host, said=said) from error
            raise self._delayed("mail-delayed", said) from error
        except (smtplib.SMTPException, OSError) as error:
            self._line, self._fault = None, self._delayed("mail-server-absent", _kind(error))
            line.close()
            raise self._fault from error

    @property
    def _host(self) -> str:
        return "" if self._server is None else self._server.host

    def _delayed(self, code: str, said: str, **more: str) -> Delayed:
        return Delayed(code, host=self._host, said=said, **more)

    def _connected(self) -> smtplib.SMTP:
        if self._fault is not None:
            raise self._fault
        if self._line is None:
            try:
                self._line = self._connect()
            except Delayed as fault:
                self._fault = fault
                raise
        return self._line

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server is None:
            raise Delayed("mail-no-server")
        try:
            line = self._line_to(server)
            if server.username:
                self._log_in(line, server)
        except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
            raise self._delayed("mail-server-untrusted", _kind(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._delayed("mail-server-absent", _kind(error)) from error
        return line

    def _line_to(self, server: Server) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if server.tls == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=self._seconds, context=trust)
        line = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        if server.tls == "starttls":
            try:
                line.starttls(context=trust)
            except (smtplib.SMTPException, OSError):
                line.close()
                raise
        return line

    def _log_in(self, line: smtplib.SMTP, server: Server) -> None:
        try:
            line.login(server.username, server.password)
        except smtplib.SMTPAuthenticationError as error:
            line.close()
            said = _said(error.smtp_code, error.smtp_error)
            raise self._delayed("mail-login-refused", said) from error
        except smtplib.SMTPNotSupportedError as error:
            line.close()
            raise self._delayed("mail-login-refused", "it takes no login") from error

    def _hang_up(self) -> None:
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
            self._line = None


def deliverable(address: str) -> str:
    """The address with its domain in ASCII; letters before the @ stay as they are.

    Raises:
        Returned: `mail-not-an-address`.
    """
    if not _ADDRESS.fullmatch(address):
        raise Returned("mail-not-an-address")
    name, _, domain = address.partition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Returned("mail-not-an-address") from None


def _said(status: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"{status} {' '.join(shown.split())}"[:_SAID]


def _kind(error: Exception) -> str:
    return (getattr(error, "strerror", None) or type(error).__name__)[:_SAID]
