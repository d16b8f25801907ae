"""Health, as machines ask for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from mica.core import health

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import django
django.setup()
from django.test import Client
for page in ("/health/live", "/health/ready"):
    answer = Client(SERVER_NAME="127.0.0.1").get(page)
    print(answer.status_code, answer.content.decode())
"""


def beat(seconds: int) -> None:
    """A worker that told so many seconds ago that it lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (clock_timestamp() - make_interval(secs => %s))",
            [seconds],
        )


@pytest.mark.parametrize(
    ("beats", "worker"),
    [
        ([], {"state": "none", "heartbeat_age_seconds": None}),
        ([100, 5], {"state": "ok", "heartbeat_age_seconds": 5}),
        ([300, 100], {"state": "late", "heartbeat_age_seconds": 100}),
    ],
)
@pytest.mark.django_db
def test_a_sound_site_is_ready_and_tells_of_its_workers(
    client: Client, beats: list[int], worker: dict[str, object]
) -> None:
    for seconds in beats:
        beat(seconds)
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "checks": {"database": "ok", "migrations": "ok", "worker": worker}},
    )
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_database_without_our_tables_is_not_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    health._all_applied.cache_clear()
    answer = client.get("/health/ready")
    health._all_applied.cache_clear()

    assert (answer.status_code, answer.json()) == (
        503,
        {"ready": False, "checks": {"database": "ok", "migrations": "missing", "worker": None}},
    )


def test_only_reading_is_allowed(client: Client) -> None:
    assert [client.post(f"/health/{page}").status_code for page in ("live", "ready")] == [405, 405]


def test_without_a_database_it_lives_and_is_not_ready(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "mica.site.settings",
            "DATABASE_URL": f"postgresql://mica@/mica?host={tmp_path}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    (lives, live), (status, ready) = (line.split(" ", 1) for line in done.stdout.splitlines())

    assert (lives, json.loads(live)) == ("200", {"live": True})
    assert (status, json.loads(ready)["checks"]["database"]) == ("503", "unreachable")
