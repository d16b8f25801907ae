"""Holding: what comes, what is replaced, what is remembered."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from mica.core.models import AuditEntry
from mica.people.models import Person
from mica.verification.queries import judge
from mica.wallet.actions import holding as actions
from mica.wallet.actions.holding import Arrival, Outcome, hold
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Former, Holding, VerdictEntry
from mica.wallet.queries import holdings as queries
from mica.wallet.rules import reading
from mica.wallet.rules.states import State
from tests.cast import GOOD, OUTSIDER, PROVIDER, credential
from tests.town import Town

LATER = "2026-05-01T00:00:00Z"


def kept(person: Person, document: dict[str, Any], now: datetime) -> Arrival:
    (opened,) = reading.opened(json.dumps(document).encode())  # type: ignore[misc]
    report = judge(opened.text.encode(), now)
    return hold(person.id, opened, report, source="import", by=person.id, now=now)


def test_what_lists_show_is_drawn_from_the_report(town: Town, now: datetime) -> None:
    made = kept(town.learner, GOOD, now).holding

    assert (made.name, made.issuer_name, made.issuer_id, made.credit) == (
        "Beekeeping for beginners",
        "Harbour College",
        PROVIDER.did,
        2.5,
    )
    assert made.valid_until == datetime.fromisoformat("2031-01-15T09:00:00+00:00")
    assert (made.verdict, made.codes, made.report["verdict"]) == ("valid", [], "valid")


def test_the_same_document_twice_is_held_once(town: Town, now: datetime) -> None:
    first, second = kept(town.learner, GOOD, now), kept(town.learner, GOOD, now)

    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.SAME)
    assert second.holding == first.holding
    assert Holding.objects.count() == 1


def test_two_persons_may_hold_the_same_document(town: Town, now: datetime) -> None:
    kept(town.learner, GOOD, now)

    assert kept(town.outsider, GOOD, now).outcome is Outcome.NEW


def test_a_newer_version_takes_the_place_and_the_older_stays_in_the_history(
    town: Town, now: datetime
) -> None:
    first = kept(town.learner, GOOD, now)
    newer = PROVIDER.signs(credential(validFrom=LATER, name="Beekeeping, corrected"))
    second = kept(town.learner, newer, now + timedelta(hours=1))

    assert (second.outcome, second.holding.id) == (Outcome.REPLACED, first.holding.id)
    assert json.loads(second.holding.document) == newer
    assert [json.loads(one.document) for one in Former.objects.all()] == [GOOD]
    assert kept(town.learner, GOOD, now).outcome is Outcome.OLDER
    assert Holding.objects.count() == 1


def test_an_older_version_that_was_never_held_is_not_added(town: Town, now: datetime) -> None:
    kept(town.learner, PROVIDER.signs(credential(validFrom=LATER)), now)

    assert kept(town.learner, GOOD, now).outcome is Outcome.OLDER
    assert Holding.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {**PROVIDER.signs(credential(validFrom=LATER)), "validFrom": "2026-05-02T00:00:00Z"},
        credential(validFrom=LATER),
        OUTSIDER.signs(credential(OUTSIDER, validFrom=LATER)),
        OUTSIDER.signs(credential(validFrom=LATER)),
    ],
    ids=["changed", "unsigned", "of another issuer", "in the issuer's name"],
)
def test_a_forged_newer_version_does_not_push_the_real_one_out(
    town: Town, now: datetime, forged: dict[str, Any]
) -> None:
    real = kept(town.learner, GOOD, now)
    other = kept(town.learner, forged, now)

    real.holding.refresh_from_db()
    assert json.loads(real.holding.document) == GOOD
    assert (other.outcome, other.holding.id == real.holding.id) == (Outcome.NEW, False)


def test_what_is_not_valid_is_kept_and_said(town: Town, now: datetime) -> None:
    made = kept(town.learner, {**GOOD, "name": "Beekeeping for masters"}, now)
    unknown = PROVIDER.signs(
        credential(
            credentialStatus={"id": "urn:x:1", "type": "https://x.example/Status"}, id="urn:x:2"
        )
    )
    undecided = kept(town.learner, unknown, now)

    states = {
        row.holding.id: row.state
        for row in queries.in_state(town.learner, queries.holdings_of(town.learner), now)
    }
    assert states == {made.holding.id: State.INVALID, undecided.holding.id: State.UNDECIDED}


def test_a_wallet_has_an_end(town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MAX_HOLDINGS", 1)
    kept(town.learner, GOOD, now)

    with pytest.raises(Unfit) as caught:
        kept(town.learner, PROVIDER.signs(credential(id="urn:x:2")), now)

    assert caught.value.code == "wallet-full"


def test_checking_again_remembers_what_changed(town: Town, now: datetime) -> None:
    made = kept(town.learner, GOOD, now).holding
    day, after = now + timedelta(days=1), now + timedelta(days=3000)
    for moment in (day, after):
        actions.check_again(town.learner, made.id, by=town.learner.id, now=moment)

    entries = list(VerdictEntry.objects.order_by("id"))
    assert [(one.verdict, one.first, one.last) for one in entries] == [
        ("valid", now, day),
        ("invalid", after, after),
    ]
    assert [finding["code"] for finding in entries[1].findings] == ["expired"]
    made.refresh_from_db()
    assert (made.verdict, made.codes, made.checked) == ("invalid", ["expired"], after)


def test_another_persons_holding_is_not_there(town: Town, now: datetime) -> None:
    made = kept(town.learner, GOOD, now).holding

    for attempt in (
        lambda: queries.holding_for(town.outsider, made.id),
        lambda: queries.held(town.outsider, made.id, now),
        lambda: actions.check_again(town.outsider, made.id, by=town.outsider.id, now=now),
        lambda: actions.remove(town.outsider, made.id, by=town.outsider.id, now=now),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert list(queries.holdings_of(town.outsider)) == []
    assert Holding.objects.count() == 1


def test_what_is_removed_is_gone_with_its_history(town: Town, now: datetime) -> None:
    made = kept(town.learner, GOOD, now).holding
    actions.remove(town.learner, made.id, by=town.learner.id, now=now)

    assert (Holding.objects.count(), VerdictEntry.objects.count()) == (0, 0)
    assert list(AuditEntry.objects.order_by("number").values_list("verb", flat=True)) == [
        "wallet.hold-new",
        "wallet.remove",
    ]
