"""Reminding: learners and issuers are told of awards that end soon, once for each reminder."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mica.core import audit, mail
from mica.issuing import letters
from mica.issuing.models import Award
from mica.issuing.rules import life
from mica.issuing.rules.life import REMINDERS, State
from mica.people.models import Membership, Organisation


@transaction.atomic
def remind_learners(*, now: datetime, most: int = 500) -> int:
    """Tell learners of awards that end soon.

    Returns:
        How many awards were looked after; call again until there are none.
    """
    rows = ending("reminded", now).select_for_update(of=("self",), skip_locked=True)
    found = list(rows.select_related("version", "organisation", "person")[:most])
    for award in found:
        award.reminded = _days_left(award, now)
    Award.objects.bulk_update(found, ["reminded"])
    told = [letters.ending(award) for award in found if award.address]
    mail.send_all(told, kind="ending", now=now)
    events = [audit.Event("issuing.remind", one.id, {"days": one.reminded}) for one in found]
    audit.record_all(events, by=None, now=now)
    return len(found)


def remind_issuers(*, now: datetime) -> int:
    """Tell each issuer how many of its awards end soon, in one mail.

    Returns:
        How many issuers were told.
    """
    issuers = ending("issuer_reminded", now).order_by().values_list("organisation", flat=True)
    return sum(remind_issuer(issuer, now=now) for issuer in sorted(set(issuers)))


@transaction.atomic
def remind_issuer(organisation_id: UUID, *, now: datetime) -> bool:
    """Tell one issuer how many of its awards end soon; whether there were any."""
    issuer = Organisation.objects.select_for_update().get(id=organisation_id)
    found = ending("issuer_reminded", now).filter(organisation=issuer)
    rows = list(found.values_list("id", "valid_until"))
    if not rows:
        return False
    for days in REMINDERS:
        end = now + timedelta(days=days)
        near = [id_ for id_, until in rows if until is not None and until <= end]
        Award.objects.filter(id__in=near).update(issuer_reminded=days)
    mail.send_all(
        letters.ending_soon(issuer, _keepers(issuer), len(rows)), kind="ending-soon", now=now
    )
    audit.record("issuing.remind-issuer", issuer.id, by=None, now=now, awards=len(rows))
    return True


def _keepers(issuer: Organisation) -> list[str]:
    """Who is told for an organisation: its own address, or else its owners."""
    if issuer.contact:
        return [issuer.contact]
    owners = issuer.memberships.filter(role=Membership.Role.OWNER).exclude(person__email="")
    return sorted(owners.values_list("person__email", flat=True))


def ending(told: str, now: datetime) -> QuerySet[Award]:
    """The awards of which a reminder is due; the same as `rules.life.due_reminder`, as a query.

    Args:
        told: the column of the reminder sent last.
        now: aware.
    """
    due = Q()
    for days in REMINDERS:
        before = timedelta(days=days)
        due |= Q(valid_until__lte=now + before, made__lte=F("valid_until") - before) & (
            Q((told, None)) | Q((f"{told}__gt", days))
        )
    renewed = Award.objects.filter(renews=OuterRef("id"), renews__isnull=False).exclude(
        state__in=(State.REVOKED, State.CANCELLED)
    )
    return (
        Award.objects.annotate(made=Coalesce("scheduled", "created"))
        .filter(due, ~Exists(renewed), state=State.ISSUED, valid_until__gt=now)
        .order_by("valid_until")
    )


def _days_left(award: Award, now: datetime) -> int | None:
    if award.valid_until is None:
        return None
    return life.due_reminder(
        made=award.scheduled or award.created,
        valid_until=award.valid_until,
        reminded=award.reminded,
        now=now,
    )
