"""Named writes of achievements: each checks, changes and records in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from mica.catalogue import rules
from mica.catalogue.errors import NotFound, Unfit
from mica.catalogue.models import Achievement, Version
from mica.core import audit
from mica.people.queries import check_role


@transaction.atomic
def create_achievement(
    organisation_id: UUID,
    description: rules.Description,
    *,
    by: UUID,
    now: datetime,
    code: str = "",
    suspendable: bool = False,
) -> Version:
    """A new achievement with its first draft, which may be incomplete.

    Args:
        organisation_id: whose it is.
        description: as far as it is known.
        by: an officer of the organisation.
        now: aware.
        code: the organisation's own name for it, "" where it has none.
        suspendable: whether its awards can be suspended, for which they carry a second status.

    Raises:
        people.errors.NotAllowed: who does it is no officer.
        Unfit: `code-taken`.
    """
    check_role(by, organisation_id, "officer")
    try:
        with transaction.atomic():
            achievement = Achievement.objects.create(
                organisation_id=organisation_id,
                code=code.strip(),
                suspendable=suspendable,
                created=now,
            )
    except IntegrityError as error:
        raise Unfit("code-taken") from error
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        name=description.name,
        content=rules.as_json(description),
        created=now,
        changed=now,
    )
    audit.record("catalogue.create", achievement.id, by=by, now=now)
    return version


@transaction.atomic
def save_draft(
    version_id: UUID, description: rules.Description, *, by: UUID, now: datetime
) -> Version:
    """Keep what was written so far; incomplete is fine.

    Raises:
        NotFound: `no-such-achievement`.
        Unfit: `version-frozen`.
        people.errors.NotAllowed: who does it is no officer.
    """
    version = _version(version_id, by)
    if version.state != Version.State.DRAFT:
        raise Unfit("version-frozen")
    version.name, version.content = description.name, rules.as_json(description)
    version.changed = now
    version.save(update_fields=["name", "content", "changed"])
    audit.record("catalogue.save", version.id, by=by, now=now)
    return version


@transaction.atomic
def publish(version_id: UUID, *, by: UUID, now: datetime) -> Version:
    """Freeze a draft; the version published before it is superseded.

    Raises:
        NotFound: `no-such-achievement`.
        Unfit: `version-frozen`, `not-publishable` with `faults`.
        people.errors.NotAllowed: who does it is no officer.
    """
    version = _version(version_id, by)
    if version.state != Version.State.DRAFT:
        raise Unfit("version-frozen")
    if faults := rules.faults(rules.read(version.content)):
        raise Unfit("not-publishable", faults=faults)
    Version.objects.filter(
        achievement_id=version.achievement_id, state=Version.State.PUBLISHED
    ).update(state=Version.State.SUPERSEDED, ended=now)
    version.state, version.published = Version.State.PUBLISHED, now
    version.save(update_fields=["state", "published"])
    audit.record("catalogue.publish", version.id, by=by, now=now, number=version.number)
    return version


@transaction.atomic
def start_version(achievement_id: UUID, *, by: UUID, now: datetime) -> Version:
    """A new draft that begins as a copy of the newest version; the present draft, if there is one.

    Raises:
        NotFound: `no-such-achievement`.
        people.errors.NotAllowed: who does it is no officer.
    """
    newest = (
        Version.objects.select_for_update()
        .filter(achievement_id=achievement_id)
        .select_related("achievement")
        .order_by("-number")
        .first()
    )
    if newest is None:
        raise NotFound("no-such-achievement")
    check_role(by, newest.achievement.organisation_id, "officer")
    if newest.state == Version.State.DRAFT:
        return newest
    last = Version.objects.filter(achievement_id=achievement_id).aggregate(last=Max("number"))
    draft = Version.objects.create(
        achievement_id=achievement_id,
        number=last["last"] + 1,
        name=newest.name,
        content=newest.content,
        created=now,
        changed=now,
    )
    audit.record("catalogue.start-version", draft.id, by=by, now=now, number=draft.number)
    return draft


@transaction.atomic
def withdraw(version_id: UUID, *, by: UUID, now: datetime) -> Version:
    """Take a published version out of use; it stays readable, and its awards stand.

    Raises:
        NotFound: `no-such-achievement`.
        Unfit: `nothing-published`.
        people.errors.NotAllowed: who does it is no officer.
    """
    version = _version(version_id, by)
    if version.state != Version.State.PUBLISHED:
        raise Unfit("nothing-published")
    version.state, version.ended = Version.State.WITHDRAWN, now
    version.save(update_fields=["state", "ended"])
    audit.record("catalogue.withdraw", version.id, by=by, now=now)
    return version


def _version(version_id: UUID, by: UUID) -> Version:
    """A version under lock, for an officer of its organisation."""
    version = (
        Version.objects.select_for_update(of=("self",))
        .filter(id=version_id)
        .select_related("achievement")
        .first()
    )
    if version is None:
        raise NotFound("no-such-achievement")
    check_role(by, version.achievement.organisation_id, "officer")
    return version
