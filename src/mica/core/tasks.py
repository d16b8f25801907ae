"""Background wrappers: each calls one action."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from mica.core import actions


@app.task(name="core.send_message", queue="mail")
def send_message(message: str) -> None:
    """Send one mail of the outbox."""
    actions.send_message(UUID(message), now=datetime.now(UTC))
