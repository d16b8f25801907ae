"""The whole house, in processes of its own: it stands, it heals, and it leaves nothing behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mica.cli.ends import Ends
from mica.cli.house.lock import is_held
from mica.cli.house.postgres import Postgres
from tests.cli.house.world import (
    Running,
    alive,
    command_of,
    environment,
    free_port,
    get,
    open_folder,
    run,
    wait_for,
    worker_of,
)

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="looks at processes as Linux shows them"
)
STANDS = r"Mica runs at http://127\.0\.0\.1:(\d+)\. It took (\d+\.\d) seconds\."


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One house for all tests: each leaves it sound."""
    with open_folder() as above:
        yield above / "house"


@pytest.fixture(scope="module")
def standing(folder: Path) -> Iterator[tuple[Running, int]]:
    """A house that stands while it is looked at, and its port."""
    port = free_port()
    house = Running("serve", "--folder", str(folder), "--port", str(port))
    house.hears(STANDS)
    yield house, port
    family = house.family()
    assert house.end(signal.SIGTERM) == Ends.WELL
    assert alive(family) == []


LEFT = ["port", "postgres", "postgres.log", "secrets"]


def of(house: Running, words: str) -> list[int]:
    return [process for process in house.family() if words in command_of(process)]


def test_others_are_told_who_is_there_and_may_use_its_database(
    folder: Path, standing: tuple[Running, int]
) -> None:
    house, port = standing
    secrets = {path: path.read_text() for path in folder.glob("secrets/*")}
    second = run("serve", "--folder", str(folder), "--port", str(free_port()))
    third = run("serve", "--folder", str(folder.parent / "third"), "--port", str(port))
    shown = run("manage", "--folder", str(folder), "showmigrations", "core")

    assert (second.returncode, third.returncode) == (Ends.UNUSABLE, Ends.UNUSABLE)
    assert f"Another Mica (process {house.process.pid}) runs in {folder}." in second.stderr
    assert f"Port {port} on this machine is taken" in third.stderr
    assert not (folder.parent / "third").exists()
    assert (shown.returncode, "[X] 0001_initial" in shown.stdout) == (0, True)
    assert {path: path.read_text() for path in folder.glob("secrets/*")} == secrets


def test_what_dies_is_started_again(standing: tuple[Running, int]) -> None:
    house, port = standing
    for words in ("mica.cli.house.worker", "gunicorn", "postgres -D"):
        victims = of(house, words)
        os.kill(victims[0], signal.SIGKILL)
        wait_for(lambda victim=victims[0], words=words: of(house, words) not in ([], [victim]))
        wait_for(lambda victims=victims: not alive(victims[:1]))

    house.hears(r"PostgreSQL ended by itself; it is started again\.")
    house.hears(r"The web server ended by itself \(-9\); it is started again\.")
    house.hears(r"The worker 1 ended by itself \(-9\); it is started again\.")
    assert wait_for(lambda: get(port, "/health/ready")[0] == 200)


def test_it_stands_heals_after_a_kill_and_leaves_nothing() -> None:
    with open_folder() as above:
        folder, port, temporary = above / "house", free_port(), above / "temporary"
        temporary.mkdir()
        temporary.chmod(0o1777)
        words = ("demo", "--folder", str(folder), "--port", str(port))
        killed = Running(*words, TMPDIR=str(temporary))
        killed.hears(r"The start took \d+\.\d seconds\.")
        family = killed.family()

        assert get(port, "/")[0] == 200
        assert worker_of(port) == "ok"
        assert len(list(temporary.iterdir())) == 1  # the folder of PostgreSQL's socket
        killed.end(signal.SIGKILL)
        wait_for(lambda: not alive(family), seconds=15)
        assert (alive(family), is_held(folder)) == ([], False)

        house = Running(*words, TMPDIR=str(temporary))
        house.hears(r"The start took")
        family = house.family()
        assert get(port, "/health/live") == (200, b'{"live": true}')
        assert len(list(temporary.iterdir())) == 1
        assert house.end() == Ends.WELL
        assert house.text.endswith("Stopped; nothing was left running.\n")
        assert (alive(family), list(temporary.iterdir())) == ([], [])
        assert sorted(path.name for path in folder.iterdir()) == LEFT
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("secrets/*")} == {0o600}


def test_a_stop_while_it_starts_leaves_nothing() -> None:
    with open_folder() as above:
        house = Running("serve", "--folder", str(above / "house"), "--port", str(free_port()))
        wait_for(lambda: of(house, "migration"))
        family = house.family()

        assert house.end() == Ends.STOPPED
        assert (alive(family), is_held(above / "house")) == ([], False)
        assert house.text == "Making a database …\nStopped.\n"


@pytest.mark.slow
def test_a_demo_can_end_after_its_verdict_and_keeps_its_port(folder: Path) -> None:
    port, place = str(free_port()), folder.parent / "once"
    done = run("demo", "--once", "--folder", str(place), "--port", port)

    assert (done.returncode, done.stderr) == (Ends.WELL, "")
    assert done.stdout.startswith("Making a database …\nA small region\n")
    assert (place / "port").read_text() == f"{port}\n"
    assert done.stdout.endswith("Stopped; nothing was left running.\n")


def test_bad_settings_are_all_told_at_once_with_what_is_accepted(tmp_path: Path) -> None:
    done = run(
        "serve", "--port", str(free_port()), DATABASE_URL=f"postgresql:///mica?host={tmp_path}",
        MICA_ENV="staging", MICA_ORIGIN="mica.example", MICA_GUARDIAN_AGE="old",
    )  # fmt: skip
    said = " ".join(done.stderr.split())

    assert (done.returncode, done.stdout) == (Ends.UNUSABLE, "")
    assert "MICA_ENV is 'staging'; accepted: one of development, production." in said
    assert "MICA_ORIGIN is 'mica.example'; accepted: an address such as https://" in said
    assert "MICA_GUARDIAN_AGE is 'old'; accepted: a whole number from 0 to 25." in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (["--port", "70000"], {}, "70000 is not in the range 1<=x<=65535"),
        ([], {"MICA_PORT": "http"}, "'http' is not a valid integer range"),
        (["--workers", "0"], {}, "0 is not in the range 1<=x<=64"),
        (["--only", "mail"], {}, "'mail' is not one of 'web', 'worker'"),
        (["--only", "worker"], {}, "set DATABASE_URL"),
        ([], {"MICA_ENV": "production"}, "In production Mica runs on a PostgreSQL of your own"),
    ],
)
def test_a_call_that_cannot_work_is_refused_before_anything_starts(
    tmp_path: Path, words: list[str], more: dict[str, str], said: str
) -> None:
    done = run("serve", "--folder", str(tmp_path / "house"), *words, **more)

    assert done.returncode == Ends.UNUSABLE
    assert said in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_two_copies_stand_side_by_side(folder: Path, standing: tuple[Running, int]) -> None:
    _, port = standing
    second = Running("demo", "--folder", str(folder.parent / "second"))
    found = second.hears(r"Open http://127\.0\.0\.1:(\d+)")

    assert int(found[1]) != port
    assert get(int(found[1]), "/health/ready")[0] == get(port, "/health/ready")[0] == 200
    assert second.end() == Ends.WELL
    assert get(port, "/health/ready")[0] == 200


@pytest.mark.slow
def test_web_and_workers_apart_share_a_database_of_ones_own(folder: Path) -> None:
    with Postgres(folder.parent / "own", tests=True) as server:
        port, ours = free_port(), {"DATABASE_URL": server.url}
        web = Running("serve", "--only", "web", "--port", str(port), "--web", "2", **ours)
        web.hears(STANDS)
        workers = Running("serve", "--only", "worker", "--workers", "2", **ours)
        workers.hears(r"Mica runs\. It took")

        assert len(of(workers, "mica.cli.house.worker")) == 2
        assert worker_of(port) == "ok"
        assert of(web, "postgres -D") == of(workers, "postgres -D") == []
        assert (workers.end(), web.end()) == (Ends.WELL, Ends.WELL)


@pytest.mark.slow
def test_a_part_that_does_not_stay_ends_the_house_with_words(folder: Path) -> None:
    place = folder.parent / "falling"
    house = Running("serve", "--folder", str(place), "--port", str(free_port()))
    house.hears(STANDS)
    while house.process.poll() is None:
        for victim in of(house, "mica.cli.house.worker"):
            if alive([victim]):
                os.kill(victim, signal.SIGKILL)
        wait_for(lambda: house.process.poll() is not None, seconds=0.5)

    assert house.status() == Ends.UNUSABLE
    assert "Error: The worker 1 ended 6 times within 600 seconds" in house.text
    assert not is_held(place)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_has_the_same_house() -> None:
    who = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    again = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', '']))"
    tried = [*who, sys.executable, "-c", again]  # setpriv itself may reach what the user cannot
    if (
        not shutil.which(who[0])
        or subprocess.run(tried, check=False, capture_output=True).returncode
    ):
        pytest.skip("an ordinary user cannot run the Python of these tests")
    with open_folder() as above:
        home = above / "home"
        home.mkdir(mode=0o700)
        shutil.chown(home, "nobody", "nogroup")
        done = subprocess.run(
            [*who, sys.executable, "-m", "mica", "demo", "--once", "--port", str(free_port())],
            env=environment(HOME=str(home), TMPDIR=tempfile.gettempdir()),
            cwd=home, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

        assert (done.stderr, done.returncode) == ("", Ends.WELL)
        assert [path.name for path in home.iterdir()] == ["mica-data"]
