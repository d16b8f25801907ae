"""What waits for a person in their wallet."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mica.people.queries import Person
from mica.wallet.queries.waiting import to_look_at, waiting
from mica.wallet.rules.states import State
from mica.web.needs import Need


def needs(person: Person, now: datetime) -> Iterator[Need]:
    """Awards to be taken, newer versions, and what ends soon."""
    for one in waiting(person):
        said = _("%(issuer)s has awarded you “%(name)s”.")
        yield Need(
            said % {"issuer": one.issuer, "name": one.name},
            reverse("claim-code", args=[one.code]),
            _("Take it"),
        )
    for held in to_look_at(person, now):
        said = {
            State.CORRECTED: _("There is a newer version of “%(name)s”."),
            State.EXPIRING: _("“%(name)s” ends soon."),
        }[held.state]
        yield Need(
            said % {"name": held.holding.name},
            reverse("holding", args=[held.holding.id]),
            _("Look at it"),
        )
