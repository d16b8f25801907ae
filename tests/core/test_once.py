"""A request that is sent again is answered again, and done once."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from mica.core import actions, audit
from mica.core.errors import AskedBefore
from mica.core.models import Answer, AuditEntry
from mica.core.once import Given, once

OWNER = UUID(int=1)
ASKED, OTHER = bytes(32), bytes([1] * 32)


def work(now: datetime, *, key: str = "k", owner: UUID = OWNER, asked: bytes = ASKED) -> Given:
    """Write one entry and answer with its thing, once."""
    with once(owner, key, asked, now=now) as turn:
        if turn.given is None:
            thing = uuid4()
            audit.record("issuing.award", thing, by=None, now=now)
            turn.finish(201, str(thing))
        return turn.given or turn.answer or Given(0, "")


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_alike(now: datetime) -> None:
    first, second = work(now), work(now + timedelta(hours=23))

    assert first == second
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_keys_are_everybodys_own(now: datetime) -> None:
    answers = {work(now), work(now, owner=UUID(int=2)), work(now, key="l")}

    assert (len(answers), AuditEntry.objects.count()) == (3, 3)


@pytest.mark.django_db
def test_a_key_with_another_request_is_refused(now: datetime) -> None:
    work(now)

    with pytest.raises(AskedBefore) as caught:
        work(now, asked=OTHER)
    assert caught.value.code == "key-used-otherwise"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00b", "a\nb"])
def test_a_key_that_is_none_is_refused(now: datetime, key: str) -> None:
    with pytest.raises(AskedBefore) as caught:
        work(now, key=key)
    assert caught.value.code == "key-malformed"


def fail(now: datetime) -> None:
    """Answer, and then fall over before the transaction ends."""
    with once(OWNER, "k", ASKED, now=now) as turn:
        audit.record("issuing.award", uuid4(), by=None, now=now)
        turn.finish(201, "x")
        raise ZeroDivisionError


@pytest.mark.django_db
def test_a_request_that_failed_may_be_sent_again(now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        fail(now)

    assert AuditEntry.objects.count() == 0
    assert work(now).status == 201


@pytest.mark.django_db
def test_a_key_is_forgotten_after_a_day(now: datetime) -> None:
    first = work(now)
    second = work(now + timedelta(hours=25), asked=OTHER)
    actions.prune(now=now + timedelta(hours=50))

    assert first != second
    assert Answer.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_request_that_still_runs_is_not_begun_twice(now: datetime) -> None:
    told: list[str] = []

    def again() -> None:
        try:
            work(now)
        except AskedBefore as error:
            told.append(error.code)
        finally:
            connection.close()

    with transaction.atomic(), once(OWNER, "k", ASKED, now=now) as turn:
        other = threading.Thread(target=again)
        other.start()
        other.join()
        turn.finish(201, "done")

    assert told == ["key-still-running"]
    assert work(now) == Given(201, "done")
