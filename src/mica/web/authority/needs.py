"""What waits for an operator."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mica.people import queries
from mica.people.queries import Person
from mica.web.needs import Need


def needs(person: Person, _now: datetime) -> Iterator[Need]:
    """Organisations that wait for a decision."""
    if not person.is_operator:
        return
    number = queries.organisations_to_decide(person).count()
    if number:
        yield Need(
            ngettext(
                "organisation waits for your decision",
                "organisations wait for your decision",
                number,
            ),
            reverse("operator-organisations"),
            _("Decide"),
            number,
        )
