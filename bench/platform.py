"""How long the server takes for a page while the database holds 100,000 awards.

python -m bench.platform --pages [--awards N] [--times N] [--json]

A database of its own with fsync on, and every page asked for in this process through the whole
stack: middleware, session, queries, template. Two hundred awards are made as officers make them;
the others are copies of those, with ids, learners, dates and states of their own, mails and entries
of the log included. The clock starts when a request enters and stops when its answer is rendered.
Each page is asked for different things each time, after a few times that do not count.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from mica.cli.house.postgres import Postgres

TARGET = 60.0
"""Milliseconds at the 95th percentile."""


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

            found = pages.measure(asked.awards, asked.times, lambda said: print(said, flush=True))
    if asked.json:
        for one in found:
            print(json.dumps({"what": "page", **one._asdict(), "target": TARGET}))
    else:
        print(f"\n{'page':<44}{'p50 ms':>8}{'p95 ms':>8}   at most {TARGET:.0f}")
        for one in found:
            print(f"{one.page:<44}{one.p50:>8.1f}{one.p95:>8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
