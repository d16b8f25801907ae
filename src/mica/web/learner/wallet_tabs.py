"""The parts of a wallet: what is held, what is shared, what is asked for."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mica.web.learner.tabs import Tab


def wallet_tabs(request: HttpRequest) -> list[Tab]:
    """The pages of a wallet, as `parts/tabs.html` takes them."""
    pages = [
        (_("Held"), reverse("wallet")),
        (_("Shared"), reverse("shares")),
        (_("Asked of me"), reverse("requests")),
    ]
    here = max((one for _name, one in pages if request.path.startswith(one)), key=len, default="")
    return [Tab(name, address, address == here) for name, address in pages]
