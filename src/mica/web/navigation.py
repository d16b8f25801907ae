"""What stands in the header of a page, for whoever looks at it."""

from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Entry(NamedTuple):
    """One way to go.

    Attributes:
        label: what it is called.
        url: the name of its address.
        signed_in: whether only those see it who have signed in.
        operator: whether only those see it who run the site.
    """

    label: str | Promise
    url: str
    signed_in: bool = False
    operator: bool = False


ENTRIES: Final = (
    Entry(_("Home"), "my-home", signed_in=True),
    Entry(_("Verify"), "verify"),
    Entry(_("My credentials"), "wallet", signed_in=True),
    Entry(_("Organisations"), "organisations", signed_in=True),
    Entry(_("Operator"), "operator", signed_in=True, operator=True),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `mica_nav`, a list of (label, address, whether it is here)."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    operator = signed_in and getattr(request.user, "is_operator", False)
    found = []
    for entry in ENTRIES:
        address = _address(entry.url)
        if address and (signed_in or not entry.signed_in) and (operator or not entry.operator):
            here = request.path == address or (
                address != "/" and request.path.startswith(f"{address.rstrip('/')}/")
            )
            found.append((entry.label, address, here))
    return {"mica_nav": found}


def _address(name: str) -> str | None:
    """Where a page is; None while this installation has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
