"""What waits for a person."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from mica.people import queries
from mica.people.queries import Person
from mica.web.needs import Need


def needs(person: Person, now: datetime) -> Iterator[Need]:
    """A name, a guardian, invitations, and requests for help."""
    if not person.name:
        yield Need(
            _("Tell us your name, as it should stand on a credential."),
            reverse("account"),
            _("Say it"),
        )
    if queries.consent_needed(person, now):
        yield Need(
            _("A parent or guardian has to consent before you can take and show credentials."),
            reverse("guardian"),
            _("Ask one"),
        )
    for invitation in queries.invitations_for(person, now):
        yield Need(
            _("“%(name)s” invites you.") % {"name": invitation.organisation.name},
            reverse("invitation", args=[invitation.id]),
            _("Answer"),
        )
    for tie in queries.helping_asked(person):
        yield Need(
            _("%(name)s asks you to help.") % {"name": tie.learner},
            reverse("helping-asked", args=[tie.id]),
            _("Answer"),
        )
