"""The parts of a wallet: what is held, what is shared, what is asked for."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from mica.web.learner.tabs import Tab


def wallet_tabs(request: HttpRequest) -> list[Tab]:
    """The pages of a wallet, as `parts/tabs.html` takes them."""
    pages = [
        (name, address)
        for name, url in (
            (_("Credentials"), "wallet"),
            (_("Shared"), "shares"),
            (_("Asked of me"), "requests"),
        )
        if (address := _address(url))
    ]
    here = max((one for _name, one in pages if request.path.startswith(one)), key=len, default="")
    return [Tab(name, address, address == here) for name, address in pages]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
