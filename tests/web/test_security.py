import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from mica.web.security import headers


def page(_: HttpRequest) -> HttpResponse:
    return HttpResponse("x")


def framed(_: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Content-Security-Policy": "frame-ancestors *"})


def test_a_page_loads_nothing_from_elsewhere_and_nothing_inline(rf: RequestFactory) -> None:
    response = headers(page)(rf.get("/"))

    assert response["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=()"),
    ],
)
def test_a_page_keeps_to_itself(rf: RequestFactory, name: str, value: str) -> None:
    assert headers(page)(rf.get("/"))[name] == value


def test_what_a_view_decided_stands(rf: RequestFactory) -> None:
    assert headers(framed)(rf.get("/"))["Content-Security-Policy"] == "frame-ancestors *"


@override_settings(MICA_FORM_TARGETS=["https://login.example"])
def test_a_provider_of_sign_in_can_be_reached_from_a_form(rf: RequestFactory) -> None:
    policy = headers(page)(rf.get("/"))["Content-Security-Policy"]

    assert policy.endswith("; form-action 'self' https://login.example")
