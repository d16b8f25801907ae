"""A worker that is killed while it awards loses nothing, and awards nobody twice."""

import random
import time
from datetime import UTC, datetime

import pytest

from mica.catalogue import actions as catalogue
from mica.core.examination import examine
from mica.core.models import AuditEntry, Message
from mica.issuing import queries
from mica.issuing.actions import intake, running
from mica.issuing.models import Award, Credential, Upload
from mica.issuing.queries import Counts
from tests.issuing.tables import csv
from tests.issuing.test_road import DESCRIPTION
from tests.platform.workers import begin_again, kill, workers
from tests.town import Town

ROWS = 4_000
KILLS = 4
SECONDS = 120


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_awards_nobody_twice(town: Town) -> None:
    now, by = datetime.now(UTC), town.officer.id
    draft = catalogue.create_achievement(town.provider.id, DESCRIPTION, by=by, now=now)
    catalogue.publish(draft.id, by=by, now=now)
    rows = [(f"Learner {n}", f"l{n}@example.org") for n in range(ROWS)]
    data = csv(("Name", "Email"), *rows)
    upload = intake.read_upload(
        town.provider, draft.achievement_id, "class.csv", data, by=by, now=now
    )
    running.start(upload.id, by=by, now=now)

    killed = []
    with workers(2) as parts:
        for number in range(KILLS):
            time.sleep(random.uniform(0.2, 1.2))  # noqa: S311 - any moment will do
            killed.append(queries.counts(upload).ready)
            kill(parts[number % 2])
            begin_again(parts[number % 2])
        wait(upload)

    assert any(0 < ready < ROWS for ready in killed), killed
    assert queries.counts(upload) == Counts(awarded=ROWS)
    assert Award.objects.values("address").distinct().count() == Award.objects.count() == ROWS
    assert Credential.objects.count() == ROWS
    assert Message.objects.filter(kind="claim").count() == ROWS
    assert AuditEntry.objects.filter(verb="issuing.award").count() == ROWS
    assert examine().findings == []


def wait(upload: Upload) -> None:
    until = time.monotonic() + SECONDS
    while Upload.objects.filter(id=upload.id, state=Upload.State.RUNNING).exists():
        assert time.monotonic() < until, queries.counts(upload)
        time.sleep(0.1)
