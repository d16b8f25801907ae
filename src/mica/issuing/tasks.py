"""Background wrappers: each calls one action."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from mica.issuing.actions import intake, life, remaking, reminding, running

UNSTARTED_KEPT: Final = timedelta(days=30)
"""For how long a file is kept that nobody starts."""
_BEHIND: Final = -10
"""Ten thousand awards do not keep one waiting."""


@app.periodic(cron="* * * * *", periodic_id="issuing.issue_due")
@app.task(name="issuing.issue_due", queueing_lock="issuing.issue_due", pass_context=False)
def issue_due(timestamp: int = 0) -> None:  # noqa: ARG001 - the scheduler's signature
    """Issue scheduled awards whose time has come."""
    while life.issue_due(now=datetime.now(UTC)):
        pass


@app.periodic(cron="7 5 * * *", periodic_id="issuing.remind")
@app.task(name="issuing.remind", queueing_lock="issuing.remind", pass_context=False)
def remind(timestamp: int = 0) -> None:  # noqa: ARG001 - the scheduler's signature
    """Tell learners and issuers of awards that end soon."""
    now = datetime.now(UTC)
    while reminding.remind_learners(now=now):
        pass
    reminding.remind_issuers(now=now)


@app.task(name="issuing.read_upload", queue="uploads")
def read_upload(upload: str) -> None:
    """Read a large file."""
    intake.finish_reading(UUID(upload), now=datetime.now(UTC))


@app.task(name="issuing.award_rows", queue="uploads", priority=_BEHIND)
def award_rows(upload: str, first: int, last: int) -> None:
    """Award some rows of a file."""
    running.award_rows(UUID(upload), first, last, now=datetime.now(UTC))


@app.periodic(cron="23 3 * * *", periodic_id="issuing.forget_old")
@app.task(name="issuing.forget_old", queueing_lock="issuing.forget_old", pass_context=False)
def forget_old(timestamp: int = 0) -> None:  # noqa: ARG001 - the scheduler's signature
    """Give up files that nobody started."""
    now = datetime.now(UTC)
    intake.forget_old(before=now - UNSTARTED_KEPT, now=now)


@app.task(name="issuing.remake_by_key", queue="uploads", priority=_BEHIND)
def remake_by_key(key: str, by: str) -> None:
    """Issue again what a compromised key had signed."""
    while remaking.remake_some(UUID(key), by=UUID(by), now=datetime.now(UTC)):
        pass
