"""Nothing is fetched by the toolkit, and what is not at hand is unreachable, never forged."""

import pytest

from mica.vc import resolve
from mica.vc.errors import Undecidable, Unreachable
from mica.vc.resolve import Resource, Shelf

URL = "https://school.example/list"


def test_without_a_network_everything_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        resolve.nothing(URL)

    assert (caught.value.code, caught.value.data) == ("offline", {"url": URL})


def test_a_shelf_gives_what_lies_on_it() -> None:
    assert Shelf({URL: b"{}"})(URL) == Resource(URL, b"{}", "", None)


def test_a_shelf_does_not_give_what_is_nearly_the_same() -> None:
    with pytest.raises(Unreachable) as caught:
        Shelf({URL: b"{}"})(URL + "/")

    assert (caught.value.code, caught.value.data) == ("not-on-shelf", {"url": URL + "/"})


def test_an_outage_makes_a_check_undecided() -> None:
    assert issubclass(Unreachable, Undecidable)
