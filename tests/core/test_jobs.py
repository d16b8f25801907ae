"""A job exists with its transaction, runs again when its worker dies, and changes things once."""

import ast
import asyncio
import inspect
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from mica.core import actions, jobs, mail, queries
from mica.core.models import Message
from tests.core import postbox

SOURCE = Path(__file__).resolve().parents[2] / "src" / "mica"
PREPARE = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id)
VALUES ('mail', 'core.send_messages', '{"messages": []}', 'doing', %s, %s) RETURNING id
"""


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[None]:
    """A database in which transactions end; Django does not empty the library's tables."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def queued() -> Iterator[tuple[str, str, set[str]]]:
    """Place, name and arguments of every job that the source queues with its name written out."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if ast.unparse(node.func) != "jobs.queue" or not node.args:
                continue
            place = f"{path.relative_to(SOURCE)}:{node.lineno}"
            assert isinstance(node.args[0], ast.Constant), f"{place}: write the name out"
            names = {keyword.arg or "**" for keyword in node.keywords} - {"lock", "at"}
            yield place, str(node.args[0].value), names


def test_every_job_that_is_queued_is_a_task_with_these_arguments() -> None:
    tasks = {name: set(inspect.signature(task.func).parameters) for name, task in app.tasks.items()}
    found = list(queued())

    assert [place for place, name, names in found if tasks.get(name) != names] == []
    assert "core.send_messages" in {name for _, name, _ in found}


def test_every_task_is_tried_again_after_an_outage() -> None:
    assert [name for name, task in app.tasks.items() if task.retry_strategy is None] == []


@pytest.mark.django_db
def test_a_job_of_no_task_is_refused_where_it_is_queued() -> None:
    with pytest.raises(KeyError):
        jobs.queue("core.nothing")


def test_a_job_in_a_worker_is_queued_by_its_transaction_too(lasting: None) -> None:
    """In a worker the library's own way is another connection: there at once, rolled back never."""
    with app.replace_connector(app.connector.get_worker_connector()):
        with transaction.atomic():
            jobs.queue("core.send_messages", messages=[])
            transaction.set_rollback(True)
        after_rollback = ProcrastinateJob.objects.count()
        jobs.queue("core.send_messages", messages=["x"])

    assert after_rollback == 0
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"messages": ["x"]}]


@pytest.mark.django_db
def test_a_job_has_its_tasks_queue_and_the_lock_and_moment_it_is_given(now: datetime) -> None:
    jobs.queue("core.send_messages", messages=[], lock="x", at=now)

    job = ProcrastinateJob.objects.get()
    assert (job.queue_name, job.lock, job.scheduled_at, job.status) == ("mail", "x", now, "todo")


@pytest.mark.parametrize(
    ("error", "attempts", "seconds"),
    [
        (OperationalError(), 0, 1),
        (OperationalError(), 5, 32),
        (OperationalError(), 10, None),
        (JobAborted(), 0, 0),
        (asyncio.CancelledError(), 3, 0),
        (ValueError(), 0, None),
    ],
)
def test_outages_and_stops_are_tried_again_and_bugs_are_not(
    error: BaseException, attempts: int, seconds: int | None
) -> None:
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
    decision = jobs.Patient().get_retry_decision(exception=error, job=job)

    if decision is None or decision.retry_at is None:
        assert seconds is None
    else:
        wait = (decision.retry_at - datetime.now(UTC)).total_seconds()
        assert round(wait) == seconds


def begun(attempts: int, *, silent: int | None) -> int:
    """A job at work, whose worker was last heard of some seconds ago; None: it is gone."""
    worker = None
    with connection.cursor() as cursor:
        if silent is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) "
                "VALUES (now() - make_interval(secs => %s)) RETURNING id",
                [silent],
            )
            (worker,) = cursor.fetchone()
        cursor.execute(PREPARE, [attempts, worker])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_what_a_dead_worker_left_begins_anew_and_what_a_living_one_does_goes_on() -> None:
    left, orphan = begun(0, silent=31), begun(3, silent=None)
    deadly, living = begun(jobs.TRIES, silent=31), begun(0, silent=5)
    again = actions.retry_stalled()

    states = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert again == 3
    assert states == {left: "todo", orphan: "todo", deadly: "failed", living: "doing"}
    assert dict(ProcrastinateJob.objects.values_list("id", "attempts"))[orphan] == 4
    assert actions.retry_stalled() == 0


@pytest.mark.django_db
def test_the_state_of_jobs_is_told() -> None:
    now = datetime.now(UTC)
    begun(0, silent=5)
    deadly = begun(jobs.TRIES, silent=100)
    actions.retry_stalled()
    jobs.queue("core.send_messages", messages=[])
    jobs.queue("core.send_messages", messages=[], at=now + timedelta(hours=1))
    state = queries.jobs_state(now)

    assert deadly
    assert (state.workers, state.waiting, state.later, state.running) == (1, 1, 1, 1)
    assert state.failed == {"core.send_messages": 1}
    assert state.oldest is not None
    assert state.heard is not None
    assert abs((state.oldest - now).total_seconds()) < 60
    assert 0 < (now - state.heard).total_seconds() < 60


@pytest.mark.django_db
def test_old_jobs_are_thrown_away_and_waiting_ones_never(now: datetime) -> None:
    jobs.queue_all("core.send_messages", [{"messages": [str(n)]} for n in range(3)])
    old, waiting, fresh = ProcrastinateJob.objects.order_by("id").values_list("id", flat=True)
    with connection.cursor() as cursor:
        for job in (old, fresh):
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [job])
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - interval '8 days' WHERE job_id <> %s",
            [fresh],
        )
    actions.prune(now=now)

    kept = ProcrastinateJob.objects.order_by("id").values_list("id", flat=True)
    assert list(kept) == [waiting, fresh]


def worker(url: str, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "mica.cli.house.worker"],
        env={
            **os.environ,
            "PYTHONPATH": str(SOURCE.parent),
            "DJANGO_SETTINGS_MODULE": "mica.site.settings",
            "DATABASE_URL": url,
            "MICA_MAIL": f"smtp://127.0.0.1:{port}?tls=none",
        },
    )


def own_database() -> str:
    """The address of the tests' database, for another process."""
    parts = connection.settings_dict
    host = parts["HOST"]
    if host.startswith("/"):
        return f"postgresql://{parts['USER']}@/{parts['NAME']}?host={host}"
    word = f":{parts['PASSWORD']}" if parts["PASSWORD"] else ""
    return f"postgresql://{parts['USER']}{word}@{host}:{parts['PORT'] or 5432}/{parts['NAME']}"


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_no_mail_and_sends_none_twice(
    lasting: None, settings
) -> None:
    with postbox.running() as box:
        settings.MICA_MAIL = box.settings
        box.answers["RCPT b@example.org"] = "hold"
        drafts = [mail.Draft(f"{one}@example.org", one, "x\n", about=uuid4()) for one in "abc"]
        ids = mail.send_all(drafts, kind="claim", now=datetime.now(UTC) - timedelta(seconds=1))
        url, port = own_database(), box.server_address[1]
        first = worker(url, port)
        try:
            assert box.held.wait(30)
        finally:
            first.kill()
            first.wait()
        box.answers.clear()
        with connection.cursor() as cursor:  # as if half a minute had gone by
            cursor.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - '40s'::interval"
            )
        second = worker(url, port)
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and Message.objects.filter(state="queued").exists():
                time.sleep(0.2)
        finally:
            second.terminate()
            second.wait(20)

        assert [mail["Subject"] for mail in box.mails] == ["a", "b", "c"]
        assert set(Message.objects.filter(id__in=ids).values_list("state", "tries")) == {
            ("sent", 1)
        }
        job = ProcrastinateJob.objects.get(task_name="core.send_messages")
        assert (job.status, job.attempts) == ("succeeded", 2)
        assert ProcrastinateWorker.objects.count() == 0
