"""The first page, and the pages for what went wrong."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve
from django.views import csrf, defaults

HEADING = re.compile(r"<h1>(.*?)</h1>")
WAY_OUT = '<a class="button" href="/">'


def heading(response: HttpResponse) -> tuple[int, list[str], bool]:
    """The status, the headings, and whether there is a way out."""
    text = response.content.decode()
    return response.status_code, HEADING.findall(text), WAY_OUT in text


def test_the_first_page_asks_for_nothing_and_changes_nothing(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.post("/").status_code == 405


def test_nothing_on_the_first_page_leads_nowhere(client: Client) -> None:
    """A link that no page answers would raise Resolver404."""
    text = client.get("/").content.decode()
    inside = [
        path for path in re.findall(r'(?:href|action)="(/[^"]*)"', text) if "static" not in path
    ]

    assert inside != []
    assert [path for path in inside if not resolve(path).func] == []


def test_every_fault_says_what_happened_and_shows_a_way_out(rf: RequestFactory) -> None:
    request = rf.get("/x")

    assert heading(defaults.bad_request(request, ValueError())) == (
        400,
        ["That could not be read"],
        True,
    )
    assert heading(defaults.permission_denied(request, PermissionDenied())) == (
        403,
        ["This is not open to you"],
        True,
    )
    assert heading(defaults.page_not_found(request, Http404())) == (
        404,
        ["There is nothing here"],
        True,
    )
    assert heading(defaults.server_error(request)) == (
        500,
        ["Something went wrong on our side"],
        True,
    )
    assert heading(csrf.csrf_failure(request, REASON_NO_CSRF_COOKIE)) == (
        403,
        ["This form has grown old"],
        True,
    )


def test_who_tries_too_often_is_told_to_wait() -> None:
    text = render_to_string("429.html")

    assert (HEADING.findall(text), WAY_OUT in text) == (["Too many tries"], True)


def test_a_fault_keeps_its_reason_and_a_strangers_markup_to_itself(rf: RequestFactory) -> None:
    request = rf.get("/x?<script>alert(1)</script>")
    text = defaults.page_not_found(request, Http404("no award 17")).content.decode()

    assert ("no award 17" in text, "<script" in text) == (False, False)


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_every_answer_has_the_content_policy(client: Client, path: str) -> None:
    assert client.get(path)["Content-Security-Policy"].startswith("default-src 'self'; ")


def test_a_refused_form_has_the_content_policy() -> None:
    """It is refused before the views' own middleware is reached."""
    response = Client(enforce_csrf_checks=True).post("/language/setlang/")

    assert (response.status_code, "Content-Security-Policy" in response) == (403, True)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_a_visitors_language_is_the_pages(client: Client, language: str) -> None:
    text = client.get("/", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}" dir="ltr">' in text
