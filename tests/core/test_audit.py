"""The audit log is a chain that nobody rewrites."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from mica.core import audit
from mica.core.rules import log as rules
from mica.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_each_entry_holds_the_one_before(now: datetime) -> None:
    person, thing = uuid4(), uuid4()
    audit.record("issuing.award", thing, by=person, now=now, version=1)
    audit.record("issuing.revoke", thing, by=None, now=now)

    first, second = AuditEntry.objects.order_by("number")
    content = rules.entry_bytes(2, now, actor="", verb="issuing.revoke", thing=str(thing), data={})
    assert [first.number, second.number] == [1, 2]
    assert bytes(second.link) == rules.link(bytes(first.link), content)


def test_a_changed_row_is_refused(now: datetime) -> None:
    audit.record("issuing.award", uuid4(), by=None, now=now)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(verb="issuing.nothing")
