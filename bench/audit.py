"""The audit log: how fast it is written, proved and examined.

Usage, from the project's root:  python -m bench.audit [--entries 100000] [--json]
It starts a database of its own, with nothing written to the disk for good, and prints what it took.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import django
from django.core.management import call_command

from mica.cli.house.postgres import Postgres

BATCH: Final = 500
PROOFS: Final = 50


def took(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def measure(number: int) -> dict[str, float]:
    """Figures by their names."""
    from mica.core import actions, audit, queries  # noqa: PLC0415 - after the framework is set up
    from mica.core.examination import examine  # noqa: PLC0415
    from mica.core.ids import new_id  # noqa: PLC0415

    who, writes = new_id(), []
    for _ in range(number // BATCH):
        data = {"version": str(new_id()), "row": 1}
        events = [audit.Event("issuing.award", new_id(), data) for _ in range(BATCH)]
        writes.append(
            took(lambda some=events: audit.record_all(some, by=who, now=datetime.now(UTC)))[0]
        )
    first, head = took(lambda: actions.keep_head(now=datetime.now(UTC)))
    chosen = [random.randint(1, head.size) for _ in range(PROOFS)]  # noqa: S311 - no secret
    proofs = [took(lambda one=one: queries.inclusion(one))[0] for one in chosen]
    seconds, report = took(examine)
    if report.number or report.root != head.root:
        raise SystemExit("the log is not whole")
    return {
        "entries": report.size,
        f"milliseconds to write {BATCH} (median)": statistics.median(writes) * 1000,
        "milliseconds of a proof (median)": statistics.median(proofs) * 1000,
        "seconds of the first head": first,
        "entries examined a second": report.size / seconds,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Postgres(Path(name), tests=True) as server:
        os.environ["DATABASE_URL"] = server.url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mica.site.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        figures = measure(asked.entries)
    for what, figure in figures.items():
        print(json.dumps({what: figure}) if asked.json else f"{figure:>14,.1f}  {what}")


if __name__ == "__main__":
    main()
