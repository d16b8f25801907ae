"""What the doctor says of a platform and its site."""

import os
import re
import socketserver
import threading
import tomllib
from collections import namedtuple
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mica.cli.doctor import Level
from mica.cli.ends import Ends
from mica.cli.house import doctor
from mica.cli.house.home import PLATFORM
from mica.cli.house.postgres import Postgres
from tests.cli.house.world import open_folder, run

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)
DISK = namedtuple("DISK", "total used free")  # noqa: PYI024 - as the standard library has it


class Post(socketserver.StreamRequestHandler):
    """A mail server that lets everybody in, or nobody."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n" if self.server.opens else b"554 not today\r\n")
        while line := self.rfile.readline():
            self.wfile.write(b"221 bye\r\n" if line.startswith(b"quit") else b"250 well\r\n")


@pytest.fixture
def post() -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


def site(**more: object) -> SimpleNamespace:
    """Settings as a sound site in production has them."""
    return SimpleNamespace(
        **{
            "PRODUCTION": True,
            "SECRET_KEY": "a1b2c3d4e5f6g7h8i9j0klmnopqrstuvwxyzABCD",
            "MICA_MASTER_KEY": bytes(range(32)),
            "MICA_DEVELOPMENT_SECRETS": [],
            "MICA_SETTINGS": frozenset({"MICA_ORIGIN"}),
            "MICA_ORIGIN": "https://mica.invalid",
            "ON_LOOPBACK": False,
            "MICA_MAIL": {},
        }
        | more
    )


def levels(found: Iterator[doctor.Finding]) -> list[Level]:
    return [finding.level for finding in found]


def test_examined_parts_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = (
        re.split(r"(?:\[[^]]*\])?>=|,", text)
        for text in project["optional-dependencies"]["platform"]
    )

    assert {name: least for name, least, *_ in wanted} == {
        name: least for name, (_, least) in PLATFORM.items()
    }


def test_no_site_is_no_fault(tmp_path: Path) -> None:
    done = run("doctor", "--folder", str(tmp_path / "none"))

    assert done.returncode == Ends.WELL
    assert "There is no site in" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_site_is_examined_and_left_as_it_was() -> None:
    with open_folder() as above:
        with Postgres(above / "house", tests=True):
            pass
        done = run("doctor", "--folder", str(above / "house"), MICA_ORIGN="a slip")
        said = " ".join(done.stdout.split())

        assert done.returncode == Ends.FAILED
        assert "! Warning: MICA_ORIGN is set, and Mica knows no such setting." in said
        assert "✓ The database answers (PostgreSQL 18." in said
        assert "✗ Error: The tables are older than this Mica:" in said
        assert "✓ The secrets are your own." in said
        assert sorted(path.name for path in (above / "house").iterdir()) == [
            "postgres",
            "postgres.log",
            "secrets",
        ]


def test_settings_that_cannot_be_used_are_findings(tmp_path: Path) -> None:
    done = run("doctor", "--folder", str(tmp_path), MICA_ENV="staging", DATABASE_URL="mysql://x/y")
    said = " ".join(done.stdout.split())

    assert done.returncode == Ends.FAILED
    assert "✗ Error: MICA_ENV is 'staging'; accepted: one of development, production." in said
    assert "✗ Error: DATABASE_URL; accepted: postgresql://user:password@host:port/name." in said


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    done = run("doctor", DATABASE_URL=f"postgresql://mica@/mica?host={tmp_path}")
    said = " ".join(done.stdout.split())

    assert done.returncode == Ends.FAILED
    assert "✗ Error: The database cannot be reached:" in said
    assert "! Warning: MICA_SECRET and MICA_MASTER_KEY not set" in said


@pytest.mark.parametrize(
    ("version", "level"), [(180004, Level.OK), (150000, Level.OK), (140020, Level.ERROR)]
)
def test_an_old_database_is_an_error(version: int, level: Level) -> None:
    assert doctor.database_version(version).level is level


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.OK), (-5, Level.OK), (6, Level.WARNING), (-60, Level.WARNING)]
)
def test_clocks_that_disagree_are_told(seconds: int, level: Level) -> None:
    assert doctor.clocks(NOW, NOW + timedelta(seconds=seconds)).level is level


def state(**more: Any) -> SimpleNamespace:
    """How the background work stands, as the core's queries tell it."""
    return SimpleNamespace(
        **{"workers": 0, "heard": None, "failed": {}, "waiting": 0, "fault": ""} | more
    )


@pytest.mark.parametrize(
    ("more", "stands", "found"),
    [
        ({"workers": 2, "heard": NOW}, True, [Level.OK]),
        ({"heard": NOW - timedelta(seconds=90)}, True, [Level.ERROR]),
        ({}, True, [Level.ERROR]),
        ({}, False, [Level.OK]),
        ({"workers": 1, "failed": {"core.send": 3}}, True, [Level.OK, Level.WARNING]),
    ],
)
def test_a_site_without_a_worker_is_an_error(
    more: dict[str, Any], *, stands: bool, found: list[Level]
) -> None:
    assert levels(doctor.jobs(state(**more), NOW, stands=stands)) == found


@pytest.mark.parametrize(
    ("more", "found"), [({"waiting": 3}, []), ({"waiting": 3, "fault": "refused"}, [Level.WARNING])]
)
def test_mail_that_no_server_takes_is_told(more: dict[str, Any], found: list[Level]) -> None:
    assert levels(doctor.outbox(state(**more))) == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, [Level.OK]),
        ({"MICA_DEVELOPMENT_SECRETS": ["MICA_SECRET"]}, [Level.WARNING]),
        ({"SECRET_KEY": "a" * 40, "MICA_MASTER_KEY": bytes(32)}, [Level.WARNING, Level.WARNING]),
    ],
)
def test_secrets_that_can_be_guessed_are_told(more: dict[str, Any], found: list[Level]) -> None:
    assert levels(doctor.secrets(site(**more))) == found


@pytest.mark.parametrize(("mode", "found"), [(0o640, []), (0o644, [Level.WARNING])])
def test_a_file_of_a_secret_that_everybody_reads_is_told(
    tmp_path: Path, mode: int, found: list[Level]
) -> None:
    (tmp_path / "key").touch()
    os.chmod(tmp_path / "key", mode)  # noqa: PTH101 - past the umask

    given = {"MICA_SECRET_FILE": str(tmp_path / "key")}
    assert levels(doctor.file_permissions(given)) == found


def way(server: Any, **more: object) -> dict[str, object]:
    port = server.server_address[1]
    return {"host": "127.0.0.1", "port": port, "username": "", "password": "", "tls": "none"} | more


def test_mail_that_can_leave_is_well(post: Any) -> None:
    post.opens = True
    assert doctor.mail(site(MICA_MAIL=way(post))).level is Level.OK


def test_a_mail_server_that_refuses_is_an_error(post: Any) -> None:
    post.opens = False
    refused = doctor.mail(site(MICA_MAIL=way(post)))
    post.opens = True
    without_tls = doctor.mail(site(MICA_MAIL=way(post, tls="starttls")))

    assert [refused.level, without_tls.level] == [Level.ERROR, Level.ERROR]


def test_an_outbox_is_for_trying_out() -> None:
    assert doctor.mail(site()).level is Level.WARNING
    assert doctor.mail(site(PRODUCTION=False)).level is Level.OK


@pytest.mark.parametrize(
    ("more", "level"),
    [
        ({"ON_LOOPBACK": True}, Level.OK),
        ({"MICA_ORIGIN": "http://mica.example"}, Level.WARNING),
        ({"MICA_ORIGIN": "https://mica.invalid"}, Level.WARNING),
    ],
)
def test_an_address_that_does_not_answer_is_told(more: dict[str, Any], level: Level) -> None:
    assert doctor.origin(site(**more)).level is level


@pytest.mark.parametrize(
    ("free", "level"),
    [(2 * 1024**3, Level.OK), (1024**3 - 1, Level.WARNING), (1024**2, Level.ERROR)],
)
def test_a_disk_that_fills_up_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: DISK(1, 1, free))
    assert doctor.disk(tmp_path).level is level
