"""What can be granted, and who a learner is to an organisation."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.issuing.rules.grants import (
    Evidence,
    Fault,
    Grant,
    faults,
    is_address,
    learner_key,
    tidy_address,
)
from mica.issuing.sentences import SENTENCES
from tests.granting import LENA
from tests.town import NOW

SCRIPT = Evidence("javascript:alert(1)")
LINK = Evidence("https://work.example/loaf", "A loaf", "Baked by hand")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": " "}, Fault("name", "name-missing")),
        ({"name": "x" * 201}, Fault("name", "name-unfit")),
        ({"name": "Lena\x07"}, Fault("name", "name-unfit")),
        ({"name": "Lena\ud800"}, Fault("name", "name-unfit")),
        ({"address": "lena"}, Fault("address", "address-unfit")),
        ({"address": "a@b"}, Fault("address", "address-unfit")),
        ({"address": "a@b.c, d@e.f"}, Fault("address", "address-unfit")),
        ({"address": "<a@b.org>"}, Fault("address", "address-unfit")),
        ({"address": "a@b.org\nBcc: c@d.org"}, Fault("address", "address-unfit")),
        ({"address": "x" * 250 + "@b.org"}, Fault("address", "address-unfit")),
        ({"address": ""}, Fault("address", "learner-unknown")),
        ({"reference": "x" * 201}, Fault("reference", "text-too-long")),
        ({"result": "x" * 201}, Fault("result", "text-too-long")),
        ({"note": "x" * 5001}, Fault("note", "text-too-long")),
        ({"note": "\x1b[2J"}, Fault("note", "text-unfit")),
        ({"awarded": NOW + timedelta(days=2)}, Fault("awarded", "date-in-future")),
        ({"awarded": NOW.replace(year=1949)}, Fault("awarded", "date-too-early")),
        ({"until": NOW}, Fault("until", "ends-before-it-begins")),
        ({"evidence": (LINK,) * 21}, Fault("evidence", "evidence-too-much")),
        (
            {"evidence": (SCRIPT,)},
            Fault("evidence", "evidence-not-a-link"),
        ),
        ({"evidence": (Evidence("https://[x"),)}, Fault("evidence", "evidence-not-a-link")),
        ({"evidence": (Evidence(narrative="x" * 5001),)}, Fault("evidence", "text-too-long")),
        ({"evidence": (Evidence(name="\0"),)}, Fault("evidence", "text-unfit")),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(change: dict[str, Any], fault: Fault) -> None:
    assert faults(replace(LENA, **change), NOW) == [fault]
    assert fault.code in SENTENCES


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"address": "", "reference": "S-17"},
        {"address": "zoë+bread@bäckerei.example"},
        {"awarded": NOW + timedelta(hours=23)},
        {"awarded": NOW - timedelta(days=365 * 30), "until": NOW + timedelta(days=1)},
        {"evidence": (LINK, Evidence(narrative="Oral exam"))},
        {"note": "Line one\nLine two\tindented"},
    ],
)
def test_what_is_right_has_no_fault(change: dict[str, Any]) -> None:
    assert faults(replace(LENA, **change), NOW) == []


@given(st.text())
def test_no_text_brings_the_rules_down(text: str) -> None:
    grant = Grant(name=text, address=text, reference=text, result=text, note=text)

    found = faults(replace(grant, evidence=(Evidence(text, text, text),)), NOW)

    assert {one.code for one in found} <= set(SENTENCES)
    assert not is_address(text) or "@" in text


def test_a_learner_is_known_by_reference_or_else_by_address() -> None:
    same = [
        learner_key(LENA),
        learner_key(replace(LENA, name="L.", address=" Learner@EXAMPLE.org ")),
    ]
    others = [
        learner_key(replace(LENA, reference="S-17")),
        learner_key(replace(LENA, reference="learner@example.org")),
        learner_key(replace(LENA, address="other@example.org")),
    ]

    assert len(set(same)) == 1
    assert len({*same, *others}) == 4


def test_an_address_is_compared_without_its_case_and_form() -> None:
    assert tidy_address(" ZOE\u0308@Example.ORG") == tidy_address("zo\u00eb@example.org")


def test_the_fixed_moment_is_the_casts(now: datetime) -> None:
    assert now == NOW
