"""Status lists: places drawn at random and never twice, and what is published of them."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from mica.people.models import Organisation
from mica.signing import actions, queries, rules
from mica.signing.errors import NotFound, Unfit
from mica.signing.models import Key, StatusList
from mica.vc import bitstring
from mica.vc.keys import KeyType
from tests.town import NOW, Town


def bits_of(list_id: UUID, now: datetime) -> bitstring.Bitstring:
    document = json.loads(queries.status_list_document(list_id, now))
    return bitstring.decode(document["credentialSubject"]["encodedList"])


# -- drawing ---------------------------------------------------------------------------------------


def test_a_drawn_place_is_taken_from_then_on() -> None:
    answers = iter([5, 5, 9, 5, 9, 2])

    first, taken = rules.draw(bytes(2), 2, lambda _: next(answers))
    second, taken = rules.draw(taken, 1, lambda _: next(answers))

    assert (first, second, taken) == ([5, 9], [2], bytes([0b00100100, 0b01000000]))


def test_a_full_list_gives_nothing() -> None:
    with pytest.raises(Unfit) as caught:
        rules.draw(b"\xff\xfe", 2)

    assert caught.value.data == {"room": 1, "count": 2}


def test_places_are_scattered_over_the_whole_list() -> None:
    found, _ = rules.draw(bytes(rules.ENTRIES // 8), 8000)

    quarters = [
        sum(index * 4 // rules.ENTRIES == quarter for index in found) for quarter in range(4)
    ]
    assert all(1700 < quarter < 2300 for quarter in quarters), quarters
    assert found != sorted(found)


# -- reserving -------------------------------------------------------------------------------------


def test_reserved_places_differ_and_name_the_lists_address(town: Town, now: datetime) -> None:
    places = actions.reserve_status(town.provider.id, "revocation", 500, now)

    kept = StatusList.objects.get()
    assert {place.url for place in places} == {f"http://127.0.0.1:8000/status/{kept.id}"}
    assert len({place.index for place in places}) == 500
    assert kept.free == rules.ENTRIES - 500


def test_lists_of_two_organisations_and_two_purposes_are_apart(town: Town, now: datetime) -> None:
    lists = {
        actions.reserve_status(organisation, purpose, 1, now)[0].list_id
        for organisation in (town.provider.id, town.rival.id, None)
        for purpose in ("revocation", "suspension")
    }

    assert len(lists) == 6


def test_a_list_that_is_nine_tenths_full_is_followed_by_another(town: Town, now: datetime) -> None:
    actions.reserve_status(town.provider.id, "revocation", 1, now)
    StatusList.objects.update(free=rules.FULL + 3)

    places = actions.reserve_status(town.provider.id, "revocation", 5, now)

    lists = StatusList.objects.order_by("id")
    assert [kept.free for kept in lists] == [rules.FULL, rules.ENTRIES - 2]
    assert [place.list_id for place in places] == [lists[0].id] * 3 + [lists[1].id] * 2


def test_what_was_rolled_back_was_never_reserved(town: Town, now: datetime) -> None:
    actions.reserve_status(town.provider.id, "revocation", 1, now)
    with transaction.atomic():
        actions.reserve_status(town.provider.id, "revocation", 9, now)
        transaction.set_rollback(True)

    assert StatusList.objects.get().free == rules.ENTRIES - 1


def test_an_unknown_purpose_is_refused(town: Town, now: datetime) -> None:
    with pytest.raises(Unfit) as caught:
        actions.reserve_status(town.provider.id, "message", 1, now)

    assert caught.value.code == "purpose-unknown"


@pytest.mark.django_db(transaction=True)
def test_many_reserving_at_once_never_get_the_same_place() -> None:
    organisation = Organisation.objects.create(slug="busy", name="Busy", kind="school", created=NOW)

    def reserve(_: int) -> list[tuple[UUID, int]]:
        try:
            with transaction.atomic():
                places = [
                    place
                    for _ in range(3)
                    for place in actions.reserve_status(organisation.id, "revocation", 40, NOW)
                ]
        finally:
            connection.close()
        return [(place.list_id, place.index) for place in places]

    with ThreadPoolExecutor(4) as pool:
        found = [place for places in pool.map(reserve, range(12)) for place in places]

    assert (len(found), len(set(found))) == (12 * 120, 12 * 120)
    assert Key.objects.filter(organisation=organisation).count() == 1
    taken = sum(rules.ENTRIES - kept.free for kept in StatusList.objects.all())
    assert taken == 12 * 120


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_list_that_another_holds(now: datetime) -> None:
    organisation = Organisation.objects.create(slug="busy", name="Busy", kind="school", created=NOW)
    first = actions.reserve_status(organisation.id, "revocation", 1, now)[0]

    def reserve() -> UUID:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return actions.reserve_status(organisation.id, "revocation", 1, now)[0].list_id
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        actions.reserve_status(organisation.id, "revocation", 1, now)
        other = pool.submit(reserve).result()

    assert other != first.list_id


# -- setting ---------------------------------------------------------------------------------------


def test_a_status_that_is_set_is_published(town: Town, now: datetime) -> None:
    places = actions.reserve_status(town.provider.id, "revocation", 3, now)
    list_id = places[0].list_id
    before = bits_of(list_id, now).data
    actions.set_status(list_id, [places[1].index], True, now)

    after = bits_of(list_id, now)
    assert int.from_bytes(before, "big") == 0
    assert [after.get(place.index) for place in places] == [0, 1, 0]
    assert int.from_bytes(after.data, "big").bit_count() == 1


def test_a_suspension_is_lifted(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "suspension", 1, now)[0]
    for value in (True, False):
        actions.set_status(place.list_id, [place.index], value, now)

    assert bits_of(place.list_id, now).get(place.index) == 0


def test_a_revocation_is_never_undone(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    actions.set_status(place.list_id, [place.index], True, now)
    with pytest.raises(Unfit) as caught:
        actions.set_status(place.list_id, [place.index], False, now)

    assert caught.value.code == "revocation-is-final"
    assert bits_of(place.list_id, now).get(place.index) == 1


@pytest.mark.parametrize("index", [-1, rules.ENTRIES, None])
def test_a_place_that_nobody_has_is_not_set(town: Town, now: datetime, index: int | None) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    index = (place.index + 1) % rules.ENTRIES if index is None else index
    with pytest.raises(Unfit) as caught:
        actions.set_status(place.list_id, [place.index, index], True, now)

    assert caught.value.code == "index-not-reserved"
    assert int.from_bytes(bits_of(place.list_id, now).data, "big") == 0


def test_a_list_that_is_not_there_is_neither_set_nor_published(db: None, now: datetime) -> None:
    with pytest.raises(NotFound):
        actions.set_status(uuid4(), [1], True, now)
    with pytest.raises(NotFound):
        queries.status_list_document(uuid4(), now)


# -- publishing ------------------------------------------------------------------------------------


def test_a_published_list_says_how_long_it_holds(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    document = json.loads(queries.status_list_document(place.list_id, now))

    proof, subject = document.pop("proof"), document["credentialSubject"]
    assert (proof["cryptosuite"], proof["created"]) == ("eddsa-rdfc-2022", "2026-06-01T12:00:00Z")
    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": place.url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:127.0.0.1%3A8000:organisations:river-college",
        "validFrom": "2026-06-01T11:59:00Z",
        "validUntil": "2026-06-08T12:00:00Z",
        "credentialSubject": {
            "id": f"{place.url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.blank().encode(),
            "ttl": 300_000,
        },
    }
    assert subject["ttl"] == 300_000


def test_a_list_is_signed_anew_at_half_its_time_and_not_before(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    half = rules.VALIDITY / 2
    moments = [now, now + half - timedelta(seconds=1), now + half]

    created = [
        json.loads(queries.status_list_document(place.list_id, moment))["proof"]["created"]
        for moment in moments
    ]

    assert created == ["2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", "2026-06-05T00:00:00Z"]


def test_a_list_signed_by_a_compromised_key_is_signed_anew(town: Town, now: datetime) -> None:
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]
    queries.status_list_document(place.list_id, now)
    made = actions.mark_compromised(Key.objects.get().id, now, town.owner.id, now)

    assert made is not None
    proof = json.loads(queries.status_list_document(place.list_id, now))["proof"]
    assert proof["verificationMethod"].partition("#")[2] == made.multikey


def test_an_organisation_with_p256_alone_publishes_its_lists(town: Town, now: datetime) -> None:
    actions.make_key(town.provider.id, KeyType.P256, by=None, now=now)
    place = actions.reserve_status(town.provider.id, "revocation", 1, now)[0]

    proof = json.loads(queries.status_list_document(place.list_id, now))["proof"]
    assert proof["cryptosuite"] == "ecdsa-rdfc-2019"


@pytest.mark.django_db(transaction=True)
def test_a_list_is_read_while_somebody_reserves_in_it(now: datetime) -> None:
    organisation = Organisation.objects.create(slug="busy", name="Busy", kind="school", created=NOW)
    place = actions.reserve_status(organisation.id, "revocation", 1, now)[0]

    def read() -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return queries.status_list_document(place.list_id, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        actions.set_status(place.list_id, [place.index], True, now)
        read_meanwhile = json.loads(pool.submit(read).result())["credentialSubject"]["encodedList"]

    assert read_meanwhile == bitstring.blank().encode()
    assert bits_of(place.list_id, now).get(place.index) == 1
