"""A small credential to start from."""

import uuid
from datetime import datetime

from mica.standards.openbadges.build import Achievement, AchievementSubject, Criteria, Profile
from mica.standards.openbadges.credentials import Badge, credential
from mica.standards.vocabulary import AchievementType
from mica.vc.documents import JsonObject

_NOBODY = "did:example:issuer"


def badge(
    now: datetime,
    *,
    learner: str = "did:example:learner",
    valid_until: datetime | None = None,
    status: JsonObject | None = None,
) -> JsonObject:
    """An unsigned Open Badges 3.0 credential with a new id and without the issuer's.

    Args:
        now: from when it is valid, aware.
        learner: the id of whoever earned it.
        valid_until: None where it does not expire.
        status: its entry on a status list, if it has one.
    """
    achievement = Achievement(
        id="https://harbour.example/achievements/beekeeping",
        achievement_type=AchievementType.MICRO_CREDENTIAL,
        name="Beekeeping for beginners",
        description="Keeps a colony of bees healthy through one season.",
        criteria=Criteria(narrative="A log of one season, and an inspection of the hive."),
    )
    document = credential(
        Badge(
            id=uuid.uuid4().urn,
            issuer=Profile(id=_NOBODY, name="Harbour College", url="https://harbour.example"),
            valid_from=now,
            valid_until=valid_until,
            credential_subject=AchievementSubject(id=learner, achievement=achievement),
            credential_status=status,
        )
    )
    del document["issuer"]["id"]  # the key ring knows who issues
    return document
