"""Doors that can be guessed at are knocked at so often and no more."""

import pytest
from django.db import connection
from django.test import RequestFactory

from mica.core import answers, errors, limits
from mica.core.errors import TooMany
from mica.errors import MicaError

pytestmark = pytest.mark.django_db


def tries(number: int, key: str = "a", door: str = "claim", window: int = 600) -> int:
    """How many of so many tries were let through."""
    done = 0
    for _ in range(number):
        try:
            limits.check(door, key, 3, window)
        except TooMany:
            break
        done += 1
    return done


def test_each_key_at_each_door_has_its_own_count() -> None:
    assert [tries(5), tries(5, "b"), tries(5, door="slip"), tries(1)] == [3, 3, 3, 0]


def test_a_window_ends_and_another_begins() -> None:
    assert tries(5) == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_rate SET until = clock_timestamp()")
    assert tries(5) == 3


def test_it_is_said_how_long_to_wait() -> None:
    tries(3)
    with pytest.raises(TooMany) as error:
        limits.check("claim", "a", 3, 600)

    assert 595 <= int(answers.headers_of(error.value)["Retry-After"]) <= 600
    assert (answers.status_of(error.value), error.value.data["minutes"]) == (429, 10)


def test_the_table_does_not_tell_who_knocked() -> None:
    limits.check("claim", "192.0.2.1", 3, 600)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM core_rate")
        keys = [bytes(key) for (key,) in cursor.fetchall()]

    assert [len(key) for key in keys] == [32]
    assert b"192.0.2.1" not in keys[0]


@pytest.mark.parametrize(
    ("proxies", "header", "believed"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (2, "6.6.6.6, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    rf: RequestFactory, settings, proxies: int, header: str, believed: str
) -> None:
    settings.MICA_PROXIES = proxies

    request = rf.get("/", headers={"X-Forwarded-For": header})
    assert limits.client_address(request) == believed


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.Missing, 404),
        (errors.Unproven, 401),
        (errors.Forbidden, 403),
        (errors.Unfit, 409),
        (errors.TooOften, 429),
        (MicaError, 400),
    ],
)
def test_each_kind_of_error_has_one_status(kind: type[MicaError], status: int) -> None:
    assert answers.status_of(kind("x")) == status
    assert answers.headers_of(kind("x")) == {}
