"""Awarding: nobody twice, also at once; frozen versions; scheduled awards; who may."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from mica.catalogue import actions as catalogue
from mica.core.models import AuditEntry, Message
from mica.issuing.actions import awarding, life
from mica.issuing.actions.awarding import Row, award_all
from mica.issuing.models import Award, Credential
from mica.issuing.rules.grants import Fault, Grant
from mica.people.errors import NotAllowed
from mica.people.models import Organisation
from mica.signing.models import StatusList
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.granting import BREAD, LENA, YEAR, awarded, published, refused
from tests.town import Town, member

KAI = Grant(name="Kai", address="kai@example.org")
DAY = timedelta(days=1)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("address").values_list("address", "kind"))


def test_an_award_is_signed_told_and_on_record(town: Town, now: datetime) -> None:
    version = published(town, now, replace(BREAD, validity=YEAR))
    award = awarded(town, version, now, replace(LENA, name=" Lena ", address="LENA@Example.org"))

    assert (award.state, award.name, award.address, award.version_id, award.valid_until) == (
        "issued",
        "Lena",
        "lena@example.org",
        version.id,
        now.replace(year=2027),
    )
    assert mails() == [("lena@example.org", "claim")]
    last = AuditEntry.objects.latest("number")
    assert (last.verb, last.thing, last.actor) == (
        "issuing.award",
        str(award.id),
        town.officer.id,
    )


def test_nobody_is_awarded_the_same_twice(town: Town, now: datetime) -> None:
    version = published(town, now)
    first = awarded(town, version, now)

    with refused("already-awarded") as caught:
        awarded(town, version, now + DAY, replace(LENA, name="L.", address="Learner@Example.org"))

    assert caught.value.data == {"award": first.id}
    assert (Award.objects.count(), Credential.objects.count(), len(mails())) == (1, 1, 1)


def test_another_date_another_achievement_or_after_a_revocation_is_another_award(
    town: Town, now: datetime
) -> None:
    version = published(town, now)
    first = awarded(town, version, now)
    awarded(town, version, now, replace(LENA, awarded=now - DAY))
    awarded(town, published(town, now), now)
    life.revoke(first.id, "other", "", by=town.officer.id, now=now)
    awarded(town, version, now)

    assert Award.objects.count() == 4


def test_whoever_is_awarded_under_a_mistyped_address_is_not_awarded_under_the_right_one(
    town: Town, now: datetime
) -> None:
    version = published(town, now)
    first = awarded(town, version, now, replace(LENA, address="learnre@example.org"))
    life.resend(first.id, by=town.officer.id, now=now, address="learner@example.org")

    for grant in (LENA, replace(LENA, address="learnre@example.org")):
        with refused("already-awarded") as caught:
            awarded(town, version, now, grant)
        assert caught.value.data == {"award": first.id}


def test_many_are_awarded_each_once(town: Town, now: datetime) -> None:
    version = published(town, now)
    rows = [Row(1, LENA), Row(2, KAI), Row(3, replace(KAI, name="Kai again"))]
    upload = UUID(int=1)

    def run() -> list[int | None]:
        made = award_all(
            version, rows, organisation=town.provider, by=town.officer.id, now=now, upload=upload
        )
        return [one.row for one in made]

    assert (run(), run()) == ([1, 2], [])
    assert mails() == [("kai@example.org", "claim"), ("learner@example.org", "claim")]
    assert verbs().count("issuing.award") == 2


@pytest.mark.django_db(transaction=True)
def test_many_at_once_award_nobody_twice_and_do_not_block_one_another(
    town: Town, now: datetime
) -> None:
    version = published(town, now)
    people = [Grant(name=f"P{n}", address=f"p{n}@example.org") for n in range(30)]
    rows = [Row(number, grant) for number, grant in enumerate(people)]

    def run(order: int) -> int:
        mine = rows if order % 2 else rows[::-1]
        try:
            made = award_all(version, mine, organisation=town.provider, by=town.officer.id, now=now)
            return len(made)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(4)))

    assert sum(made) == Award.objects.count() == Credential.objects.count() == 30
    assert len(mails()) == verbs().count("issuing.award") == 30
    places = Credential.objects.values_list("revocation_list", "revocation_index")
    assert len(set(places)) == 30


@pytest.mark.django_db(transaction=True)
def test_one_award_at_the_same_moment_from_two_officers_is_one(town: Town, now: datetime) -> None:
    version = published(town, now)

    def run(_: int) -> UUID | None:
        try:
            return awarded(town, version, now).id
        except awarding.Unfit as error:
            return UUID(str(error.data["award"]))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(run, range(4)))

    assert found == set(Award.objects.values_list("id", flat=True))
    assert len(found) == 1


def test_an_award_keeps_its_version(town: Town, now: datetime) -> None:
    by = town.officer.id
    first = published(town, now)
    award = awarded(town, first, now)
    draft = catalogue.start_version(first.achievement_id, by=by, now=now)
    catalogue.save_draft(draft.id, replace(BREAD, name="Cake baking"), by=by, now=now)
    catalogue.publish(draft.id, by=by, now=now)
    life.correct(award.id, replace(LENA, name="Lena Learner"), by=by, now=now + DAY)
    other = awarded(town, first, now, KAI)

    award.refresh_from_db()
    assert (award.version_id, other.version_id) == (first.id, draft.id)
    names = [
        '"name":"Bread baking"' in one.document for one in Credential.objects.order_by("signed")
    ]
    assert sorted(names) == [False, True, True]


@pytest.mark.parametrize(
    ("grant", "at", "code"),
    [
        (replace(LENA, name=""), None, "grant-unfit"),
        (LENA, timedelta(0), "schedule-in-past"),
        (LENA, -DAY, "schedule-in-past"),
        (replace(LENA, awarded=datetime.fromisoformat("2026-06-05T00:00Z")), None, "grant-unfit"),
    ],
)
def test_what_is_wrong_is_not_awarded(
    town: Town, now: datetime, grant: Grant, at: timedelta | None, code: str
) -> None:
    version = published(town, now)

    with refused(code):
        awarded(town, version, now, grant, at=None if at is None else now + at)

    assert (Award.objects.count(), mails()) == (0, [])


def test_faults_are_told_with_their_fields(town: Town, now: datetime) -> None:
    with refused("grant-unfit") as caught:
        awarded(town, published(town, now), now, replace(LENA, name=""))

    assert caught.value.data["faults"] == [Fault("name", "name-missing")]


def test_what_is_not_published_or_not_theirs_is_not_awarded(town: Town, now: datetime) -> None:
    by = town.officer.id
    draft = catalogue.create_achievement(town.provider.id, BREAD, by=by, now=now)
    with refused("nothing-published"):
        awarded(town, draft, now)

    catalogue.publish(draft.id, by=by, now=now)
    with refused("no-such-achievement"):
        awarding.award(town.rival, draft.achievement_id, LENA, by=town.outsider.id, now=now)

    catalogue.withdraw(draft.id, by=by, now=now)
    with refused("nothing-published"):
        awarded(town, draft, now)


def test_an_organisation_that_is_not_approved_awards_nothing(town: Town, now: datetime) -> None:
    version = published(town, now)
    town.provider.state = Organisation.State.SUSPENDED
    town.provider.save()

    with refused("organisation-not-approved"):
        awarded(town, version, now)


def test_a_reader_an_outsider_and_a_learner_award_nothing(town: Town, now: datetime) -> None:
    version = published(town, now)
    reader = member(town.provider, "Reader Rita", "reader")

    for who in (reader, town.outsider, town.learner):
        with pytest.raises(NotAllowed):
            awarding.award(town.provider, version.achievement_id, LENA, by=who.id, now=now)

    assert (Award.objects.count(), StatusList.objects.count()) == (0, 0)


# -- scheduled --------------------------------------------------------------------------------
def test_a_scheduled_award_is_silent_until_its_time_and_then_issued_once(
    town: Town, now: datetime
) -> None:
    at = now + DAY
    award = awarded(town, published(town, now, replace(BREAD, validity=YEAR)), now, at=at)

    assert (award.state, award.credentials.count(), mails()) == ("scheduled", 0, [])
    assert life.issue_due(now=at - timedelta(seconds=1)) == 0
    assert (life.issue_due(now=at), life.issue_due(now=at)) == (1, 0)

    award.refresh_from_db()
    credential = award.credentials.get()
    assert (award.state, award.awarded, award.valid_until) == ("issued", at, at.replace(year=2027))
    assert judge(credential.document.encode(), at).verdict is Verdict.VALID
    assert mails() == [("learner@example.org", "claim")]
    assert verbs()[-1] == "issuing.issue"


def test_a_scheduled_award_of_an_organisation_that_was_suspended_waits(
    town: Town, now: datetime
) -> None:
    award = awarded(town, published(town, now), now, at=now + DAY)
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    assert life.issue_due(now=now + 2 * DAY) == 0

    Organisation.objects.filter(id=town.provider.id).update(state="approved")
    assert life.issue_due(now=now + 2 * DAY) == 1
    award.refresh_from_db()
    assert award.state == "issued"


def test_many_scheduled_awards_of_several_versions_are_issued_in_portions(
    town: Town, now: datetime
) -> None:
    for version in (published(town, now), published(town, now)):
        awarded(town, version, now, LENA, at=now + DAY)
        awarded(town, version, now, KAI, at=now + DAY)

    done = [life.issue_due(now=now + DAY, most=3) for _ in range(3)]

    assert (done, Credential.objects.count(), len(mails())) == ([3, 1, 0], 4, 4)


def test_a_cancelled_award_is_never_issued_and_can_be_awarded_anew(
    town: Town, now: datetime
) -> None:
    version = published(town, now)
    award = awarded(town, version, now, at=now + DAY)
    life.cancel(award.id, by=town.officer.id, now=now)

    assert (life.issue_due(now=now + 2 * DAY), mails()) == (0, [])
    with refused("act-does-not-fit"):
        life.cancel(award.id, by=town.officer.id, now=now)
    awarded(town, version, now)
