"""Jobs: queued by name in the transaction that needs them, run by workers, safe to run twice.

Actions queue by name, because a feature's tasks import its actions. A test checks every name.
"""

from typing import Any

from procrastinate.contrib.django import app


def queue(name: str, *, lock: str | None = None, at: Any = None, **ids: Any) -> None:
    """Queue a job; it exists when, and only when, the present transaction commits.

    Args:
        name: as the task names itself, such as `issuing.award_rows`.
        lock: jobs with the same lock run one after the other.
        at: not before this moment, aware; at once where None.
        ids: what the task is called with: ids and numbers, as JSON has them.
    """
    app.configure_task(name, lock=lock, schedule_at=at).defer(**ids)
