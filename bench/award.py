"""How long it takes to award a file of learners: read, judged, signed, stored, audited, mailed.

python -m bench.award [--rows N] [--workers N] [--json]

A database of its own with fsync on, worker processes beside it, and this process as the officer:
it hands in a CSV file, starts it and waits. The clock runs from the first byte of the file to the
moment when the last credential, its audit entry and its mail stand in the database. At the end
everything is counted, and some credentials are verified.
"""

import argparse
import csv
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from mica.cli.house.supervisor import House

PUBLISHED = 1_200
"""Rows per minute: the best that is published for ACA-Py, in its own repository."""
TARGET = 30.0
"""Seconds for 10,000 rows on two cores."""
SAMPLE = 20


@dataclass(frozen=True)
class Times:
    """What was measured.

    Attributes:
        rows: of the file.
        workers: processes that awarded.
        read: seconds until the preview stood.
        awarded: seconds from the start of the file's awards to the last.
        total: both, and what lay between.
        a_minute: rows per minute over all of it.
    """

    rows: int
    workers: int
    read: float
    awarded: float
    total: float
    a_minute: int


def table(rows: int) -> bytes:
    """A CSV file with learners who differ as learners do."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Name", "Email", "Reference", "Result", "Date", "Evidence", "Note"])
    for n in range(rows):
        writer.writerow(
            [
                f"Learner {n} of Limerick",
                f"learner{n}@example.org",
                f"S{n:07}",
                ("Passed", "Merit", "Distinction")[n % 3],
                f"2026-05-{n % 28 + 1:02}",
                f"https://work.example/{n}" if n % 2 else "",
                "Worked with great care." if n % 5 == 0 else "",
            ]
        )
    return text.getvalue().encode()


@contextmanager
def house(workers: int) -> Iterator[None]:
    """A database and workers, and Django in this process beside them."""
    with tempfile.TemporaryDirectory(prefix="mica-bench-") as folder:
        Path(folder).chmod(0o711)  # started by root, PostgreSQL runs as another user
        kept = House(Path(folder) / "house", None, workers, {}, print)
        with kept:
            os.environ.update(kept.environment)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mica.site.settings")
            django.setup()
            yield


def measure(rows: int, workers: int) -> Times:
    """Award a file, and hold what came of it against what should."""
    from bench import awarding  # noqa: PLC0415 - Django has to be ready first

    data = table(rows)
    officer = awarding.officer()
    began = time.perf_counter()
    upload = awarding.take_in(officer, data)
    read = time.perf_counter()
    awarding.start(officer, upload)
    awarding.wait(upload)
    done = time.perf_counter()
    awarding.check(upload, rows, SAMPLE)
    took = done - began
    return Times(
        rows,
        workers,
        round(read - began, 2),
        round(done - read, 2),
        round(took, 2),
        round(rows / took * 60),
    )


def show(times: Times) -> None:
    """The table, for people."""
    print(f"{times.rows:,} rows by {times.workers} workers, {datetime.now(UTC):%Y-%m-%d}")
    print(f"  file to preview     {times.read:8.2f} s")
    print(f"  start to the last   {times.awarded:8.2f} s")
    print(f"  all together        {times.total:8.2f} s   (promised for 10,000: {TARGET:.0f} s)")
    print(f"  rows a minute       {times.a_minute:8,}")
    print(f"  published elsewhere {PUBLISHED:8,}     (ACA-Py; not rerun)")


def main(words: list[str] | None = None) -> int:
    """Measure, and say so."""
    parser = argparse.ArgumentParser(prog="python -m bench.award", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    with house(asked.workers):
        times = measure(asked.rows, asked.workers)
    said: dict[str, Any] = {"what": "award", **asdict(times), "published": PUBLISHED}
    print(json.dumps(said)) if asked.json else show(times)
    return 0


if __name__ == "__main__":
    sys.exit(main())
