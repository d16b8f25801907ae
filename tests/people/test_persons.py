"""Helpers, guardians, operators and leaving."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from mica.core import audit
from mica.core.models import AuditEntry, Message
from mica.people import actions, queries
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Consent, Helper, Person, Session
from tests.people.authenticator import Device
from tests.people.test_entering import new_passkey
from tests.town import Town

pytestmark = pytest.mark.django_db
CHILD = date(2014, 1, 1)


@pytest.fixture
def age(settings) -> None:
    settings.MICA_GUARDIAN_AGE = 16


def helped(town: Town, now: datetime, until: datetime | None = None) -> Helper:
    tie = actions.name_helper(
        town.learner, "owner@example.org", until=until, by=town.learner, now=now
    )
    return actions.accept_helping(tie.id, by=town.owner, now=now)


# -- helpers ----------------------------------------------------------------------------------
def test_a_helper_acts_for_the_learner_once_they_agreed(town: Town, now: datetime) -> None:
    tie = actions.name_helper(
        town.learner, "Owner@example.org", until=None, by=town.learner, now=now
    )
    with pytest.raises(NotAllowed):
        queries.acting_person(town.owner, town.learner.id, now)
    assert list(queries.helping_asked(town.owner)) == [tie]

    actions.accept_helping(tie.id, by=town.owner, now=now)

    assert queries.acting_person(town.owner, town.learner.id, now) == (town.learner, town.owner)
    assert queries.acting_person(town.owner, None, now) == (town.owner, None)


def test_nobody_acts_for_a_learner_who_did_not_name_them(town: Town, now: datetime) -> None:
    tie = helped(town, now)

    for who in (town.outsider, town.officer, town.operator):
        with pytest.raises(NotAllowed) as error:
            queries.acting_person(who, town.learner.id, now)
        assert error.value.code == "not-helping"
        with pytest.raises(NotAllowed):
            actions.end_helping(tie.id, by=who, now=now)
    with pytest.raises(NotAllowed):
        queries.acting_person(town.owner, town.outsider.id, now)


def test_whoever_was_not_asked_cannot_agree(town: Town, now: datetime) -> None:
    tie = actions.name_helper(
        town.learner, "owner@example.org", until=None, by=town.learner, now=now
    )
    for who in (town.outsider, town.learner):
        with pytest.raises(NotAllowed) as error:
            actions.accept_helping(tie.id, by=who, now=now)
        assert error.value.code == "no-such-helper"
    with pytest.raises(NotAllowed):
        actions.accept_helping(uuid4(), by=town.owner, now=now)


@pytest.mark.parametrize("who", ["learner", "owner"])
def test_either_ends_it(town: Town, now: datetime, who: str) -> None:
    tie = helped(town, now)
    actions.end_helping(tie.id, by=getattr(town, who), now=now)

    with pytest.raises(NotAllowed):
        queries.acting_person(town.owner, town.learner.id, now)


def test_it_ends_at_its_end(town: Town, now: datetime) -> None:
    helped(town, now, until=now + timedelta(days=1))

    assert queries.acting_person(town.owner, town.learner.id, now)[1] == town.owner
    with pytest.raises(NotAllowed):
        queries.acting_person(town.owner, town.learner.id, now + timedelta(days=1))


def test_it_ends_when_the_learner_is_shut_out(town: Town, now: datetime) -> None:
    helped(town, now)
    actions.close_person(town.learner, by=town.operator, now=now, closed=True)

    with pytest.raises(NotAllowed):
        queries.acting_person(town.owner, town.learner.id, now)


def test_nobody_names_a_helper_for_another(town: Town, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.name_helper(
            town.learner, "outsider@example.org", until=None, by=town.outsider, now=now
        )


def test_a_helper_is_somebody_else_and_named_once(town: Town, now: datetime) -> None:
    helped(town, now)
    for address, code in [
        ("learner@example.org", "own-address"),
        ("owner@example.org", "helper-named-already"),
    ]:
        with pytest.raises(Unfit) as error:
            actions.name_helper(town.learner, address, until=None, by=town.learner, now=now)
        assert error.value.code == code


def test_what_a_helper_does_is_written_down_under_both_ids(town: Town, now: datetime) -> None:
    with audit.helped_by(town.owner.id):
        audit.record("wallet.share", uuid4(), by=town.learner.id, now=now, version=1)
    audit.record("wallet.share", uuid4(), by=town.learner.id, now=now)

    entries = AuditEntry.objects.order_by("number").values_list("actor", "data")
    assert list(entries) == [
        (town.learner.id, {"version": 1, "helper": str(town.owner.id)}),
        (town.learner.id, {}),
    ]


# -- guardians --------------------------------------------------------------------------------
def link_token(address: str) -> str:
    text = Message.objects.filter(address=address, kind="guardian").latest("created").text
    return text.split("/consent/")[1].split("/")[0]


def child(town: Town) -> Person:
    town.learner.born = CHILD
    town.learner.save()
    return town.learner


def test_a_minor_waits_for_a_guardian_and_loses_what_they_take_back(
    town: Town, now: datetime, age: None
) -> None:
    learner = child(town)
    with pytest.raises(Unfit) as error:
        queries.check_consent(learner, now)
    assert error.value.code == "guardian-consent-needed"

    actions.ask_guardian(learner, "Gran", "gran@example.org", by=learner, now=now)
    token = link_token("gran@example.org")
    found = []
    for give in (False, True, False, True):
        now += timedelta(hours=1)
        state = actions.answer_consent(token, give=give, now=now).state
        found.append((state, queries.consent_needed(learner, now)))

    assert found == [
        ("refused", True),
        ("given", False),
        ("withdrawn", True),
        ("given", False),
    ]


def test_the_newest_answer_decides(town: Town, now: datetime, age: None) -> None:
    learner = child(town)
    for name in ("ma", "pa"):
        actions.ask_guardian(learner, name, f"{name}@example.org", by=learner, now=now)
    actions.answer_consent(link_token("ma@example.org"), give=True, now=now)
    actions.answer_consent(link_token("pa@example.org"), give=False, now=now + timedelta(hours=1))

    assert queries.consent_needed(learner, now)


def test_nobody_is_asked_where_the_operator_asks_for_none(town: Town, now: datetime) -> None:
    learner = child(town)

    queries.check_consent(learner, now)
    with pytest.raises(Unfit) as error:
        actions.ask_guardian(learner, "Gran", "gran@example.org", by=learner, now=now)
    assert error.value.code == "no-guardian-needed"


def test_a_minor_is_not_their_own_guardian(town: Town, now: datetime, age: None) -> None:
    with pytest.raises(Unfit) as error:
        actions.ask_guardian(child(town), "Me", "LEARNER@example.org", by=town.learner, now=now)
    assert error.value.code == "own-address"


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "xx", lambda _: "", lambda _: "a:b:c"])
def test_a_link_that_is_not_ours_answers_nothing(
    town: Town, now: datetime, age: None, change
) -> None:
    actions.ask_guardian(child(town), "Gran", "gran@example.org", by=town.learner, now=now)

    with pytest.raises(NotAllowed) as error:
        actions.answer_consent(change(link_token("gran@example.org")), give=True, now=now)
    assert error.value.code == "no-such-consent"
    assert Consent.objects.get().state == "asked"


def test_a_minor_does_not_grow_older_by_saying_so(town: Town, now: datetime, age: None) -> None:
    learner = child(town)
    for born in (date(1990, 1, 1), None):
        with pytest.raises(Unfit) as error:
            actions.change_profile(
                learner, name="Lena", language="en", born=born, by=learner, now=now
            )
        assert error.value.code == "born-stays"

    with pytest.raises(NotAllowed):
        actions.correct_born(learner, None, by=learner, now=now)
    actions.correct_born(learner, date(1990, 1, 1), by=town.operator, now=now)
    queries.check_consent(learner, now)


# -- operators --------------------------------------------------------------------------------
def test_an_operator_is_made_by_address_alone(town: Town, now: datetime) -> None:
    assert actions.make_operator("Learner@Example.org", now=now) == town.learner
    new = actions.make_operator("chief@example.org", now=now)

    assert (new.email, new.is_operator) == ("chief@example.org", True)
    queries.check_operator(new)
    assert AuditEntry.objects.latest("number").actor is None


@pytest.mark.parametrize("who", ["outsider", "owner", "learner"])
def test_only_operators_look_people_up(town: Town, now: datetime, who: str) -> None:
    by = getattr(town, who)
    for act in (
        lambda: queries.find_people(by, "learner@example.org"),
        lambda: queries.person_for_operator(by, town.learner.id),
        lambda: queries.counts(by, now),
        lambda: queries.organisations_to_decide(by),
        lambda: queries.organisation_for_operator(by, "river-college"),
        lambda: queries.owners_for_operator(by, town.provider),
        lambda: actions.close_person(town.learner, by=by, now=now, closed=True),
    ):
        with pytest.raises(NotAllowed) as error:
            act()
        assert error.value.code == "operators-only"


def test_operators_find_people_by_a_whole_address(town: Town) -> None:
    assert queries.find_people(town.operator, "LEARNER@example.org") == [town.learner]
    assert queries.find_people(town.operator, "learner@example") == []


# -- leaving ----------------------------------------------------------------------------------
def everything_of(learner: Person, town: Town, now: datetime, browse) -> None:
    browse(learner)
    helped(town, now)
    new_passkey(learner, Device(), now)
    actions.replace_slip(learner, by=learner, now=now)
    actions.ask_guardian(child(town), "Gran", "gran@example.org", by=learner, now=now)
    actions.invite_member(town.provider, "learner@example.org", "reader", by=town.owner, now=now)
    actions.send_code("learner@example.org", language="en", now=now)


def test_who_leaves_leaves_nothing_that_tells_who_they_were(
    town: Town, now: datetime, age: None, browse
) -> None:
    everything_of(town.learner, town, now, browse)
    words = ("learner@example.org", "Learner Lena", "gran@example.org")
    assert len(leftovers(*words)) > len(words)

    actions.erase_person(town.learner, by=town.learner, now=now)

    assert leftovers(*words) == []
    left = Person.objects.get(id=town.learner.id)
    assert (left.name, left.email, left.born, left.erased) == ("", "", None, now)
    assert Session.objects.filter(person=left.id).count() == 0
    assert queries.export_person(left)["addresses"] == []


def leftovers(*words: str) -> list[str]:
    """Every table with a row that holds one of the words."""
    from django.apps import apps  # noqa: PLC0415 - after the settings
    from django.db import connection  # noqa: PLC0415

    found = []
    with connection.cursor() as cursor:
        for table in {model._meta.db_table for model in apps.get_models()}:
            for word in words:
                cursor.execute(
                    f'SELECT 1 FROM "{table}" AS one WHERE one::text ILIKE %s LIMIT 1',  # noqa: S608
                    [f"%{word}%"],
                )
                if cursor.fetchone():
                    found.append(f"{table}: {word}")
    return sorted(found)


def test_nobody_else_deletes_an_account(town: Town, now: datetime) -> None:
    helped(town, now)
    for who in (town.outsider, town.owner):
        with pytest.raises(NotAllowed):
            actions.erase_person(town.learner, by=who, now=now)
    assert Person.objects.get(id=town.learner.id).erased is None


def test_the_address_of_who_left_is_free_again(town: Town, now: datetime) -> None:
    actions.erase_person(town.learner, by=town.learner, now=now)
    again = actions.make_operator("learner@example.org", now=now)

    assert again.id != town.learner.id


def test_the_table_itself_keeps_nobody_who_left(town: Town, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(id=town.learner.id).update(erased=now)


def test_the_export_tells_all(town: Town, now: datetime, age: None, browse) -> None:
    everything_of(town.learner, town, now, browse)
    found = queries.export_person(town.learner)

    assert found["addresses"] == [{"address": "learner@example.org", "primary": True}]
    assert found["born"] == "2014-01-01"
    assert [one["name"] for one in found["passkeys"]] == ["phone"]
    assert [one["address"] for one in found["helpers"]] == ["owner@example.org"]
    assert [one["name"] for one in found["guardians"]] == ["Gran"]
    assert found["invitations"] == [
        {"organisation": "River College", "role": "reader", "state": "open"}
    ]
