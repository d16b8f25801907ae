"""PostgreSQL as the house keeps it: real servers, real deaths."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mica.cli.house import postgres as house
from mica.cli.house.children import Stopped
from mica.cli.house.errors import HouseError, PostgresError
from mica.cli.house.lock import Lock, is_held
from mica.cli.house.place import programs
from mica.cli.house.postgres import Postgres

psycopg = pytest.importorskip("psycopg")
AS_ROOT = os.geteuid() == 0
HOLD = """
import encodings.idna, locale, os, sys, time
from pathlib import Path
from mica.cli.house.postgres import Postgres
folder, user, tests = sys.argv[1:]
if os.getuid() != int(user):  # after the imports: not every user may read where Python lies
    os.setgroups([]), os.setgid(int(user)), os.setuid(int(user))
server = Postgres(Path(folder), tests=tests == "tests")
print(server.start(), flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    server.stop()
"""


def open_folder() -> Path:
    """A place that every user can reach, as the temporary folders of tests are not."""
    above = Path(tempfile.mkdtemp(prefix="mica-house-"))
    above.chmod(0o711)
    return above


KEEP = ("DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT 7 AS number")


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A house that was made once, for tests that are not about the making."""
    above = open_folder()
    with Postgres(above / "house", tests=True):
        pass
    yield above / "house"
    shutil.rmtree(above)


@pytest.fixture
def empty() -> Iterator[Path]:
    """Where a house can be made; the folder is not there yet."""
    above = open_folder()
    yield above / "house"
    shutil.rmtree(above)


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    """A house that was made before. What a test spoils there, it puts right."""
    yield made
    assert not is_held(made)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def tell(url: str, *orders: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for order in orders:
            connection.execute(order)


def hold(
    folder: Path, *, user: int | None = None, lasting: bool = False
) -> tuple["subprocess.Popen[str]", str]:
    """A process that holds a server, and the address of its database."""
    words = (str(folder), str(os.getuid() if user is None else user))
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, *words, "lasting" if lasting else "tests"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    return process, url


def wait_until_free(folder: Path) -> None:
    until = time.monotonic() + 10
    while is_held(folder) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_held(folder)


def sockets_of(url: str) -> Path:
    return Path(url.partition("host=")[2])


def test_an_empty_folder_becomes_a_database_and_stays_one(empty: Path) -> None:
    with Postgres(empty, tests=True) as server:
        sockets = sockets_of(server.url)
        assert ask(server.url, "SELECT current_user || current_database()") == "micamica"
        assert ask(server.url, "SELECT current_setting('data_checksums')") == "on"
        assert ask(server.url, "SELECT current_setting('listen_addresses')") == ""
        assert ask(server.url, "SELECT lower('ÅÉ')") == "åé"
        assert ask(server.url, "SELECT to_tsvector('simple', '“Žádost”')::text") == "'žádost':1"
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        tell(server.url, *KEEP)
    with Postgres(empty, tests=True) as server:
        assert ask(server.url, "SELECT number FROM kept") == 7

    assert not sockets.exists()
    assert sorted(path.name for path in empty.iterdir()) == ["postgres", "postgres.log"]
    assert stat.S_IMODE((empty / "postgres.log").stat().st_mode) == 0o600


def test_what_is_committed_lasts_unless_it_is_a_test(folder: Path) -> None:
    with Postgres(folder) as server:
        lasting = [
            ask(server.url, f"SELECT current_setting('{name}')")
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]

    assert lasting == ["on", "on", "on"]


def test_a_folder_in_use_is_refused_and_told_who_uses_it(folder: Path) -> None:
    with Postgres(folder, tests=True) as server, pytest.raises(HouseError) as refused:
        Postgres(folder, tests=True).start()
    assert (refused.value.code, refused.value.data["holder"]) == ("folder-in-use", str(os.getpid()))
    assert server.process is None


@pytest.mark.slow
def test_two_side_by_side_do_not_meet(folder: Path, empty: Path) -> None:
    with Postgres(folder, tests=True) as one, Postgres(empty, tests=True) as two:
        tell(one.url, "CREATE TABLE mine (number int)")

        assert ask(two.url, "SELECT to_regclass('mine')") is None


def test_kill_of_the_parent_leaves_no_process_and_heals(folder: Path) -> None:
    process, url = hold(folder)
    tell(url, *KEEP)
    process.kill()
    process.communicate()
    wait_until_free(folder)  # the lock is PostgreSQL's too: none of its processes is left

    with Postgres(folder, tests=True) as server:
        assert not sockets_of(url).exists()
        assert ask(server.url, "SELECT number FROM kept") == 7


def test_a_server_that_dies_is_started_again_at_the_same_address(folder: Path) -> None:
    with Postgres(folder) as server:
        tell(server.url, *KEEP)
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        assert not server.runs()
        server.start_again()

        assert server.runs()
        assert ask(server.url, "SELECT number FROM kept") == 7


def test_a_start_that_is_stopped_is_given_up(folder: Path) -> None:
    with pytest.raises(Stopped):
        Postgres(folder, tests=True, stopped=lambda: True).start()


def test_a_start_waits_for_what_a_killed_house_left(folder: Path) -> None:
    process, url = hold(folder)
    tell(url, "SELECT 1")
    process.kill()
    process.communicate()

    with Postgres(folder, tests=True) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_kill_of_everything_is_recovered_from(folder: Path) -> None:
    process, url = hold(folder, lasting=True)
    tell(url, *KEEP, "CHECKPOINT", "UPDATE kept SET number = 8")
    noted = (folder / "postgres/postmaster.pid").read_text().splitlines()
    for victim in (process.pid, int(noted[0])):
        os.kill(victim, signal.SIGKILL)
    process.communicate()
    wait_until_free(folder)

    assert (folder / "postgres/postmaster.pid").exists()
    with Postgres(folder, tests=True) as server:
        assert ask(server.url, "SELECT number FROM kept") == 8


def test_a_stale_note_that_names_a_stranger_does_not_stop_the_start(folder: Path) -> None:
    with Postgres(folder, tests=True):
        note = (folder / "postgres/postmaster.pid").read_text().splitlines()
    note[0] = "1"
    (folder / "postgres/postmaster.pid").write_text("\n".join(note))

    with Postgres(folder, tests=True) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_a_server_started_by_hand_is_not_run_over(folder: Path) -> None:
    with Postgres(folder, tests=True) as server:
        assert server.process is not None
        with pytest.raises(PostgresError) as refused:
            house._check_unused(folder / "postgres")

    assert refused.value.code == "postgres-data-in-use"


def test_a_start_that_was_cut_short_begins_again(empty: Path) -> None:
    (empty / "postgres.new/base").mkdir(parents=True)
    empty.chmod(0o711)

    with Postgres(empty, tests=True) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert sorted(path.name for path in empty.iterdir()) == ["postgres", "postgres.log"]


def test_data_of_another_version_are_left_alone(folder: Path) -> None:
    (folder / "postgres/PG_VERSION").write_text("12\n")

    with pytest.raises(PostgresError) as refused:
        Postgres(folder, tests=True).start()
    (folder / "postgres/PG_VERSION").write_text("18\n")
    assert (refused.value.code, refused.value.data["found"]) == (
        "postgres-of-another-version",
        "12",
    )
    assert not is_held(folder)


def test_a_server_that_cannot_start_says_why_and_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = folder / "postgres/postgresql.conf"
    sound = settings.read_text()
    settings.write_text(sound + "shared_buffers = nonsense\n")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(PostgresError) as refused:
        Postgres(folder, tests=True).start()
    settings.write_text(sound)

    assert refused.value.code == "postgres-did-not-start"
    assert str(folder / "postgres.log") in str(refused.value)
    assert (
        'invalid value for parameter "shared_buffers": "nonsense"'
        in (folder / "postgres.log").read_text()
    )
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "STUCK_SECONDS", 0.0)
    monkeypatch.setattr(house, "_state", lambda _data, _process: "starting")

    with pytest.raises(PostgresError) as refused:
        Postgres(folder, tests=True).start()
    assert refused.value.code == "postgres-stuck"
    assert not is_held(folder)


def test_a_long_temporary_path_is_no_trap(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("deep" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    with Postgres(folder, tests=True) as server:
        assert sockets_of(server.url).parent == Path("/tmp")  # noqa: S108
        assert ask(server.url, "SELECT 1") == 1


def test_a_folder_that_cannot_be_written_is_told(empty: Path) -> None:
    empty.parent.joinpath("file").touch()

    with pytest.raises(HouseError) as refused:
        Postgres(empty.parent / "file" / "below", tests=True).start()
    assert refused.value.code == "folder-not-writable"


def test_a_lock_is_nobodys_once_its_holder_is_gone(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("not even JSON")
    lock = Lock(tmp_path)
    lock.take()

    assert is_held(tmp_path)
    lock.release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not AS_ROOT, reason="what only root can see")
class TestStartedByRoot:
    def test_it_runs_as_nobody_and_opens_no_folder(self, empty: Path) -> None:
        before = stat.S_IMODE(empty.parent.stat().st_mode)
        with Postgres(empty, tests=True) as server:
            assert server.process is not None
            owner = Path(f"/proc/{server.process.pid}").stat().st_uid

        assert (owner, (empty / "postgres").stat().st_uid) == (65534, 65534)
        assert stat.S_IMODE(empty.parent.stat().st_mode) == before

    def test_data_move_out_of_a_folder_that_others_cannot_enter(
        self, empty: Path, made: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = made.parent / "store"
        monkeypatch.setattr("mica.cli.house.place.STORE", store)
        empty.parent.chmod(0o700)
        with Postgres(empty) as server:
            tell(server.url, *KEEP)
        with Postgres(empty) as server:
            assert ask(server.url, "SELECT number FROM kept") == 7

        assert (empty / "postgres").resolve().parent.parent == store
        assert stat.S_IMODE(empty.parent.stat().st_mode) == 0o700

    @pytest.mark.slow
    def test_of_tests_even_those_data_go_away(self, empty: Path) -> None:
        empty.parent.chmod(0o700)
        with Postgres(empty, tests=True) as server:
            assert ask(server.url, "SELECT 1") == 1
            home = (empty / "postgres").resolve().parent

        assert (home == empty, home.exists()) == (False, False)
        assert [path.name for path in empty.iterdir()] == ["postgres.log"]

    @pytest.mark.slow
    def test_programs_that_others_cannot_reach_are_copied(
        self, empty: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mica.cli.house.place.STORE", empty.parent / "store")
        closed = empty.parent / "closed"
        closed.mkdir(mode=0o700)
        package = programs().parent.parent
        for lies in (f"{package.name}/pginstall18", f"{package.name}.libs"):
            shutil.copytree(package.parent / lies, closed / lies)
        there = closed / package.name / "pginstall18/bin"
        monkeypatch.setattr("mica.cli.house.place.programs", lambda: there)

        with Postgres(empty, tests=True) as server:
            assert ask(server.url, "SELECT count(*) FROM pg_timezone_names") != 0

    def test_a_link_that_somebody_planted_is_not_followed(self, empty: Path) -> None:
        empty.mkdir(mode=0o711)
        (empty / "postgres").symlink_to(empty.parent)
        os.chown(empty / "postgres", 12345, 12345, follow_symlinks=False)

        with pytest.raises(PostgresError) as refused:
            Postgres(empty, tests=True).start()
        assert refused.value.code == "link-not-followed"

    def test_the_same_house_as_an_ordinary_user(self, empty: Path) -> None:
        empty.mkdir()
        os.chown(empty, 65534, 65534)
        process, url = hold(empty, user=65534)
        assert ask(url, "SELECT 1") == 1
        process.send_signal(signal.SIGINT)

        assert (process.communicate(timeout=10), process.returncode) == (("", None), 0)
        assert sorted(path.name for path in empty.iterdir()) == ["postgres", "postgres.log"]
