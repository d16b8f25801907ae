"""What others issued comes into a wallet: in every form, several at once, with its verdict."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mica.issuing.models import Credential
from mica.signing.queries import list_url
from mica.vc import bake
from mica.wallet.actions import arriving
from mica.wallet.actions.arriving import Brought, Thing, bring
from mica.wallet.actions.holding import Outcome
from mica.wallet.errors import Unfit
from mica.wallet.models import Holding
from mica.wallet.rules import reading
from mica.wallet.rules.facts import facts_of, story_of
from tests.cast import GOOD, LEARNER, PROVIDER, V2, credential, judged
from tests.standards.openbadges2.cast import BADGE, HOSTED, ISSUER
from tests.town import Town
from tests.vc import pictures
from tests.wallet.scenes import HANDED, awarded


def brought(town: Town, now: datetime, *data: bytes) -> list[Brought]:
    things = [Thing(f"{number}.json", one) for number, one in enumerate(data)]
    return bring(town.learner, things, by=town.learner.id, now=now)


def codes(found: list[Brought]) -> list[str]:
    return [one.refused.code if one.refused else one.arrival.outcome for one in found]  # type: ignore[union-attr]


def test_each_form_is_verified_on_arrival(town: Town, now: datetime) -> None:
    found = brought(
        town,
        now,
        HANDED,
        PROVIDER.signs_jwt(credential(id="urn:x:1")).encode(),
        PROVIDER.signs_jose(credential(id="urn:x:2")).encode(),
        bake.bake(pictures.png(), json.dumps(PROVIDER.signs(credential(id="urn:x:3")))),
        bake.bake(pictures.svg(), json.dumps(PROVIDER.signs(credential(id="urn:x:4")))),
    )

    assert codes(found) == [Outcome.NEW] * 5
    assert list(Holding.objects.order_by("id").values_list("form", "verdict")) == [
        ("json", "valid"),
        ("jwt", "valid"),
        ("jose", "valid"),
        ("json", "valid"),
        ("json", "valid"),
    ]
    assert [row.picture is None for row in Holding.objects.order_by("id")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_an_older_badge_whose_host_is_silent_is_kept_undecided(town: Town, now: datetime) -> None:
    whole = {**HOSTED, "badge": {**BADGE, "issuer": ISSUER}}
    (found,) = brought(town, now, json.dumps(whole).encode())

    assert found.arrival is not None
    row = found.arrival.holding
    assert (row.form, row.verdict, row.name) == ("badge2", "undecided", "Welding, level 3")
    assert row.valid_from == datetime(2025, 6, 1, 8, tzinfo=UTC)


def test_all_in_a_presentation_are_taken_and_each_is_judged(town: Town, now: datetime) -> None:
    forged = {**PROVIDER.signs(credential(id="urn:x:5")), "name": "Forged"}
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": LEARNER.did}
    token = LEARNER.presents_jose({**shown, "verifiableCredential": [GOOD, forged]})
    brought(town, now, token.encode())

    assert sorted(Holding.objects.values_list("verdict", flat=True)) == ["invalid", "valid"]


def test_a_link_is_followed_to_its_document(town: Town, now: datetime) -> None:
    awarded(town, now)
    url = list_url(Credential.objects.get().revocation_list)
    (found,) = brought(town, now, url.encode())

    assert found.arrival is not None
    assert found.arrival.holding.credential_id == url


def test_one_that_is_refused_stops_no_other(town: Town, now: datetime) -> None:
    found = brought(
        town,
        now,
        b"holiday",
        HANDED,
        b'{"type": ["VerifiableCredential"], "a": 1, "a": 2}',
        pictures.png(),
        b"https://127.0.0.1/badge",
        HANDED,
    )

    assert codes(found) == [
        "not-json",
        Outcome.NEW,
        "duplicate-key",
        "not-baked",
        "address-literal",
        Outcome.SAME,
    ]
    assert Holding.objects.count() == 1


def test_too_many_at_once_are_refused(town: Town, now: datetime) -> None:
    with pytest.raises(Unfit) as caught:
        brought(town, now, *[HANDED] * (arriving.MAX_THINGS + 1))

    assert (caught.value.code, Holding.objects.count()) == ("too-many-things", 0)


def facts(content: dict[str, Any]) -> Any:
    return facts_of(reading.document_of(json.dumps(content)), judged(content))


@pytest.mark.parametrize(
    ("pointer", "value", "name", "expected"),
    [
        ("validUntil", "9999-12-31T23:59:59Z", "valid_until", None),
        ("validUntil", "0001-01-01T00:00:00Z", "valid_until", None),
        ("validUntil", 7, "valid_until", None),
        ("validUntil", "soon", "valid_until", None),
        ("name", ["x"] * 3, "name", "Beekeeping for beginners"),
    ],
)
def test_what_cannot_be_shown_is_left_out(
    pointer: str, value: Any, name: str, expected: Any
) -> None:
    assert getattr(facts(credential(**{pointer: value})), name) == expected


@pytest.mark.parametrize("credit", [-1, 0, 1e308, "2.5", True, None, [2], 10_001])
def test_what_is_no_credit_is_none(credit: Any) -> None:
    document = credential()
    document["credentialSubject"]["creditsEarned"] = credit

    assert facts(document).credit is None


@pytest.mark.parametrize(
    "subject",
    [None, [], 7, "text", [[]], {"achievement": 7}, {"identifier": {"identityHash": 7}}],
)
def test_a_strange_subject_says_nothing(subject: Any) -> None:
    document = credential(credentialSubject=subject)

    assert (facts(document).learner_name, story_of(document).outcomes) == ("", ())


def test_a_hashed_name_is_not_shown_as_a_name() -> None:
    document = credential()
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "identityType": "name",
            "hashed": True,
            "identityHash": "sha256$",
        },
        {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": "Lena"},
    ]

    assert facts(document).learner_name == "Lena"


def test_a_link_in_evidence_leads_to_the_web_or_nowhere() -> None:
    document = credential(
        evidence=[
            {"id": "javascript:alert(1)", "name": "Work"},
            {"id": "https://work.example/1"},
            {"id": "data:text/html,x"},
        ]
    )

    assert story_of(document).evidence == (
        ("Work", ""),
        ("https://work.example/1", "https://work.example/1"),
    )
