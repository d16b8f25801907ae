"""How gunicorn serves the site: its configuration, read by it as `python:mica.cli.house.web`.

Threads, since requests wait for the database more than they compute. Everything is loaded once and
then shared by the processes.
"""

import os
from typing import Any, Final

from mica.cli.house import readiness

PROCESSES: Final = "MICA_WEB_PROCESSES"
THREADS: Final = "MICA_WEB_THREADS"

wsgi_app = "mica.site.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get(PROCESSES, "1"))
threads = int(os.environ.get(THREADS, "4"))
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 5
max_requests = 20_000  # a leak anywhere then has an end
max_requests_jitter = 2_000
loglevel = "warning"
control_socket_disable = True  # it would be a socket that outlives us
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 - gunicorn's signature
    """One process serves: the site is there."""
    readiness.tell()
