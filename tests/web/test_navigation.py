from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from mica.web import navigation
from mica.web.navigation import Entry

ENTRIES = (
    Entry("Start", "home"),
    Entry("Sign in", "account_login"),
    Entry("Mine", "account", signed_in=True),
    Entry("Nowhere", "no-such-page"),
)


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "ENTRIES", ENTRIES)


def labels(rf: RequestFactory, path: str, *, signed_in: bool) -> list[tuple[str, bool]]:
    request = rf.get(path)
    request.user = SimpleNamespace(is_authenticated=signed_in)  # type: ignore[assignment]
    return [(str(label), here) for label, _, here in navigation.navigation(request)["mica_nav"]]


def test_a_visitor_sees_what_is_open_and_exists(rf: RequestFactory) -> None:
    assert labels(rf, "/accounts/sign-in/", signed_in=False) == [
        ("Start", False),
        ("Sign in", True),
    ]


def test_who_signed_in_sees_more(rf: RequestFactory) -> None:
    assert labels(rf, "/", signed_in=True) == [("Start", True), ("Sign in", False), ("Mine", False)]


def test_a_request_that_failed_early_has_a_header_too(rf: RequestFactory) -> None:
    assert len(navigation.navigation(rf.get("/"))["mica_nav"]) == 2


def test_the_operators_entry_is_theirs_alone(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        navigation, "ENTRIES", (Entry("Run", "operator", signed_in=True, operator=True),)
    )
    request = rf.get("/")
    found = []
    for is_operator in (False, True):
        request.user = SimpleNamespace(is_authenticated=True, is_operator=is_operator)  # type: ignore[assignment]
        found.append(len(navigation.navigation(request)["mica_nav"]))

    assert (found, labels(rf, "/", signed_in=False)) == ([0, 1], [])
