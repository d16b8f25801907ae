"""What wallets meet: awards made here, and documents that others made."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Credit, Description, Level
from mica.issuing.actions import awarding
from mica.issuing.codes import code_of
from mica.issuing.models import Award
from mica.issuing.rules.grants import Evidence, Grant
from tests.cast import GOOD
from tests.town import Town

BREAD = Description(
    name="Bread baking",
    description="Baking bread from sourdough.",
    criteria="Bake three loaves.",
    outcomes=("Bakes a loaf from sourdough", "Keeps a starter alive"),
    level=Level("EQF", "3"),
    credit=Credit("ECTS", "2.5"),
)
HANDED = json.dumps(GOOD, ensure_ascii=False).encode()
"""A good credential of another issuer, as a file."""


def achievement(town: Town, now: datetime, **more: Any) -> UUID:
    """A published achievement of the provider."""
    officer = town.officer.id
    draft = catalogue.create_achievement(town.provider.id, BREAD, by=officer, now=now, **more)
    catalogue.publish(draft.id, by=officer, now=now)
    return draft.achievement_id


def awarded(town: Town, now: datetime, of: UUID | None = None, **more: Any) -> Award:
    """An award of the provider, to learner@example.org where nothing else is said."""
    grant = {
        "name": "Learner Lena",
        "address": "learner@example.org",
        "result": "Passed",
        "evidence": (Evidence(url="https://work.example/loaf", name="A loaf"),),
        **more,
    }
    return awarding.award(
        town.provider, of or achievement(town, now), Grant(**grant), by=town.officer.id, now=now
    )


def code(award: Award) -> str:
    """The code that was mailed or printed."""
    award.refresh_from_db()
    return code_of(award.id, award.claim_round)
