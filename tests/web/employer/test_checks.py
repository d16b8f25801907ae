"""An organisation's lists of verified documents: handed in, seen, taken away, deleted."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mica.people.models import Person
from mica.verification.models import Batch
from tests.cast import GOOD
from tests.town import Town
from tests.verification.test_batches import work
from tests.verification.test_many import packed

PAGE = "/organisations/bright-bakery/checks/"
Browse = Callable[[Person], Client]


def hand_in(client: Client, path: str = PAGE) -> Any:
    made = packed(("good.json", json.dumps(GOOD).encode()), ("noise.txt", b"hello"))
    return client.post(path, {"file": SimpleUploadedFile("all.zip", made)})


def text(response: Any) -> str:
    return unescape(response.content.decode())


def test_an_officer_hands_in_and_gets_a_table(town: Town, browse: Browse, now: Any) -> None:
    client = browse(town.recruiter)
    address = hand_in(client)["Location"]
    waiting = text(client.get(address))
    work(now)
    done = text(client.get(address))

    assert ("Look again" in waiting, "Look again" in done) == (True, False)
    assert "“Beekeeping for beginners” was awarded" in done
    assert b"good.json" in b"".join(client.get(f"{address}results.csv").streaming_content)
    assert b'"level": "unknown"' in b"".join(
        client.get(f"{address}results.jsonl").streaming_content
    )
    assert address in text(client.get(PAGE))


def test_deleting_asks_first(town: Town, browse: Browse) -> None:
    client = browse(town.recruiter)
    address = hand_in(client)["Location"]

    assert "Delete the results of 2 documents?" in text(client.get(f"{address}delete"))
    assert Batch.objects.count() == 1
    client.post(f"{address}delete")
    assert (Batch.objects.count(), client.get(address).status_code) == (0, 404)


@pytest.mark.parametrize("end", ["", "delete", "results.csv", "results.jsonl"])
def test_an_outsider_sees_nothing_of_it(town: Town, browse: Browse, end: str) -> None:
    address = hand_in(browse(town.recruiter))["Location"]
    elsewhere = address.replace("bright-bakery", "rival-school")
    outsider = browse(town.outsider)

    assert [outsider.get(f"{one}{end}").status_code for one in (address, elsewhere)] == [404, 404]
    assert outsider.post(f"{elsewhere}delete").status_code == 404
    assert Client().get(f"{address}{end}").status_code == 302
    assert Batch.objects.count() == 1


def test_an_outsider_hands_nothing_in_for_others(town: Town, browse: Browse) -> None:
    assert hand_in(browse(town.outsider)).status_code == 404
    assert Batch.objects.count() == 0


def test_what_cannot_be_taken_is_said_beside_the_field(town: Town, browse: Browse) -> None:
    client = browse(town.recruiter)
    broken = SimpleUploadedFile("all.zip", b"PK\x03\x04")
    page = text(client.post(PAGE, {"file": broken}))

    assert "The ZIP file all.zip cannot be read" in page
    assert 'aria-invalid="true"' in page


def test_an_empty_page_says_what_to_do_first(town: Town, browse: Browse) -> None:
    assert "Hand in up to 10000 credentials" in text(browse(town.recruiter).get(PAGE)).replace(
        ",", ""
    )
