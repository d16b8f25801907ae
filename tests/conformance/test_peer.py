"""Both ways against an independent implementation, on generated credentials of every shape.

The peer is Digital Bazaar's JavaScript stack (bench/peer.py). Where Node or the peer's folder is
absent the tests say so; the vectors in tests/vectors were accepted by the peer when they were made.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bench import peer
from mica.vc.report import Verdict
from tests.cast import PROVIDER, findings, judged
from tests.standards.openbadges import strategies

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]
HOW_MANY = 60


@pytest.fixture(scope="module")
def peer_home() -> Path:
    try:
        place = peer.install()
    except peer.AbsentError as error:
        pytest.skip(f"the peer cannot be had: {error}")
    shutil.copy(Path(__file__).with_name("peer_issue.mjs"), place)
    return place


def credentials(issuer: str, suite: str) -> list[dict[str, Any]]:
    made = [strategies.fit(one, suite) for one in strategies.sample(HOW_MANY)]
    return [{**one, "issuer": {**one["issuer"], "id": issuer}} for one in made]


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.usefixtures("peer_home")
def test_the_peer_accepts_what_mica_issues(suite: str, tmp_path: Path) -> None:
    files = []
    for number, document in enumerate(credentials(PROVIDER.did, suite)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(PROVIDER.signs(document, suite=suite)), encoding="utf-8")
        files.append(str(path))
    done = peer.run("verify.mjs", *files)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["file"] for a in answers] == files, done.stderr
    assert [a for a in answers if not a["verified"]] == []


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.usefixtures("peer_home")
def test_mica_accepts_what_the_peer_issues(suite: str, tmp_path: Path) -> None:
    files = []
    for number, document in enumerate(credentials("did:key:z6Mk", suite)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        files.append(path)
    done = peer.run("peer_issue.mjs", suite, *map(str, files))
    assert done.returncode == 0, done.stderr
    for path in files:
        report = judged(json.loads(path.with_suffix(".json.signed").read_bytes()))
        assert (findings(report), report.verdict) == ({}, Verdict.VALID), path
