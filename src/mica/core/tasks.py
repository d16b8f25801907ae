"""Background wrappers: each calls one action."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from mica.core import actions


@app.task(name="core.send_messages", queue="mail")
def send_messages(messages: list[str]) -> None:
    """Send mails of the outbox."""
    actions.send_messages([UUID(one) for one in messages], now=datetime.now(UTC))
