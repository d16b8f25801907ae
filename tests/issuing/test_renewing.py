"""Renewal: the same achievement for a new term, with the history kept."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Lasts, Validity
from mica.core.models import AuditEntry, Message
from mica.issuing import queries
from mica.issuing.actions import claiming, life, renewing
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.people.models import Organisation
from mica.verification.queries import judge
from tests.granting import BREAD, LENA, YEAR, awarded, published, refused
from tests.town import Town

DAY = timedelta(days=1)


@pytest.fixture
def award(town: Town, now: datetime) -> Award:
    return awarded(town, published(town, now, replace(BREAD, validity=YEAR)), now)


def verdict(award: Award, at: datetime) -> str:
    return judge(award.credentials.get().document.encode(), at).verdict.value


def test_a_renewal_holds_now_and_runs_on_from_the_old_end(
    town: Town, award: Award, now: datetime
) -> None:
    soon = now + 300 * DAY
    renewed = renewing.renew(award.id, by=town.officer.id, now=soon, result="92", note="Again")
    document = json.loads(renewed.credentials.get().document)

    assert renewed.valid_until == now.replace(year=2028)
    assert (document["validFrom"], document["validUntil"]) == (
        "2027-03-28T12:00:00Z",
        "2028-06-01T12:00:00Z",
    )
    assert document["id"] != json.loads(award.credentials.get().document)["id"]
    assert (renewed.renews_id, renewed.name, renewed.result, renewed.note) == (
        award.id,
        award.name,
        "92",
        "Again",
    )
    assert [verdict(one, soon) for one in (award, renewed)] == ["valid", "valid"]
    after = now.replace(year=2027) + DAY
    assert [verdict(one, after) for one in (award, renewed)] == ["invalid", "valid"]
    assert list(AuditEntry.objects.order_by("-number").values_list("verb", "thing")[:2]) == [
        ("issuing.award", str(renewed.id)),
        ("issuing.renew", str(award.id)),
    ]
    mail = Message.objects.get(kind="renewed")
    assert (mail.address, "June 1, 2028" in mail.text, code_of(renewed.id, 0) in mail.text) == (
        "learner@example.org",
        True,
        True,
    )


def test_what_has_ended_is_renewed_from_now(town: Town, award: Award, now: datetime) -> None:
    late = now.replace(year=2028)

    renewed = renewing.renew(award.id, by=town.officer.id, now=late)

    assert renewed.valid_until == now.replace(year=2029)


def test_an_award_is_renewed_once_and_then_its_renewal(
    town: Town, award: Award, now: datetime
) -> None:
    by = town.officer.id
    first = renewing.renew(award.id, by=by, now=now)
    with refused("renewed-already"):
        renewing.renew(award.id, by=by, now=now + DAY)
    second = renewing.renew(first.id, by=by, now=now + DAY)

    assert [one.valid_until for one in (award, first, second)] == [
        now.replace(year=year) for year in (2027, 2028, 2029)
    ]
    assert queries.renewals_of(award) == [first]

    life.revoke(second.id, "other", "", by=by, now=now + DAY)
    assert renewing.renew(first.id, by=by, now=now + DAY).renews_id == first.id


def test_a_renewal_is_of_what_the_achievement_is_today(
    town: Town, award: Award, now: datetime
) -> None:
    by = town.officer.id
    draft = catalogue.start_version(award.achievement_id, by=by, now=now)
    newer = replace(BREAD, name="Bread and rolls", validity=Validity(Lasts.PERIOD, months=24))
    catalogue.save_draft(draft.id, newer, by=by, now=now)
    catalogue.publish(draft.id, by=by, now=now)
    first = renewing.renew(award.id, by=by, now=now)
    catalogue.withdraw(draft.id, by=by, now=now)
    second = renewing.renew(first.id, by=by, now=now)

    assert [(one.version_id, one.valid_until) for one in (first, second)] == [
        (draft.id, now.replace(year=2029)),
        (draft.id, now.replace(year=2031)),
    ]


def test_a_renewal_is_for_whoever_claimed_the_one_before(
    town: Town, award: Award, now: datetime
) -> None:
    claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    renewed = renewing.renew(award.id, by=town.officer.id, now=now)

    assert list(queries.awards_of(town.learner)) == [award]
    assert queries.newest_document(renewed.id, town.learner) is None
    with refused("claimed-already"):
        claiming.claim(code_of(renewed.id, 0), person=town.outsider.id, now=now)

    claiming.claim(code_of(renewed.id, 0), person=town.learner.id, now=now + DAY)
    assert list(queries.awards_of(town.learner)) == [renewed, award]


def test_a_renewal_ends_later_than_what_it_renews(town: Town, now: datetime) -> None:
    by, until = town.officer.id, now + 90 * DAY
    fixed = Validity(Lasts.UNTIL, until)
    award = awarded(town, published(town, now, replace(BREAD, validity=fixed)), now)

    for end in (None, until, now + DAY):
        with refused("renewal-ends-no-later"):
            renewing.renew(award.id, by=by, now=now, until=end)

    assert renewing.renew(award.id, by=by, now=now, until=until + DAY).valid_until == until + DAY


def test_what_never_ends_is_not_renewed(town: Town, now: datetime) -> None:
    award = awarded(town, published(town, now), now)

    with refused("no-end-to-renew"):
        renewing.renew(award.id, by=town.officer.id, now=now)


def test_an_organisation_that_was_suspended_renews_nothing(
    town: Town, award: Award, now: datetime
) -> None:
    Organisation.objects.filter(id=town.provider.id).update(state="suspended")

    with refused("organisation-not-approved"):
        renewing.renew(award.id, by=town.officer.id, now=now)


def test_a_renewed_learner_is_not_awarded_again_by_the_old_file(
    town: Town, award: Award, now: datetime
) -> None:
    renewing.renew(award.id, by=town.officer.id, now=now)

    with refused("already-awarded"):
        awarded(town, award.version, now, LENA)
