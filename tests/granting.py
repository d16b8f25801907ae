"""Achievements and awards of the cast's provider, for tests that begin with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from mica.catalogue import actions as catalogue
from mica.catalogue.models import Version
from mica.catalogue.rules import Credit, Description, Lasts, Level, Validity
from mica.errors import MicaError
from mica.issuing.actions.awarding import award
from mica.issuing.models import Award
from mica.issuing.rules.grants import Grant
from tests.town import Town

BREAD = Description(
    name="Bread baking",
    description="Baking bread from sourdough.",
    criteria="Bake three loaves.",
    outcomes=("Bakes a loaf from sourdough", "Keeps a starter alive"),
    level=Level("EQF", "3"),
    credit=Credit("ECTS", "2.5"),
)
YEAR = Validity(Lasts.PERIOD, months=12)
LENA = Grant(name="Learner Lena", address="learner@example.org")


def published(town: Town, now: datetime, description: Description = BREAD, **more: Any) -> Version:
    """A published achievement of the provider; `more` as `create_achievement` takes it."""
    by = town.officer.id
    draft = catalogue.create_achievement(town.provider.id, description, by=by, now=now, **more)
    return catalogue.publish(draft.id, by=by, now=now)


def awarded(town: Town, version: Version, now: datetime, grant: Grant = LENA, **more: Any) -> Award:
    """An award of the provider; `more` as `award` takes it."""
    by = town.officer.id
    return award(town.provider, version.achievement_id, grant, by=by, now=now, **more)


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[MicaError]]:
    """What is done here is refused with a code."""
    with pytest.raises(MicaError) as caught:
        yield caught
    assert caught.value.code == code
