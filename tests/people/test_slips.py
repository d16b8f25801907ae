"""Slips of paper: for who has no address, and in nobody's hands but the right ones."""

from datetime import datetime

import pytest

from mica.people import actions
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Person, Session
from tests.people.test_entering import code_of, sent_code
from tests.town import Town

pytestmark = pytest.mark.django_db


def slipped(town: Town, now: datetime) -> tuple[Person, str]:
    return actions.make_person_without_email(
        "Paper Paul", organisation=town.provider, by=town.officer, now=now
    )


def test_a_learner_without_an_address_signs_in_with_a_slip(town: Town, now: datetime) -> None:
    person, code = slipped(town, now)

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 4]
    assert actions.enter_by_slip(code.lower().replace("-", " "), now=now) == person


@pytest.mark.parametrize("who", ["outsider", "recruiter", "learner"])
def test_only_an_officer_of_the_organisation_makes_learners(
    town: Town, now: datetime, who: str
) -> None:
    with pytest.raises(NotAllowed):
        actions.make_person_without_email(
            "X", organisation=town.provider, by=getattr(town, who), now=now
        )
    assert Person.objects.filter(name="X").count() == 0


def test_a_new_slip_ends_the_old_one_and_the_browsers_it_opened(
    town: Town, now: datetime, client
) -> None:
    person, old = slipped(town, now)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert Session.objects.filter(person=person.id).count() == 1

    new = actions.replace_slip(person, by=town.officer, now=now)

    assert Session.objects.filter(person=person.id).count() == 0
    assert actions.enter_by_slip(new, now=now) == person
    with pytest.raises(Unfit) as error:
        actions.enter_by_slip(old, now=now)
    assert code_of(error) == "wrong-slip"


@pytest.mark.parametrize("who", ["outsider", "owner", "recruiter"])
def test_nobody_else_makes_a_slip_for_somebody(town: Town, now: datetime, who: str) -> None:
    person, _ = slipped(town, now)

    for victim in (person, town.learner):
        with pytest.raises(NotAllowed) as error:
            actions.replace_slip(victim, by=getattr(town, who), now=now)
        assert error.value.code == "no-such-slip"


def test_an_officer_has_no_power_over_a_learner_with_an_address(town: Town, now: datetime) -> None:
    person, _ = slipped(town, now)
    code_id = actions.send_code("paul@example.org", language="en", now=now, person=person)
    actions.add_address(person, code_id, sent_code("paul@example.org"), by=person, now=now)

    with pytest.raises(Unfit) as error:
        actions.replace_slip(person, by=town.officer, now=now)
    assert code_of(error) == "has-an-address"


def test_an_officer_who_left_makes_no_more_slips(town: Town, now: datetime) -> None:
    person, _ = slipped(town, now)
    actions.remove_member(town.provider, town.officer.id, by=town.owner, now=now)

    with pytest.raises(NotAllowed):
        actions.replace_slip(person, by=town.officer, now=now)
    assert actions.replace_slip(person, by=town.operator, now=now)


def test_the_only_way_in_stays(town: Town, now: datetime) -> None:
    person, _ = slipped(town, now)

    with pytest.raises(Unfit) as error:
        actions.remove_slip(person, by=person, now=now)
    assert code_of(error) == "other-way-needed"
