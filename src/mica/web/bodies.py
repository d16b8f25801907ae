"""How much a request may bring: what is more is refused before any of it is read."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MOST: Final = 51_000_000
"""Bytes: the largest file that any page takes, and what a form adds to it."""


def limited(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: stands before whatever reads a form, such as the check of its token."""

    def guarded(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= MOST:
            return get_response(request)
        context = {
            "title": _("That is too big"),
            "sentence": _("At most {most} MB at once. Split the file into several.").format(
                most=MOST // 1_000_000 - 1
            ),
        }
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "answer.html", {**context, "status": status.value}, status=status)

    return guarded
