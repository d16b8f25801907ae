"""Files with many learners: read, put right, awarded once each, reported."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from mica.catalogue import actions as catalogue
from mica.core.errors import Missing
from mica.core.models import AuditEntry, Message
from mica.issuing import queries
from mica.issuing.actions import awarding, intake, life, running
from mica.issuing.errors import NotFound, Unfit
from mica.issuing.models import Award, Credential, Upload, UploadPiece, UploadRow
from mica.issuing.queries import Counts
from mica.issuing.rules import lines
from mica.issuing.rules.grants import Grant
from mica.issuing.rules.life import State
from mica.people.models import Organisation
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.issuing.tables import csv, xlsx
from tests.issuing.test_road import DESCRIPTION
from tests.town import Town

pytestmark = pytest.mark.django_db
HEADER = ("Name", "Email", "Result", "Date", "Evidence", "Evidence name", "Note", "Valid until")


@pytest.fixture
def achievement(town: Town, now: datetime) -> UUID:
    draft = catalogue.create_achievement(town.provider.id, DESCRIPTION, by=town.officer.id, now=now)
    catalogue.publish(draft.id, by=town.officer.id, now=now)
    return draft.achievement_id


def learner(number: int, **more: str) -> tuple[str, ...]:
    said = {"Name": f"Learner {number}", "Email": f"l{number}@example.org", **more}
    return tuple(said.get(title, "") for title in HEADER)


def table(*rows: tuple[str, ...]) -> bytes:
    return csv(HEADER, *rows)


def take_in(town: Town, achievement: UUID, data: bytes, now: datetime, **more: datetime) -> Upload:
    return intake.read_upload(
        town.provider, achievement, "class.csv", data, by=town.officer.id, now=now, **more
    )


def run(upload: Upload, now: datetime, last: int = 10_000) -> Counts:
    running.award_rows(upload.id, 1, last, now=now)
    upload.refresh_from_db()
    return queries.counts(upload)


def start(town: Town, upload: Upload, now: datetime) -> None:
    running.start(upload.id, by=town.officer.id, now=now)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Unfit) as refused:
        act()
    return refused.value.code


def queued() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name LIKE 'issuing.%' ORDER BY id"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_everything_a_row_says_stands_on_its_credential(
    town: Town, achievement: UUID, now: datetime
) -> None:
    said = {
        "Result": "Merit",
        "Date": "2026-05-31",
        "Evidence": "https://work.example/1",
        "Evidence name": "A loaf",
        "Note": "With great care.",
        "Valid until": "2027-05-31",
    }
    rows = [learner(n, **said) for n in range(3)]
    upload = take_in(town, achievement, table(*rows, learner(3)), now)
    start(town, upload, now)

    assert run(upload, now) == Counts(awarded=4)
    assert upload.state == Upload.State.DONE
    awards = Award.objects.order_by("row")
    assert [one.row for one in awards] == [2, 3, 4, 5]
    assert [one.address for one in awards] == [f"l{n}@example.org" for n in range(4)]
    first = awards[0]
    assert (first.result, first.note) == ("Merit", "With great care.")
    assert first.evidence == [{"url": "https://work.example/1", "name": "A loaf", "narrative": ""}]
    assert first.awarded.isoformat() == "2026-05-31T00:00:00+00:00"
    assert first.valid_until.isoformat() == "2027-05-31T23:59:59+00:00"
    reports = [judge(one.document.encode(), now) for one in Credential.objects.all()]
    assert [report.verdict for report in reports] == [Verdict.VALID] * 4
    assert AuditEntry.objects.filter(verb="issuing.award").count() == 4


def test_every_learner_gets_a_mail_of_their_own(
    town: Town, achievement: UUID, now: datetime
) -> None:
    rows = [learner(n, Name=name) for n, name in enumerate(("Zoë", "\ue000code\ue001", "A  B"))]
    upload = take_in(town, achievement, table(*rows), now)
    start(town, upload, now)
    run(upload, now)

    mails = Message.objects.order_by("address")
    single = [
        awarding.letters.claim(
            one, achievement=DESCRIPTION.name, issuer="River College", language="en"
        ).text
        for one in Award.objects.order_by("address")
    ]
    assert [mail.text for mail in mails] == single
    assert [mail.about for mail in mails] == [one.id for one in Award.objects.order_by("address")]


def test_the_same_file_again_awards_nobody_twice_and_says_so(
    town: Town, achievement: UUID, now: datetime
) -> None:
    data = table(*(learner(n) for n in range(5)))
    first = take_in(town, achievement, data, now)
    start(town, first, now)
    run(first, now)
    again = take_in(town, achievement, data, now)

    assert queries.standing_already(again) == 5
    assert queries.earlier_upload(again) == first
    start(town, again, now)
    assert run(again, now) == Counts(standing=5)
    assert Award.objects.count() == 5
    kept = again.rows.order_by("number").values_list("award", flat=True)
    assert list(kept) == list(Award.objects.order_by("row").values_list("id", flat=True))


def test_a_revoked_award_does_not_keep_a_learner_from_a_new_one(
    town: Town, achievement: UUID, now: datetime
) -> None:
    data = table(learner(1))
    first = take_in(town, achievement, data, now)
    start(town, first, now)
    run(first, now)
    life.revoke(Award.objects.get().id, "misconduct", "", by=town.officer.id, now=now)
    again = take_in(town, achievement, data, now)
    start(town, again, now)

    assert run(again, now) == Counts(awarded=1)


def test_a_job_that_runs_twice_awards_once(town: Town, achievement: UUID, now: datetime) -> None:
    upload = take_in(town, achievement, table(*(learner(n) for n in range(3))), now)
    start(town, upload, now)
    before = run(upload, now)

    assert run(upload, now + timedelta(minutes=5)) == before
    assert (Award.objects.count(), Credential.objects.count(), Message.objects.count()) == (3, 3, 3)


def test_faults_are_shown_put_right_or_left_out(
    town: Town, achievement: UUID, now: datetime
) -> None:
    rows = (learner(1, Date="31/05/2026"), learner(2, Email="nobody"), learner(3), learner(3))
    upload = take_in(town, achievement, table(*rows), now)
    by = town.officer.id

    faults, more = queries.faults_of(upload, 500)
    assert [(one.row, one.field, one.code, one.data) for one in faults] == [
        (2, "date", "not-a-date", {}),
        (3, "address", "address-unfit", {}),
        (5, "address", "row-double", {"row": 4}),
    ]
    assert more is False
    assert refusal(lambda: start(town, upload, now)) == "rows-faulty"

    fixed = {"name": "Learner 1", "address": "l1@example.org", "date": "2026-05-31"}
    assert intake.fix_row(upload.id, 2, fixed, by=by, now=now).state == UploadRow.State.READY
    double = {"name": "Learner 3", "address": "L3@example.org"}
    assert intake.fix_row(upload.id, 3, double, by=by, now=now).faults == [
        ["address", "row-double", {"row": 4}]
    ]
    assert queries.next_faulty(upload, 3) == 5
    intake.leave_out(upload.id, 5, by=by, now=now)
    assert intake.leave_out_faulty(upload.id, by=by, now=now) == 1
    start(town, upload, now)
    assert run(upload, now) == Counts(awarded=2, left_out=2)


@pytest.mark.slow
def test_a_hundred_thousand_faults_are_kept_and_the_first_are_shown(
    town: Town, achievement: UUID, now: datetime
) -> None:
    data = b"Name,Email\n" + b"".join(b"x,nobody%d\n" % n for n in range(100_000))
    upload = take_in(town, achievement, data, now)
    assert upload.state == Upload.State.READING or len(data) <= intake.AT_ONCE
    intake.finish_reading(upload.id, now=now)
    upload.refresh_from_db()

    assert len(queries.faults_of(upload, 500)[0]) == 500
    assert queries.counts(upload) == Counts(faulty=100_000)


def test_a_large_file_is_read_by_a_worker(
    town: Town, achievement: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "AT_ONCE", 10)
    upload = take_in(town, achievement, xlsx(HEADER, learner(1)), now)

    assert (upload.state, queued()) == (Upload.State.READING, [{"upload": str(upload.id)}])
    intake.finish_reading(upload.id, now=now)
    intake.finish_reading(upload.id, now=now)
    upload.refresh_from_db()
    assert (upload.state, queries.counts(upload)) == (Upload.State.READY, Counts(ready=1))
    assert UploadPiece.objects.count() == 0


def test_a_large_file_that_cannot_be_read_says_why(
    town: Town, achievement: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "AT_ONCE", 10)
    data = b"Name,Email\n" + b"a,a@x.example\n" * 5 + b'"' + b"b" * 200_000
    upload = take_in(town, achievement, data, now)
    intake.finish_reading(upload.id, now=now)
    upload.refresh_from_db()

    assert (upload.state, upload.code, upload.data) == ("refused", "quote-open", {"row": 7})
    assert (UploadRow.objects.count(), UploadPiece.objects.count()) == (0, 0)


def test_a_file_is_worked_on_in_pieces_that_are_queued_with_its_start(
    town: Town, achievement: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    upload = take_in(town, achievement, table(*(learner(n) for n in range(5))), now)
    start(town, upload, now)
    one = str(upload.id)

    assert queued() == [
        {"upload": one, "first": 2, "last": 3},
        {"upload": one, "first": 4, "last": 5},
        {"upload": one, "first": 6, "last": 6},
    ]


def test_awards_of_a_file_can_be_scheduled(town: Town, achievement: UUID, now: datetime) -> None:
    later = now + timedelta(days=2)
    upload = take_in(town, achievement, table(learner(1)), now, at=later)
    start(town, upload, now)

    assert run(upload, now) == Counts(awarded=1)
    award = Award.objects.get()
    assert (award.state, award.scheduled, Credential.objects.count()) == (State.SCHEDULED, later, 0)


def test_a_stopped_file_goes_on_where_it_was_or_is_ended(
    town: Town, achievement: UUID, now: datetime
) -> None:
    by = town.officer.id
    upload = take_in(town, achievement, table(*(learner(n) for n in range(6))), now)
    start(town, upload, now)
    run(upload, now, last=3)
    running.stop(upload.id, by=by, now=now)
    assert run(upload, now) == Counts(awarded=2, ready=4)

    start(town, upload, now)
    assert run(upload, now, last=5) == Counts(awarded=4, ready=2)
    running.stop(upload.id, by=by, now=now)
    running.end(upload.id, by=by, now=now)
    assert run(upload, now) == Counts(awarded=4, left_out=2)
    assert refusal(lambda: start(town, upload, now)) == "upload-ended"


def test_an_organisation_that_is_suspended_meanwhile_awards_nobody_more(
    town: Town, achievement: UUID, now: datetime
) -> None:
    upload = take_in(town, achievement, table(*(learner(n) for n in range(4))), now)
    start(town, upload, now)
    run(upload, now, last=3)
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    assert run(upload, now) == Counts(awarded=2, ready=2)
    assert (upload.state, upload.code) == (Upload.State.STOPPED, "organisation-not-approved")


def test_one_row_that_cannot_be_signed_does_not_keep_the_others(
    town: Town, achievement: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the rules of rows were laxer than the format; nothing of the kind is known."""
    monkeypatch.setattr(lines, "is_iri", bool)
    links = ["https://work.example/a b" if n == 4 else "https://work.example/" for n in range(9)]
    rows = [learner(n, Evidence=link) for n, link in enumerate(links)]
    upload = take_in(town, achievement, table(*rows), now)
    start(town, upload, now)

    assert run(upload, now) == Counts(awarded=8, failed=1)
    assert upload.state == Upload.State.DONE
    failed = upload.rows.get(state=UploadRow.State.FAILED)
    assert (failed.number, failed.award, bool(failed.code)) == (6, None, True)
    assert (Award.objects.count(), Message.objects.count()) == (8, 8)


def test_what_was_given_up_is_forgotten(town: Town, achievement: UUID, now: datetime) -> None:
    upload = take_in(town, achievement, table(learner(1)), now)
    intake.forget_upload(upload.id, by=town.officer.id, now=now)

    assert UploadRow.objects.count() == 0
    assert refusal(lambda: start(town, upload, now)) == "upload-ended"


def test_what_nobody_starts_is_forgotten_in_time(
    town: Town, achievement: UUID, now: datetime
) -> None:
    upload = take_in(town, achievement, table(learner(1)), now)

    assert intake.forget_old(before=now, now=now) == 0
    assert intake.forget_old(before=now + timedelta(seconds=1), now=now) == 1
    upload.refresh_from_db()
    assert (upload.state, UploadRow.objects.count()) == (Upload.State.CANCELLED, 0)


def test_nobody_else_sees_or_moves_a_file(town: Town, achievement: UUID, now: datetime) -> None:
    upload = take_in(town, achievement, table(learner(1, Date="soon")), now)
    by, slug = town.outsider.id, town.provider.slug

    def hand_in(to: Organisation) -> None:
        intake.read_upload(to, achievement, "x.csv", table(learner(1)), by=by, now=now)

    acts = [
        lambda: intake.fix_row(upload.id, 2, {}, by=by, now=now),
        lambda: intake.leave_out(upload.id, 2, by=by, now=now),
        lambda: intake.leave_out_faulty(upload.id, by=by, now=now),
        lambda: intake.forget_upload(upload.id, by=by, now=now),
        lambda: running.start(upload.id, by=by, now=now),
        lambda: running.stop(upload.id, by=by, now=now),
        lambda: running.end(upload.id, by=by, now=now),
        lambda: queries.upload_for(town.outsider, slug, upload.id),
        lambda: hand_in(town.provider),
    ]

    for act in acts:
        with pytest.raises(Missing):
            act()
    with pytest.raises(NotFound):
        queries.upload_for(town.outsider, town.rival.slug, upload.id)
    with pytest.raises(Missing):
        hand_in(town.rival)
    assert queries.counts(upload) == Counts(faulty=1)


@pytest.mark.django_db(transaction=True)
def test_two_files_with_the_same_learners_at_once_award_each_once(
    town: Town, achievement: UUID, now: datetime
) -> None:
    rows = [learner(n) for n in range(60)]
    files = [take_in(town, achievement, table(*part), now) for part in (rows, rows[::-1])]
    for one in files:
        start(town, one, now)
    faults: list[BaseException] = []

    def work(upload: Upload) -> None:
        try:
            running.award_rows(upload.id, 1, 100, now=now)
        except BaseException as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in (*files, *files)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert Award.objects.count() == 60
    found = [queries.counts(one) for one in files]
    assert sum(one.awarded for one in found) == 60
    assert sum(one.standing for one in found) == 60
    assert {Upload.objects.get(id=one.id).state for one in files} == {Upload.State.DONE}


def test_who_was_awarded_alone_is_passed_over(town: Town, achievement: UUID, now: datetime) -> None:
    grant = Grant(name="Learner 1", address="l1@example.org")
    award = awarding.award(town.provider, achievement, grant, by=town.officer.id, now=now)
    upload = take_in(town, achievement, table(learner(1), learner(2)), now)
    start(town, upload, now)

    assert run(upload, now) == Counts(awarded=1, standing=1)
    assert upload.rows.get(number=2).award == award.id
