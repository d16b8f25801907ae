"""A worker: runs jobs until it is told to stop. `python -m mica.cli.house.worker`."""

import os
from typing import Any, Final

from mica.cli.house import readiness

STOP_SECONDS: Final = 8.0
"""How long running jobs may go on after a stop. What is cut short runs again."""


def main() -> None:
    """Run jobs of every queue."""
    import django

    django.setup()
    from procrastinate.contrib.django import app

    connector: Any = app.connector  # Django's, which has another for a worker
    with app.replace_connector(connector.get_worker_connector()) as works:
        readiness.tell()
        works.run_worker(name=f"mica-{os.getpid()}", shutdown_graceful_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()
