"""Signing in: by a code, a passkey, a slip; what is guessed, copied or late stays out."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress

from mica.core.models import AuditEntry, Message
from mica.people import actions, passkeys, queries, rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import AddressCode, Passkey, Person
from tests.people.authenticator import Device
from tests.town import Town

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"


def sent_code(address: str) -> str:
    """The code in the newest mail to an address."""
    mail = Message.objects.filter(address=address, kind="code").latest("created")
    return mail.subject.split(": ")[1]


def asked(address: str, now: datetime) -> tuple[UUID, str]:
    return actions.send_code(address, language="en", now=now), sent_code(rules.address_of(address))


def code_of(error: pytest.ExceptionInfo[Unfit]) -> str:
    return error.value.code


def test_a_code_lets_in_whose_address_it_is(town: Town, now: datetime) -> None:
    code_id, code = asked("Learner@Example.org ", now)

    assert actions.enter_by_code(code_id, code.lower(), language="en", now=now) == town.learner
    entry = AuditEntry.objects.latest("number")
    assert (entry.verb, entry.actor, entry.data) == (
        "people.sign_in",
        town.learner.id,
        {"way": "code"},
    )


def test_a_new_address_makes_a_person_once_it_is_proved(now: datetime) -> None:
    code_id, code = asked("new@example.org", now)
    assert Person.objects.count() == 0

    person = actions.enter_by_code(code_id, code, language="fr", now=now)

    assert (person.email, person.language) == ("new@example.org", "fr")
    assert [(one.email, one.primary) for one in queries.addresses_of(person)] == [
        ("new@example.org", True)
    ]


def test_a_code_works_once(town: Town, now: datetime) -> None:
    code_id, code = asked("learner@example.org", now)
    actions.enter_by_code(code_id, code, language="en", now=now)

    with pytest.raises(Unfit) as error:
        actions.enter_by_code(code_id, code, language="en", now=now)
    assert code_of(error) == "code-over"


def test_a_code_runs_out(town: Town, now: datetime) -> None:
    code_id, code = asked("learner@example.org", now)

    with pytest.raises(Unfit) as error:
        actions.enter_by_code(code_id, code, language="en", now=now + timedelta(minutes=15))
    assert code_of(error) == "code-over"


def test_a_code_is_guessed_at_five_times_at_most(town: Town, now: datetime) -> None:
    code_id, code = asked("learner@example.org", now)
    said = []
    for _ in range(5):
        with pytest.raises(Unfit) as error:
            actions.enter_by_code(code_id, "0000-0000", language="en", now=now)
        said.append((code_of(error), error.value.data.get("left")))
    assert said == [
        ("wrong-code", 4),
        ("wrong-code", 3),
        ("wrong-code", 2),
        ("wrong-code", 1),
        ("code-over", None),
    ]

    with pytest.raises(Unfit):
        actions.enter_by_code(code_id, code, language="en", now=now)


def test_a_code_to_add_an_address_signs_nobody_in(town: Town, now: datetime) -> None:
    code_id = actions.send_code("second@example.org", language="en", now=now, person=town.learner)

    with pytest.raises(Unfit) as error:
        actions.enter_by_code(code_id, sent_code("second@example.org"), language="en", now=now)
    assert code_of(error) == "code-over"


def test_the_table_does_not_tell_a_code(town: Town, now: datetime) -> None:
    code_id, code = asked("learner@example.org", now)
    row = AddressCode.objects.get(id=code_id)

    assert bytes(row.hash) != rules.digest(rules.read_code(code))
    assert code not in str(row.__dict__)


def test_a_closed_account_stays_closed(town: Town, now: datetime) -> None:
    actions.close_person(town.learner, by=town.operator, now=now, closed=True)
    code_id, code = asked("learner@example.org", now)

    with pytest.raises(Unfit) as error:
        actions.enter_by_code(code_id, code, language="en", now=now)
    assert code_of(error) == "account-closed"


# -- addresses --------------------------------------------------------------------------------
def with_second(town: Town, now: datetime) -> None:
    code_id = actions.send_code("second@example.org", language="en", now=now, person=town.learner)
    actions.add_address(
        town.learner, code_id, sent_code("second@example.org"), by=town.learner, now=now
    )


def addresses(person: Person) -> list[tuple[str, bool]]:
    return [(one.email, one.primary) for one in queries.addresses_of(person)]


def test_an_address_is_added_once_it_is_proved_and_the_others_are_told(
    town: Town, now: datetime
) -> None:
    with_second(town, now)

    assert addresses(town.learner) == [
        ("learner@example.org", True),
        ("second@example.org", False),
    ]
    told = Message.objects.filter(kind="account").values_list("address", "subject")
    assert list(told) == [("learner@example.org", "Your account was changed")]


def test_nobody_adds_an_address_that_is_somebodys(town: Town, now: datetime) -> None:
    code_id = actions.send_code("owner@example.org", language="en", now=now, person=town.outsider)

    with pytest.raises(Unfit) as error:
        actions.add_address(
            town.outsider, code_id, sent_code("owner@example.org"), by=town.outsider, now=now
        )
    assert code_of(error) == "address-used-already"
    assert queries.person_at_address("owner@example.org") == town.owner


def test_nobody_uses_a_code_that_another_asked_for(town: Town, now: datetime) -> None:
    code_id = actions.send_code("new@example.org", language="en", now=now, person=town.learner)

    with pytest.raises(Unfit) as error:
        actions.add_address(
            town.outsider, code_id, sent_code("new@example.org"), by=town.outsider, now=now
        )
    assert code_of(error) == "code-over"


def test_the_primary_address_can_be_chosen_and_moves_on_when_it_goes(
    town: Town, now: datetime
) -> None:
    with_second(town, now)
    actions.make_primary(town.learner, "second@example.org", by=town.learner, now=now)
    town.learner.refresh_from_db()
    assert town.learner.email == "second@example.org"

    actions.remove_address(town.learner, "second@example.org", by=town.learner, now=now)
    town.learner.refresh_from_db()
    assert town.learner.email == "learner@example.org"
    assert addresses(town.learner) == [("learner@example.org", True)]


def test_the_last_address_stays(town: Town, now: datetime) -> None:
    with pytest.raises(Unfit) as error:
        actions.remove_address(town.learner, "learner@example.org", by=town.learner, now=now)
    assert code_of(error) == "last-address"
    assert EmailAddress.objects.filter(user=town.learner).count() == 1


def test_nobody_touches_anothers_address(town: Town, now: datetime) -> None:
    for act in (actions.make_primary, actions.remove_address):
        with pytest.raises(NotAllowed):
            act(town.outsider, "learner@example.org", by=town.outsider, now=now)


# -- passkeys ---------------------------------------------------------------------------------
def new_passkey(person: Person, device: Device, now: datetime) -> Passkey:
    options, state = passkeys.ask_new(ORIGIN, "Mica", person=person.id, shown="x", known=[])
    return actions.add_passkey(
        person,
        "phone",
        origin=ORIGIN,
        site="Mica",
        state=state,
        answer=json.loads(device.make(options)),
        by=person,
        now=now,
    )


def enter(device: Device, now: datetime, state: dict | None = None) -> Person:
    options, fresh = passkeys.ask_known(ORIGIN, "Mica")
    answer = json.loads(device.sign(options))
    return actions.enter_by_passkey(ORIGIN, "Mica", state=state or fresh, answer=answer, now=now)


def test_a_passkey_signs_in(town: Town, now: datetime) -> None:
    device = Device()
    new_passkey(town.learner, device, now)

    assert enter(device, now) == town.learner
    assert Passkey.objects.values_list("count", "used").get() == (1, now)


@pytest.mark.parametrize(
    "device",
    [
        Device(origin="https://phishing.example"),
        Device(host="phishing.example"),
        Device(verifies=False),
    ],
    ids=["another origin", "another host", "nobody was there"],
)
def test_a_device_that_answers_elsewhere_or_for_nobody_is_refused(
    town: Town, now: datetime, device: Device
) -> None:
    good = Device(key=device.key, id=device.id)
    new_passkey(town.learner, good, now)

    with pytest.raises(Unfit) as error:
        enter(device, now)
    assert code_of(error) == "wrong-passkey"
    with pytest.raises(Unfit):
        new_passkey(town.outsider, device, now)


def test_another_key_with_the_same_name_is_refused(town: Town, now: datetime) -> None:
    device = Device()
    new_passkey(town.learner, device, now)

    with pytest.raises(Unfit) as error:
        enter(Device(id=device.id), now)
    assert code_of(error) == "wrong-passkey"


def test_an_answer_to_an_older_question_is_refused(town: Town, now: datetime) -> None:
    device = Device()
    new_passkey(town.learner, device, now)
    _, older = passkeys.ask_known(ORIGIN, "Mica")

    with pytest.raises(Unfit) as error:
        enter(device, now, state=older)
    assert code_of(error) == "wrong-passkey"


def test_a_copy_of_a_device_is_refused_by_its_count(town: Town, now: datetime) -> None:
    device = Device()
    new_passkey(town.learner, device, now)
    copy = Device(key=device.key, id=device.id)
    enter(device, now)

    with pytest.raises(Unfit) as error:
        enter(copy, now)
    assert code_of(error) == "wrong-passkey"


def test_a_passkey_belongs_to_one_account(town: Town, now: datetime) -> None:
    device = Device()
    new_passkey(town.learner, device, now)

    with pytest.raises(Unfit) as error:
        new_passkey(town.outsider, device, now)
    assert code_of(error) == "passkey-known-already"


@pytest.mark.parametrize("answer", [None, 7, [], {}, {"id": 1}, {"rawId": "AA", "response": {}}])
def test_nonsense_is_no_passkey(town: Town, now: datetime, answer: object) -> None:
    _, state = passkeys.ask_known(ORIGIN, "Mica")

    with pytest.raises(Unfit) as error:
        actions.enter_by_passkey(ORIGIN, "Mica", state=state, answer=answer, now=now)
    assert code_of(error) == "wrong-passkey"


def test_nobody_removes_anothers_passkey(town: Town, now: datetime) -> None:
    key = new_passkey(town.learner, Device(), now)

    with pytest.raises(NotAllowed):
        actions.remove_passkey(town.outsider, key.id, by=town.outsider, now=now)
    actions.remove_passkey(town.learner, key.id, by=town.learner, now=now)
    assert Passkey.objects.count() == 0


def test_browsers_make_keys_for_names_only() -> None:
    assert passkeys.possible("https://mica.example")
    assert passkeys.possible("http://localhost:8000")
    assert not passkeys.possible("http://127.0.0.1:8000")
    assert not passkeys.possible("http://[::1]:8000")


def test_signing_out_everywhere_ends_each_browser(town: Town, now: datetime, browse) -> None:
    phone, desk = browse(town.learner), browse(town.learner)
    assert queries.sessions_of(town.learner, now - timedelta(days=1)) == 2

    actions.end_sessions(town.learner, by=town.learner, now=now)

    assert [one.get("/home").status_code for one in (phone, desk)] == [302, 302]


def test_what_runs_out_is_swept(town: Town, now: datetime) -> None:
    code_id, _ = asked("learner@example.org", now)
    actions.sweep(now)
    assert AddressCode.objects.filter(id=code_id).exists()

    actions.sweep(now + timedelta(minutes=15))
    assert not AddressCode.objects.filter(id=code_id).exists()


def test_a_code_for_nothing_is_over(now: datetime) -> None:
    with pytest.raises(Unfit) as error:
        actions.enter_by_code(uuid4(), "0000-0000", language="en", now=now)
    assert code_of(error) == "code-over"
