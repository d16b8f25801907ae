"""Background wrappers: each calls one action."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from mica.issuing.actions import life, reminding


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
