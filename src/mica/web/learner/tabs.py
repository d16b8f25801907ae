"""The parts of a person's own pages."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


class Tab(NamedTuple):
    """One of several pages that belong together."""

    name: str
    address: str
    current: bool


def tabs(request: HttpRequest) -> list[Tab]:
    """The pages about the person who signed in."""
    pages = [
        (_("Profile"), reverse("account")),
        (_("Signing in"), reverse("sign-ins")),
        (_("Helpers"), reverse("helpers")),
        *([(_("Guardian"), reverse("guardian"))] if settings.MICA_GUARDIAN_AGE else []),
        (_("My data"), reverse("my-data")),
    ]
    here = max((one for _name, one in pages if request.path.startswith(one)), key=len, default="")
    return [Tab(name, address, address == here) for name, address in pages]
