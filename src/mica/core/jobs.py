"""Jobs: queued by name in the transaction that needs them, run by workers, safe to run twice.

Actions queue by name, because a feature's tasks import its actions. A test checks every name.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import InterfaceError, OperationalError
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import DEFAULT_PRIORITY, Job
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

TRIES: Final = 10
"""How often a job is begun that meets an outage, or whose workers die."""
_MANAGER: Final = JobManager(DjangoConnector())
"""Of our own: a worker gives the library's one a connection beside Django's, and a job queued by a
job would then be there before its transaction commits."""


def queue(name: str, *, lock: str | None = None, at: datetime | None = None, **ids: Any) -> None:
    """Queue a job; it exists when, and only when, the present transaction commits.

    Args:
        name: as the task names itself, such as `issuing.award_rows`.
        lock: jobs with the same lock run one after the other.
        at: not before this moment, aware; at once where None.
        ids: what the task is called with: ids and numbers, as JSON has them.

    Raises:
        KeyError: no task has this name.
    """
    queue_all(name, [ids], lock=lock, at=at)


def queue_all(
    name: str,
    calls: Iterable[Mapping[str, Any]],
    *,
    lock: str | None = None,
    at: datetime | None = None,
) -> None:
    """Queue several jobs of one task, in one statement.

    Args:
        name: as the task names itself.
        calls: for each job, what the task is called with.
        lock: these jobs, and others with the same lock, run one after the other.
        at: not before this moment, aware; at once where None.

    Raises:
        KeyError: no task has this name.
    """
    task = app.tasks[name]
    found = [
        Job(
            id=None,
            queue=task.queue,
            lock=lock or task.lock,
            queueing_lock=task.queueing_lock,
            task_name=name,
            task_kwargs=dict(call),
            scheduled_at=at,
            priority=task.priority or DEFAULT_PRIORITY,
        )
        for call in calls
    ]
    if found:
        _MANAGER.batch_defer_jobs(found)


class Patient(BaseRetryStrategy):
    """Tries again what an outage or the end of a worker cut short; a bug is not tried again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None for never."""
        if job.attempts >= TRIES:
            return None
        if isinstance(exception, JobAborted | asyncio.CancelledError):  # the worker is to stop
            return RetryDecision(retry_at=datetime.now(UTC))
        if isinstance(exception, OperationalError | InterfaceError):  # the database went away
            return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=2**job.attempts))
        return None


def make_patient(ready: App) -> None:
    """Give every task that says nothing of trying again the way of `Patient`."""
    for task in ready.tasks.values():
        task.retry_strategy = task.retry_strategy or Patient()
