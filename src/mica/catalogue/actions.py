"""Named writes of achievements: each checks, changes and records in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mica.catalogue import pictures, rules
from mica.catalogue.errors import Changed, NotFound, Unfit
from mica.catalogue.models import Achievement, Picture, Version
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
        Unfit: `code-taken`, `no-such-picture`.
    """
    check_role(by, organisation_id, "officer")
    content = _content(description, organisation_id)
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
        name=content.get("name", ""),
        content=content,
        created=now,
        changed=now,
    )
    audit.record("catalogue.create", achievement.id, by=by, now=now)
    return version


@transaction.atomic
def save_draft(
    version_id: UUID,
    description: rules.Description,
    *,
    by: UUID,
    now: datetime,
    seen: datetime | None = None,
) -> Version:
    """Keep what was written so far; incomplete is fine.

    Args:
        version_id: a draft.
        description: as far as it is known.
        by: an officer of the organisation.
        now: aware.
        seen: when the draft had been changed last, as far as the writer knew; None not to ask.

    Raises:
        NotFound: `no-such-achievement`.
        Unfit: `version-frozen`, `no-such-picture`.
        Changed: `draft-changed`, where somebody else has changed it since.
        people.errors.NotAllowed: who does it is no officer.
    """
    version = _version(version_id, by)
    if version.state != Version.State.DRAFT:
        raise Unfit("version-frozen")
    if seen not in {None, version.changed}:
        raise Changed("draft-changed")
    content = _content(description, version.achievement.organisation_id)
    version.name, version.content, version.changed = content.get("name", ""), content, now
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
def add_picture(organisation_id: UUID, data: bytes, *, by: UUID, now: datetime) -> Picture:
    """Keep a picture for an achievement, made safe.

    Raises:
        Unfit: `picture-too-large` with the limit in kB, `not-a-picture`.
        people.errors.NotAllowed: who does it is no officer.
    """
    check_role(by, organisation_id, "officer")
    if len(data) > rules.MAX_PICTURE:
        raise Unfit("picture-too-large", limit=rules.MAX_PICTURE // 1000)
    safe = pictures.safe(data)
    if safe is None:
        raise Unfit("not-a-picture")
    picture = Picture.objects.create(
        organisation_id=organisation_id, media_type=safe.media_type, data=safe.data, created=now
    )
    audit.record("catalogue.add-picture", picture.id, by=by, now=now)
    return picture


@transaction.atomic
def start_version(achievement_id: UUID, *, by: UUID, now: datetime) -> Version:
    """A new draft that begins as a copy of the newest version; the present draft, if there is one.

    Raises:
        NotFound: `no-such-achievement`.
        people.errors.NotAllowed: who does it is no officer.
    """
    # The achievement is locked, not its newest version: of two at once, the second would read that
    # version again and miss the draft that the first has begun.
    achievement = Achievement.objects.select_for_update().filter(id=achievement_id).first()
    if achievement is None:
        raise NotFound("no-such-achievement")
    hidden = NotFound("no-such-achievement")
    check_role(by, achievement.organisation_id, "officer", hidden=hidden)
    newest = achievement.versions.order_by("-number")[0]
    if newest.state == Version.State.DRAFT:
        return newest
    draft = Version.objects.create(
        achievement_id=achievement_id,
        number=newest.number + 1,
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


def _content(description: rules.Description, organisation_id: UUID) -> dict[str, Any]:
    """What is kept of a description; its picture is one of the organisation's."""
    if description.picture and not _has_picture(organisation_id, description.picture):
        raise Unfit("no-such-picture")
    return rules.as_json(description)


def _has_picture(organisation_id: UUID, picture: str) -> bool:
    try:
        asked = UUID(picture)
    except ValueError:
        return False
    known = Picture.objects.filter(organisation_id=organisation_id, id=asked)
    return str(asked) == picture and known.exists()


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
    hidden = NotFound("no-such-achievement")
    check_role(by, version.achievement.organisation_id, "officer", hidden=hidden)
    return version
