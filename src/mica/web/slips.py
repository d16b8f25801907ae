"""A sign-in slip to be printed or read out."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from mica.people.queries import Person


def shown_slip(
    request: HttpRequest, person: Person, code: str, *, back: tuple[str, str]
) -> HttpResponse:
    """The page that shows a slip's code, this once.

    The picture holds the code after a `#`, which no browser sends to a server and no log keeps.
    """
    address = request.build_absolute_uri(reverse("sign-in-slip"))
    picture = segno.make(f"{address}#{code}", error="m").svg_inline(
        scale=5, border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    context = {
        "person": person,
        "code": code,
        "groups": code.split("-"),
        "address": address,
        "picture": mark_safe(picture),  # noqa: S308 - drawn here, of our own address and code
        "back": back,
    }
    return render(request, "slip.html", context)
