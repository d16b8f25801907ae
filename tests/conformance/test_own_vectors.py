"""Vectors of our own, which the peer judged when they were made (tools/vectors.py)."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mica.vc.resolve import Shelf
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests.cast import CONTEXTS, HERE, findings

CASES = sorted(path.name for path in (HERE / "vectors").iterdir())


def load(case: str, name: str) -> Any:
    path = HERE / "vectors" / case / name
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def credential(case: str) -> Path:
    return next((HERE / "vectors" / case).glob("credential.*"))


@pytest.mark.parametrize("case", CASES)
def test_own_vector_comes_out_as_expected(case: str) -> None:
    expected = load(case, "expected.json")
    pages = {url: json.dumps(page).encode() for url, page in load(case, "pages.json").items()}
    now = datetime.fromisoformat(expected["now"])
    setting = Setting(Shelf(pages), now, standards=STANDARDS, contexts=CONTEXTS)
    report = judge(credential(case).read_bytes(), setting)
    assert (report.verdict.value, findings(report)) == (expected["verdict"], expected["findings"])


def test_the_peer_agrees_with_every_signature_that_it_can_read() -> None:
    """It looks at no status list, knows two suites, and asks less of the issuer's name."""
    answers = {case: load(case, "expected.json") for case in CASES}
    both = {case for case, answer in answers.items() if answer["peer"]}
    assert {case for case in both if answers[case]["verdict"] != "valid"} == {
        "revoked",
        "status-unreachable",
    }
    assert {"eddsa-rdfc-2022-ed25519", "eddsa-jcs-2022-ed25519", "proof-set"} <= both
