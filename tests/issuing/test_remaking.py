"""A compromised key: what it signed fails, and is issued again with the new one."""

from datetime import datetime, timedelta

from mica.catalogue import actions as catalogue
from mica.core.models import Message
from mica.issuing.actions import awarding, claiming
from mica.issuing.actions.remaking import order_remaking, remake_some
from mica.issuing.codes import code_of
from mica.issuing.models import Award, Credential
from mica.issuing.queries import credentials_by_key, newest_document
from mica.issuing.rules.grants import Grant
from mica.signing.actions import mark_compromised
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.issuing.test_road import DESCRIPTION
from tests.town import Town


def test_what_a_compromised_key_signed_fails_and_is_issued_again(town: Town, now: datetime) -> None:
    draft = catalogue.create_achievement(town.provider.id, DESCRIPTION, by=town.officer.id, now=now)
    catalogue.publish(draft.id, by=town.officer.id, now=now)
    grant = Grant(name="Learner Lena", address="learner@example.org")
    award = awarding.award(town.provider, draft.achievement_id, grant, by=town.officer.id, now=now)
    old = claiming.claim(code_of(award.id, 0), person=town.learner.id, now=now)
    key = Credential.objects.get(award=award).key
    later = now + timedelta(days=1)
    mark_compromised(key, now - timedelta(days=3), town.owner.id, later)

    assert judge(old.encode(), later).verdict is Verdict.INVALID
    assert order_remaking(town.provider, key, by=town.owner.id, now=later) == 1
    assert [remake_some(key, by=town.owner.id, now=later) for _ in range(2)] == [1, 0]

    new = newest_document(award.id, town.learner) or ""
    assert judge(new.encode(), later + timedelta(minutes=1)).verdict is Verdict.VALID
    assert judge(old.encode(), later).verdict is Verdict.INVALID
    assert list(credentials_by_key(key)) == []
    assert Award.objects.count() == 1
    assert Message.objects.filter(kind="remade").count() == 1
