"""A backup is put back whole, elsewhere and later, or refused before anything is touched."""

import os
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from mica.cli.house.postgres import Postgres
from mica.core import actions, audit, mail
from mica.core.keeping import programs
from mica.core.keeping.archive import DATABASE, MANIFEST
from mica.core.keeping.copying import back_up
from mica.core.keeping.errors import KeepingError
from tests.cli.house.world import open_folder, run
from tests.town import Town

CONTENT = """
SELECT (SELECT json_agg(one ORDER BY number)::text FROM core_auditentry one),
       (SELECT json_agg(one ORDER BY id)::text FROM people_person one),
       (SELECT json_agg(one ORDER BY id)::text FROM core_message one),
       (SELECT json_agg(one ORDER BY size)::text FROM core_audithead one),
       (SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only')
"""
OTHER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
PASSPHRASE = "a long passphrase"


@pytest.fixture
def lived_in(transactional_db: None, town: Town, now: datetime) -> Iterator[None]:
    """A database with people, mail, 300 entries and their head."""
    mail.send("lena@example.org", "Hello", "text\n", kind="claim", now=now)
    events = [audit.Event("issuing.award", uuid4(), {"row": row}) for row in range(300)]
    audit.record_all(events, by=town.officer.id, now=now)
    actions.keep_head(now=now)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def content() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(CONTENT)
        return tuple(cursor.fetchone())


def test_a_backup_comes_back_in_another_place(lived_in: None, tmp_path: Path) -> None:
    made = back_up(tmp_path / "backup", None)
    before = content()
    with open_folder() as above, Postgres(above, tests=True) as server:
        words, place = ("restore", str(tmp_path / "backup")), {"DATABASE_URL": server.url}
        other = run(*words, **place, MICA_MASTER_KEY=OTHER_KEY)
        done = run(*words, **place)
        with psycopg.connect(server.url) as line:
            after = line.execute(CONTENT).fetchone()

    assert other.returncode == 3
    assert f"master key {made.master_key}, and this Mica has " in other.stderr
    assert (done.returncode, done.stderr) == (0, "")
    assert "The log is whole. 300 entries and 1 published heads were examined." in done.stdout
    assert after == before


@pytest.mark.slow
def test_what_is_there_is_replaced_on_request_only_and_can_be_kept_again(
    lived_in: None, tmp_path: Path
) -> None:
    secret, file = tmp_path / "passphrase", tmp_path / "backup"
    secret.write_text(PASSPHRASE)
    made = back_up(file, PASSPHRASE)
    before = content()
    with open_folder() as above, Postgres(above, tests=True) as server:
        words, place = ("restore", str(file)), {"DATABASE_URL": server.url}
        sealed = run(*words, **place)
        words += ("--passphrase-file", str(secret))
        done = run(*words, **place)
        again = run(*words, **place)
        replaced = run(*words, "--replace", **place)
        with psycopg.connect(server.url) as line:
            after = line.execute(CONTENT).fetchone()
        second = run("backup", str(tmp_path / "second"), **place)

    assert (sealed.returncode, "is encrypted" in sealed.stderr) == (3, True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (again.returncode, "--replace" in again.stderr) == (3, True)
    assert (replaced.returncode, replaced.stderr) == (0, "")
    assert after == before
    assert second.stdout == f"300:{made.audit_root}\n"


def test_a_backup_holds_no_master_key_and_says_which_is_needed(
    lived_in: None, tmp_path: Path, settings
) -> None:
    made = back_up(tmp_path / "backup", None)
    with tarfile.open(tmp_path / "backup") as tar:
        names = tar.getnames()
        inside = b"".join(tar.extractfile(name).read() for name in names)  # type: ignore[union-attr]

    assert names == [MANIFEST, DATABASE]
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert settings.MICA_MASTER_KEY not in inside
    assert made.master_key.encode() in inside
    assert (made.audit_size, made.tables["core_auditentry"]) == (300, 300)


def test_an_existing_file_is_never_overwritten(lived_in: None, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("precious")

    with pytest.raises(FileExistsError):
        back_up(tmp_path / "backup", None)
    assert [one.name for one in tmp_path.iterdir()] == ["backup"]
    assert (tmp_path / "backup").read_text() == "precious"


def test_what_is_damaged_or_something_else_is_refused_before_anything_is_touched(
    lived_in: None, tmp_path: Path
) -> None:
    back_up(tmp_path / "good", None)
    good = (tmp_path / "good").read_bytes()
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    (tmp_path / "flipped").write_bytes(flipped)
    (tmp_path / "cut").write_bytes(good[: len(good) // 2])
    (tmp_path / "text").write_text("hello")
    before = content()
    url = os.environ["DATABASE_URL"].replace("/mica?", f"/{connection.settings_dict['NAME']}?")
    done = {
        name: run("restore", "--replace", str(tmp_path / name), DATABASE_URL=url)
        for name in ("flipped", "cut", "text")
    }

    assert {name: one.returncode for name, one in done.items()} == {
        "flipped": 1, "cut": 1, "text": 3,
    }  # fmt: skip
    assert "changed or cut short" in " ".join(done["flipped"].stderr.split())
    assert content() == before


def test_programs_are_those_nearest_to_the_server() -> None:
    found = programs.find(18)
    with pytest.raises(KeepingError) as caught:
        programs.find(99)

    assert found.major == 18
    assert caught.value.code == "programs-missing"
    assert "99" in str(caught.value)
