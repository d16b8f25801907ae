"""Whatever dies in the middle of a bulk award: on restart it completes, once for each learner."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from mica.cli.ends import Ends
from tests.cli.house.world import (
    Running,
    alive,
    command_of,
    free_port,
    open_folder,
    run,
    wait_for,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"
    ),
]
ROWS = 6_000
KILLS = 20
VICTIMS = ("mica.cli.house.worker", "gunicorn", "postgres -D")
SCRIPT = Path(__file__).with_name("bulk_order.py")
STANDS = r"Mica runs at "


def ask(folder: Path, **more: str) -> object:
    """What the script prints, run in the house that stands in a folder."""
    words = (
        "manage",
        "--folder",
        str(folder),
        "shell",
        "-c",
        f"exec(open({str(SCRIPT)!r}).read())",
    )
    done = run(*words, **more)
    assert done.returncode == Ends.WELL, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def stand(folder: Path) -> Running:
    house = Running("serve", "--folder", str(folder), "--port", str(free_port()), "--workers", "2")
    house.hears(STANDS)
    return house


def test_killed_twenty_times_a_bulk_award_completes_and_awards_nobody_twice() -> None:
    chance = random.Random(time.time_ns())  # noqa: S311
    with open_folder() as above:
        folder = above / "house"
        house = stand(folder)
        ask(folder, ROWS=str(ROWS))
        for number in range(KILLS):
            time.sleep(chance.uniform(0.1, 2.0))
            family = house.family()
            kind = VICTIMS[number % len(VICTIMS)]
            victims = [one for one in family if kind in command_of(one)]
            os.kill(chance.choice(victims), signal.SIGKILL)
            time.sleep(chance.uniform(0.0, 0.5))
            house.end(signal.SIGKILL)
            wait_for(lambda family=family: not alive(family), seconds=30)
            assert alive(family) == []
            house = stand(folder)

        whole = {
            "awards": ROWS,
            "learners": ROWS,
            "credentials": ROWS,
            "places used twice": 0,
            "mails": ROWS,
            "entries": ROWS,
        }
        wait_for(lambda: ask(folder) == whole, seconds=240)
        assert ask(folder) == whole
        audit = run("audit", "verify", "--folder", str(folder))
        assert audit.returncode == Ends.WELL, audit.stdout + audit.stderr
        family = house.family()
        assert house.end(signal.SIGTERM) == Ends.WELL
        assert alive(family) == []
