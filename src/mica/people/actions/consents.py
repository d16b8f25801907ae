"""A guardian's consent to what a minor does here."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction

from mica.core import audit, mail
from mica.people import letters, rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import Consent, Person
from mica.people.queries.persons import CONSENT_SALT, consent_at, has_address, person_at_address


@transaction.atomic
def ask_guardian(
    learner: Person, guardian: str, address: str, *, by: Person, now: datetime
) -> Consent:
    """Ask a parent or guardian, by mail with a link that only they get.

    Args:
        learner: a minor.
        guardian: the guardian's name.
        address: the guardian's, not one of the learner's.
        by: the learner, or their helper.
        now: aware.

    Raises:
        Unfit: `no-guardian-needed`, `name-needed`, `own-address`.
    """
    if not rules.needs_guardian(learner.born, now.date(), settings.MICA_GUARDIAN_AGE):
        raise Unfit("no-guardian-needed")
    if not guardian.strip():
        raise Unfit("name-needed")
    wanted = rules.address_of(address)
    if has_address(learner, wanted):
        raise Unfit("own-address")
    made, _ = Consent.objects.update_or_create(
        learner=learner,
        address=wanted,
        defaults={"guardian": guardian.strip()},
        create_defaults={"guardian": guardian.strip(), "created": now},
    )
    token = signing.dumps(str(made.id), salt=CONSENT_SALT)
    other = person_at_address(wanted)
    language = other.language if other else learner.language
    mail.send_all([letters.guardian_asked(made, token, language)], kind="guardian", now=now)
    audit.record("people.ask_guardian", learner.id, by=by.id, now=now, consent=str(made.id))
    return made


@transaction.atomic
def answer_consent(token: str, *, give: bool, now: datetime) -> Consent:
    """What a guardian says: give, refuse, and later take back or give again.

    Args:
        token: out of their mail.
        give: whether they consent.
        now: aware.

    Raises:
        NotAllowed: `no-such-consent`.
    """
    found = consent_at(token)
    row = Consent.objects.select_for_update().get(id=found.id)
    if not row.learner.is_active:
        raise NotAllowed("no-such-consent")
    if give:
        row.state = Consent.State.GIVEN
    elif row.state in {Consent.State.GIVEN, Consent.State.WITHDRAWN}:
        row.state = Consent.State.WITHDRAWN
    else:
        row.state = Consent.State.REFUSED
    row.answered = now
    row.save(update_fields=["state", "answered"])
    if row.learner.email:
        mail.send_all([letters.guardian_answered(row)], kind="guardian", now=now)
    audit.record(
        "people.answer_consent",
        row.learner_id,
        by=None,
        now=now,
        consent=str(row.id),
        state=str(row.state),
    )
    return row
