"""Many at a time: judged in pieces that may run twice, seen by whoever may, and forgotten."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from mica.core.errors import Forbidden, Missing
from mica.core.models import AuditEntry
from mica.people.models import Organisation
from mica.verification import actions, queries
from mica.verification.errors import NotFound, Unfit
from mica.verification.models import Batch, Row
from mica.verification.rules.many import Item
from tests import cast
from tests.cast import GOOD
from tests.town import Town

OLD = cast.PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))
HOUR = timedelta(hours=1)


def documents() -> list[Item]:
    return [
        Item("good.json", json.dumps(GOOD).encode()),
        Item("old.json", json.dumps(OLD).encode()),
        Item("noise.txt", b"hello"),
        Item("big.json", b"", Unfit("file-too-large", limit=5)),
        Item("https://127.0.0.1:9/x", b"https://127.0.0.1:9/x"),
    ]


def start(now: datetime) -> actions.Started:
    return actions.start_batch(documents(), language="en", now=now)


def start_for(town: Town, now: datetime) -> UUID:
    started = actions.start_batch_for(
        town.employer.slug, documents(), by=town.recruiter, language="en", now=now
    )
    return started.id


def work(now: datetime) -> None:
    """What a worker does with the queued jobs, once each."""
    for job in ProcrastinateJob.objects.filter(task_name="verification.check_rows"):
        given = job.args
        actions.check_rows(UUID(given["batch"]), given["first"], given["last"], now=now)


def verdicts() -> list[tuple[int, str]]:
    return list(Row.objects.order_by("number").values_list("number", "verdict"))


EXPECTED = [(1, "valid"), (2, "invalid"), (3, "unusable"), (4, "unusable"), (5, "undecided")]


def test_every_document_gets_its_verdict(db: None, now: datetime) -> None:
    started = start(now)
    work(now)
    batch = queries.batch_by_secret(started.secret, now)

    assert verdicts() == EXPECTED
    assert queries.progress(batch) == (
        5, 5, {"invalid": 1, "undecided": 1, "unusable": 2, "valid": 1},
    )  # fmt: skip


def test_nothing_that_was_handed_in_is_kept_once_it_is_judged(db: None, now: datetime) -> None:
    start(now)
    before = Row.objects.exclude(data=None).count()
    work(now)

    assert (before, Row.objects.exclude(data=None).count()) == (4, 0)


def test_a_job_that_runs_twice_changes_nothing(db: None, now: datetime) -> None:
    start(now)
    work(now)
    first = list(Row.objects.order_by("number").values())
    work(now + HOUR)

    assert list(Row.objects.order_by("number").values()) == first


def test_what_is_left_when_the_time_is_up_goes_on_in_another_job(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = start(now)
    monkeypatch.setattr(actions, "SLICE", -1.0)
    actions.check_rows(started.id, 1, 5, now=now)
    jobs = ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)

    assert [(one["first"], one["last"]) for one in jobs] == [(1, 20), (1, 5)]
    assert queries.progress(queries.batch_by_secret(started.secret, now)).done == 1


def test_many_documents_are_many_jobs(db: None, now: datetime) -> None:
    actions.start_batch((Item(str(n), b"x") for n in range(45)), language="en", now=now)
    jobs = ProcrastinateJob.objects.order_by("id").values_list("args", flat=True)

    assert [(one["first"], one["last"]) for one in jobs] == [(1, 20), (21, 40), (41, 60)]


def test_a_hand_in_that_is_refused_leaves_nothing(db: None, now: datetime) -> None:
    def some() -> Iterator[Item]:
        yield from documents()
        raise Unfit("too-many-at-once", limit=5)

    with pytest.raises(Unfit):
        actions.start_batch(some(), language="en", now=now)

    assert (Batch.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_sentences_are_in_the_language_of_whoever_handed_them_in(db: None, now: datetime) -> None:
    started = actions.start_batch(documents()[:1], language="fr", now=now)
    work(now)

    row = queries.rows(queries.batch_by_secret(started.secret, now)).get()
    assert "15 janvier 2026" in row.sentence


def test_a_guessed_link_shows_nothing(db: None, now: datetime) -> None:
    started = start(now)

    for guess in (started.secret[:-1], str(started.id), ""):
        with pytest.raises(NotFound):
            queries.batch_by_secret(guess, now)


def test_the_secret_itself_is_not_kept(db: None, now: datetime) -> None:
    started = start(now)
    row = Batch.objects.values().get()

    assert started.secret not in str(row)
    assert len(started.secret) >= 32


def test_after_an_hour_there_is_nothing_to_be_seen_and_then_nothing_at_all(
    db: None, now: datetime
) -> None:
    started = start(now)
    work(now)
    with pytest.raises(NotFound):
        queries.batch_by_secret(started.secret, now + HOUR)

    assert actions.sweep_batches(now=now + HOUR - timedelta(seconds=1)) == 0
    assert actions.sweep_batches(now=now + HOUR) == 1
    assert (Batch.objects.count(), Row.objects.count()) == (0, 0)


def test_whoever_has_the_link_can_delete_it_at_once(db: None, now: datetime) -> None:
    started = start(now)
    actions.discard_batch(started.secret, now=now)

    assert (Batch.objects.count(), Row.objects.count()) == (0, 0)
    work(now)  # a job that comes too late finds nothing, and is content


def test_an_organisations_batch_is_its_members_for_thirty_days(town: Town, now: datetime) -> None:
    batch = start_for(town, now)
    work(now)
    listed = queries.batches_for(town.recruiter, town.employer.slug, now)

    assert [(one.id, one.done, one.total) for one in listed] == [(batch, 5, 5)]
    late = now + timedelta(days=30)
    assert list(queries.batches_for(town.recruiter, town.employer.slug, late)) == []


def test_an_outsider_sees_no_batch_of_another_organisation(town: Town, now: datetime) -> None:
    batch = start_for(town, now)

    with pytest.raises(Missing):
        queries.batch_for(town.outsider, town.employer.slug, batch, now)
    with pytest.raises(Missing):
        queries.batch_for(town.outsider, town.rival.slug, batch, now)
    with pytest.raises(Missing):
        queries.batches_for(town.outsider, town.employer.slug, now)
    with pytest.raises(Missing):
        actions.delete_batch(town.rival.slug, batch, by=town.outsider, now=now)
    assert Batch.objects.count() == 1


def test_readers_see_results_and_hand_nothing_in(town: Town, now: datetime) -> None:
    batch = start_for(town, now)
    town.employer.memberships.create(person=town.learner, role="reader", created=now)

    assert queries.batch_for(town.learner, town.employer.slug, batch, now).id == batch
    with pytest.raises((Forbidden, Missing)):
        actions.start_batch_for(
            town.employer.slug, documents(), by=town.learner, language="en", now=now
        )
    with pytest.raises((Forbidden, Missing)):
        actions.delete_batch(town.employer.slug, batch, by=town.learner, now=now)


def test_an_organisation_that_is_not_approved_hands_nothing_in(town: Town, now: datetime) -> None:
    Organisation.objects.filter(id=town.employer.id).update(state="suspended")

    with pytest.raises(Exception, match="approv"):
        start_for(town, now)
    assert Batch.objects.count() == 0


def test_a_deleted_batch_is_gone_with_all_that_was_found(town: Town, now: datetime) -> None:
    batch = start_for(town, now)
    actions.delete_batch(town.employer.slug, batch, by=town.recruiter, now=now)

    assert (Batch.objects.count(), Row.objects.count()) == (0, 0)


def test_the_log_says_how_many_and_never_what(town: Town, now: datetime) -> None:
    batch = start_for(town, now)
    work(now)
    entries = list(AuditEntry.objects.values_list("verb", "thing", "actor", "data"))

    assert entries == [
        ("verification.start_batch", str(batch), town.recruiter.id, {"documents": 5})
    ]
