"""What waits for a member of an organisation."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mica.issuing.queries import EXPIRING, RETURNED, counts_of
from mica.people import queries, rules
from mica.people.queries import Organisation, Person
from mica.web.needs import Need


def needs_of_awards(person: Person, now: datetime) -> Iterator[Need]:
    """Awards that end soon, and claims that did not arrive, for officers."""
    sentences = {
        EXPIRING: _("Awards of “%(name)s” end soon. Renew those that go on."),
        RETURNED: _("Mails of “%(name)s” came back. Look at the addresses."),
    }
    for member in queries.organisations_of(person):
        if rules.has_role(member.role, "officer"):
            address = reverse("awards", args=[member.organisation.slug])
            for choice, number in counts_of(member.organisation, now).items():
                if number:
                    yield Need(
                        sentences[choice] % {"name": member.organisation.name},
                        f"{address}?standing={choice}",
                        _("See them"),
                        number,
                    )


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
