"""What waits for a member of an organisation."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mica.people import queries
from mica.people.queries import Organisation, Person
from mica.web.needs import Need


def needs(person: Person, _now: datetime) -> Iterator[Need]:
    """Decisions of the operator that an owner should know of."""
    sentences = {
        Organisation.State.REFUSED: _("“%(name)s” was not approved. Read why."),
        Organisation.State.SUSPENDED: _("“%(name)s” is suspended. Read why."),
    }
    for member in queries.organisations_of(person):
        sentence = sentences.get(Organisation.State(member.organisation.state))
        if sentence and member.role == "owner":
            yield Need(
                sentence % {"name": member.organisation.name},
                reverse("organisation", args=[member.organisation.slug]),
                _("Look at it"),
            )
