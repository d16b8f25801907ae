"""The region that the demo brings up: lively, made through actions, and settled once."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from mica.cli import region
from mica.core.models import Message
from mica.issuing.models import Award
from mica.issuing.queries import standing
from mica.people.models import Organisation
from mica.vc.report import Verdict
from mica.verification.queries import judge
from mica.wallet.models import Holding, Request, Share

pytestmark = pytest.mark.django_db


def test_the_region_is_lively_and_is_settled_once() -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    made = region.seed(now)
    again = region.seed(now)

    awards = Award.objects.all()
    assert again.credential == made.credential
    assert judge(made.credential.encode(), now).verdict is Verdict.VALID
    assert [role for role, _, _ in made.roles] == [
        "Learner",
        "Provider",
        "Provider, owner",
        "Employer",
        "Operator",
    ]
    states = Counter(standing(award, now).value for award in awards)
    assert set(states) == {
        "scheduled",
        "issued",
        "claimed",
        "suspended",
        "revoked",
        "expired",
    }
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds["employer"] == 3
    assert len(kinds) >= 6
    assert Holding.objects.filter(source="import").count() == 1
    assert (Share.objects.count(), Request.objects.count()) == (3, 3)
    assert Message.objects.filter(state="bounced").count() == 1
