"""Background wrappers: each calls one action."""

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from mica.verification import actions


@app.task(name="verification.check_rows", queue="checks")
def check_rows(batch: str, first: int, last: int) -> None:
    """Judge some rows of a batch."""
    actions.check_rows(UUID(batch), first, last, now=datetime.now(UTC))


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="verification.sweep_batches", queue="checks", queueing_lock="verification.sweep_batches"
)
def sweep_batches(timestamp: int) -> None:  # noqa: ARG001 - every periodic task is given it
    """Delete results that are past their day."""
    actions.sweep_batches(now=datetime.now(UTC))
