"""The road of an award: described, published, awarded, claimed, verified, revoked."""

from datetime import datetime, timedelta

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Credit, Description, Level
from mica.core.models import Message
from mica.issuing.actions import awarding, claiming, life
from mica.issuing.codes import code_of
from mica.issuing.rules.grants import Evidence, Grant
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.town import Town

DESCRIPTION = Description(
    name="Bread baking",
    description="Baking bread from sourdough.",
    criteria="Bake three loaves.",
    outcomes=("Bakes a loaf from sourdough",),
    level=Level("EQF", "3"),
    credit=Credit("ECTS", "2.5"),
)


def test_an_award_is_claimed_and_verified_and_a_revoked_one_is_refused(
    town: Town, now: datetime
) -> None:
    draft = catalogue.create_achievement(town.provider.id, DESCRIPTION, by=town.officer.id, now=now)
    catalogue.publish(draft.id, by=town.officer.id, now=now)
    grant = Grant(
        name="Learner Lena",
        address="Learner@example.org",
        result="Passed",
        evidence=(Evidence(url="https://work.example/loaf", name="A loaf"),),
    )
    award = awarding.award(town.provider, draft.achievement_id, grant, by=town.officer.id, now=now)
    document = claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    later = now + timedelta(minutes=1)

    assert judge(document.encode(), later).verdict is Verdict.VALID
    assert [mail.address for mail in Message.objects.all()] == ["learner@example.org"]

    life.revoke(award.id, "misconduct", "", by=town.officer.id, now=later)

    assert judge(document.encode(), later + timedelta(hours=2)).verdict is Verdict.INVALID
