"""How long the server takes for a page while the database holds 100,000 awards.

python -m bench.platform --pages [--awards N] [--times N] [--json]

A database of its own with fsync on, and every page asked for in this process through the whole
stack: middleware, session, queries, template. Two hundred awards are made as officers make them;
the others are copies of those, with ids, learners, dates and states of their own, mails and entries
of the log included. The clock starts when a request enters and stops when its answer is rendered.
Beside the clock stands the time that this process and its database session computed, which a busy
machine does not stretch. Each page is asked for different things each time, after a few times that
do not count.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from mica.cli.house.postgres import Postgres

TARGET = 60.0
"""Milliseconds at the 95th percentile."""


def tell(said: str) -> None:
    """What happens, and the head of the table; apart from the figures."""
    print(said, f"\n{'page':<34}{'p50 ms':>8}{'p95 ms':>8}{'cpu p95':>9}", file=sys.stderr)


def show(one: dict[str, Any], *, as_json: bool) -> None:
    """One line of the table, as soon as it is known."""
    if as_json:
        print(json.dumps({"what": "page", **one, "target": TARGET}), flush=True)
    else:
        late = "  over" if one["p95"] > TARGET else ""
        print(f"{one['page']:<34}{one['p50']:>8}{one['p95']:>8}{one['cpu']:>9}{late}", flush=True)


def main(words: list[str] | None = None) -> int:
    """Seed, measure, and say so."""
    parser = argparse.ArgumentParser(prog="python -m bench.platform", description=__doc__)
    parser.add_argument("--pages", action="store_true", required=True)
    parser.add_argument("--awards", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="mica-bench-") as folder:
        Path(folder).chmod(0o711)  # started by root, PostgreSQL runs as another user
        with Postgres(Path(folder) / "house") as server:
            os.environ["DATABASE_URL"] = server.url
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mica.site.settings")
            django.setup()
            call_command("migrate", verbosity=0)
            from bench import pages  # noqa: PLC0415 - its models need Django to be ready

            for one in pages.measure(asked.awards, asked.times, tell):
                show(one._asdict(), as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
