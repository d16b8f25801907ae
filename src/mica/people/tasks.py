"""Background wrappers: each calls one action."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from mica.people import actions


@app.periodic(cron="17 3 * * *")
@app.task(name="people.sweep", queue="upkeep")
def sweep(timestamp: int) -> None:
    """Drop what has run out, once a night."""
    actions.sweep(datetime.fromtimestamp(timestamp, UTC))
