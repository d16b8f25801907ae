"""Named reads of achievements, each with its access check.

Pages take achievements and versions in their hands under the names given here.
"""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from mica.catalogue.errors import NotFound, Unfit
from mica.catalogue.models import Achievement, Picture, Version
from mica.people.models import Organisation
from mica.people.queries import Caller, organisation_for

__all__ = [
    "Achievement", "Picture", "Version", "achievement_for", "achievements_for", "picture",
    "public_achievements", "public_version", "published_version",
]  # fmt: skip

__all__ = [
    "Achievement",
    "Picture",
    "Version",
    "achievement_for",
    "achievements_for",
    "picture",
    "public_achievements",
    "public_version",
    "published_version",
]
_SHOWN = (Version.State.PUBLISHED, Version.State.SUPERSEDED, Version.State.WITHDRAWN)


def achievements_for(caller: Caller, slug: str) -> QuerySet[Achievement]:
    """All achievements of an organisation, newest first, each with `versions`; for its members.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
    """
    organisation = organisation_for(caller, slug)
    versions = Version.objects.order_by("-number")
    return (
        Achievement.objects.filter(organisation=organisation)
        .select_related("organisation")
        .prefetch_related(Prefetch("versions", versions))
        .order_by("-created")
    )


def achievement_for(caller: Caller, slug: str, achievement_id: UUID) -> Achievement:
    """One achievement, for the organisation's members.

    Raises:
        NotFound: `no-such-achievement`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    found = achievements_for(caller, slug).filter(id=achievement_id).first()
    if found is None:
        raise NotFound("no-such-achievement")
    return found


def published_version(achievement_id: UUID, organisation: Organisation) -> Version:
    """The version that is awarded now.

    Raises:
        NotFound: `no-such-achievement`.
        Unfit: `nothing-published`.
    """
    achievement = Achievement.objects.filter(id=achievement_id, organisation=organisation).first()
    if achievement is None:
        raise NotFound("no-such-achievement")
    version = achievement.versions.filter(state=Version.State.PUBLISHED).first()
    if version is None:
        raise Unfit("nothing-published")
    return version


def public_version(achievement_id: UUID, number: int | None = None) -> Version:
    """What anybody may see: the present version, or one by its number; never a draft.

    Raises:
        NotFound: `no-such-achievement`.
    """
    versions = Version.objects.filter(achievement_id=achievement_id, state__in=_SHOWN)
    if number is not None:
        versions = versions.filter(number=number)
    found = versions.select_related("achievement__organisation").order_by("-number").first()
    if found is None:
        raise NotFound("no-such-achievement")
    return found


def public_achievements(organisation: Organisation) -> QuerySet[Version]:
    """The published versions of an organisation, by name."""
    return Version.objects.filter(
        achievement__organisation=organisation, state=Version.State.PUBLISHED
    ).order_by("name")


def picture(picture_id: UUID) -> Picture:
    """A picture. Pictures are public: they stand on credentials.

    Raises:
        NotFound: `no-such-achievement`.
    """
    found = Picture.objects.filter(id=picture_id).first()
    if found is None:
        raise NotFound("no-such-achievement")
    return found
