"""The parts of an organisation's pages. A feature that adds pages adds a line."""

from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mica.people import rules
from mica.people.queries import Organisation


class Part(NamedTuple):
    """A page that stands in the row of tabs.

    Attributes:
        name: what it is called.
        url: the name of its address, which takes the slug.
        role: the least role that sees it.
    """

    name: str | Promise
    url: str
    role: str


PARTS: Final[list[Part]] = [
    Part(_("Overview"), "organisation", "reader"),
    Part(_("Achievements"), "achievements", "reader"),
    Part(_("Awards"), "awards", "reader"),
    Part(_("Award many"), "uploads", "reader"),
    Part(_("Learners without email"), "organisation-learners", "officer"),
    Part(_("Verify many"), "organisation-checks", "reader"),
    Part(_("Requests"), "organisation-requests", "reader"),
    Part(_("Members"), "organisation-members", "reader"),
    Part(_("Signing keys"), "organisation-keys", "reader"),
    Part(_("Tokens"), "organisation-tokens", "owner"),
    Part(_("Description"), "organisation-edit", "owner"),
]


def workspace(request: HttpRequest, organisation: Organisation, role: str) -> dict[str, Any]:
    """What every page of an organisation shows: who it is, and its tabs for this role."""
    pages = [
        (part.name, reverse(part.url, args=[organisation.slug]))
        for part in PARTS
        if rules.has_role(role, part.role)
    ]
    here = max((one for _name, one in pages if request.path.startswith(one)), key=len, default="")
    return {
        "organisation": organisation,
        "my_role": role,
        "tabs": [(name, address, address == here) for name, address in pages],
    }
