"""Background wrappers: each calls one action."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from mica.core import actions


@app.task(name="core.send_messages", queue="mail")
def send_messages(messages: Sequence[str]) -> None:
    """Send mails of the outbox."""
    actions.send_messages([UUID(message) for message in messages], now=datetime.now(UTC))


@app.periodic(cron="* * * * * */20")  # every twenty seconds
@app.task(name="core.retry_stalled", queue="core", priority=100, queueing_lock="core.retry_stalled")
def retry_stalled(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Begin anew what a dead worker left."""
    actions.retry_stalled()


@app.periodic(cron="*/5 * * * *")
@app.task(name="core.keep_head", queue="core", queueing_lock="core.keep_head")
def keep_head(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Publish the log's head."""
    actions.keep_head(now=datetime.now(UTC))


@app.periodic(cron="*/10 * * * *")
@app.task(name="core.send_late", queue="core", queueing_lock="core.send_late")
def send_late(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Send mails whose job was lost."""
    actions.send_late(now=datetime.now(UTC))


@app.periodic(cron="17 * * * *")
@app.task(name="core.prune", queue="core", queueing_lock="core.prune")
def prune(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Throw away what nobody needs any more."""
    actions.prune(now=datetime.now(UTC))
