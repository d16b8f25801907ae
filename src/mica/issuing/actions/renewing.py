"""Renewing: the same achievement for a new term, with the history kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.catalogue import rules as catalogue_rules
from mica.catalogue.models import Version
from mica.core import audit
from mica.issuing.actions.awarding import Row, events_of, make_credentials, new_award, store
from mica.issuing.actions.life import award_to, tell
from mica.issuing.errors import Unfit
from mica.issuing.models import Award
from mica.issuing.rules import grants
from mica.issuing.rules.grants import Grant
from mica.issuing.rules.life import renewed_from
from mica.people.queries import check_approved


@transaction.atomic
def renew(
    award_id: UUID,
    *,
    by: UUID,
    now: datetime,
    until: datetime | None = None,
    result: str = "",
    note: str = "",
) -> Award:
    """Award the same achievement for a new term; the award before it stays in the history.

    The term begins where the present one ends, or now if that is past; its document holds from now
    on. The version is the one published now, or, where none is, the one that was awarded.

    Args:
        award_id: which; it ends some day.
        by: an officer.
        now: aware.
        until: when the new term ends; as the achievement says where None.
        result: what was reached this time; "".
        note: a narrative that stands on the new credential; "".

    Returns:
        The new award. It is bound to whoever claimed the one before, and only they can claim it.

    Raises:
        Unfit: `act-does-not-fit`, `no-end-to-renew`, `renewal-ends-no-later`, `renewed-already`,
            `grant-unfit` with `faults`.
        NotFound: `no-such-award`.
        people.errors.PeopleError: not an officer, or the organisation is not approved.
    """
    old = award_to(award_id, by, "renew")
    check_approved(old.organisation)
    version, end = _term(old, until, now)
    grant = Grant(
        name=old.name, address=old.address, reference=old.reference, result=result, note=note
    )
    if faults := grants.faults(grant, now):
        raise Unfit("grant-unfit", faults=faults)
    made = new_award(version, Row(0, grant), old.organisation, by=by, now=now, upload=None, at=None)
    made.renews, made.person, made.valid_until = old, old.person, end
    made.learner_key, made.occasion = old.learner_key, f"renews:{old.id}"
    if not store([made]):
        raise Unfit("renewed-already")
    make_credentials([made], version, old.organisation, now=now)
    tell(made, "renewed", now)
    events = [audit.Event("issuing.renew", old.id, {"award": str(made.id)}), *events_of([made])]
    audit.record_all(events, by=by, now=now)
    return made


def _term(old: Award, until: datetime | None, now: datetime) -> tuple[Version, datetime | None]:
    """Which version is renewed, and when the new term ends."""
    if old.valid_until is None:
        raise Unfit("no-end-to-renew")
    published = old.achievement.versions.filter(state=Version.State.PUBLISHED).first()
    version = published or old.version
    validity = catalogue_rules.read(version.content).validity
    end = until or catalogue_rules.end_of(validity, renewed_from(old.valid_until, now))
    if end is not None and end <= old.valid_until:
        raise Unfit("renewal-ends-no-later")
    return version, end
