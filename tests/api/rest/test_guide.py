"""The examples of docs/api.md, run as they stand against a server."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mica.people.actions import make_token
from mica.people.rules import SCOPES
from tests.town import NOW, Town

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
EXAMPLES = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def told(transactional_db: None, town: Town, live_server: Any) -> list[Any]:
    """What is answered to each example, in their order."""
    _, secret = make_token(town.provider, "Guide", SCOPES, by=town.owner, now=NOW)
    environment = {"PATH": os.environ["PATH"], "TOKEN": secret, "MICA": live_server.url}
    answers = []
    for example in EXAMPLES:
        done = subprocess.run(
            ["/bin/sh", "-c", example], env=environment, capture_output=True, timeout=30, check=True
        )
        answers.append(json.loads(done.stdout))
        environment.setdefault("ACHIEVEMENT", answers[-1].get("achievement", ""))
        if not environment["ACHIEVEMENT"]:
            del environment["ACHIEVEMENT"]
    return answers


def test_every_example_does_what_the_guide_says(told: list[Any]) -> None:
    organisation, draft, published, awarded, several, refused, page, verdict = told

    assert organisation["slug"] == "river-college"
    assert (draft["state"], published["state"]) == ("draft", "published")
    assert awarded["standing"] == "issued"
    assert [one["new"] for one in several["items"]] == [True, True]
    assert (refused["code"], [one["pointer"] for one in refused["errors"]]) == (
        "grant-unfit",
        ["/name", "/address"],
    )
    assert {one["name"] for one in page["items"]} == {"Ada", "Ben"}
    assert page["next"] is not None
    assert verdict["verdict"] == "unusable"
