"""Small things that become large: each must end soon, in little memory, with the right answer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.attacks import bombs
from tests.attacks.hands import LONG

ROOT = Path(__file__).resolve().parent.parent.parent

OUTCOMES: dict[str, list[str]] = {
    "10,000 levels of objects": ["Unusable", "too-deep"],
    "10,000 levels of lists": ["Unusable", "too-deep"],
    "a million levels": ["Unusable", "too-deep"],
    "65 levels": ["Unusable", "too-deep"],
    "100 MB of text": ["Unusable", "too-large"],
    "100 MB behind an address": ["Unusable", "too-large"],
    "a JWS of a million dots": ["Unusable", "not-json"],
    "a JWS with a large header": ["Unusable", "not-a-jws"],
    "a number of a million digits": ["Unusable", "number-too-long"],
    "a clique": ["invalid", "graph-too-complex", "wrong-kind"],
    "a large clique": ["invalid", "graph-too-complex", "wrong-kind"],
    "a ring of the nameless": ["invalid", "graph-too-complex", "wrong-kind"],
    "many nameless": ["undecided", "graph-too-complex"],
    "seventeen proofs": ["invalid", "too-many-proofs"],
    "a gzip bomb": ["undecided", "status-list-malformed"],
    "a gzip bomb in a gzip": ["invalid", "status-revoked"],
    "a list that goes on": ["undecided", "status-list-malformed"],
    "an index out of range": ["undecided", "status-index-out-of-range"],
    "a status of 50,000 bits": ["invalid", "status-malformed"],
    "thousands of digests": ["invalid", "related-changed"],
    "a zip bomb in a picture": ["Unusable", "compressed-too-large"],
    "a zip bomb in an old picture": ["Unusable", "compressed-too-large"],
    "a compressed credential": ["Unusable", "png-compressed"],
    "a chunk that claims gigabytes": ["Unusable", "png-truncated"],
    "a billion laughs": ["Unusable", "svg-dtd"],
    "an SVG of 10,000 levels": ["Unusable", "svg-too-complex"],
    "an SVG of a million attributes": ["Unusable", "not-baked"],
    "base 58 of a megabyte": ["invalid", "bad-base58"],
    "a name of a megabyte": ["invalid", "bad-did"],
    "a date of a megabyte": ["invalid", "signature-broken", "timestamp-without-offset"],
    "an RSA key of a megabit": ["invalid", "bad-key"],
    "100 MB of space": ["Unusable", "empty"],
    "a 100 MB address": ["Unusable", "too-large"],
    "100 MB that could be a JWS": ["Unusable", "too-large"],
    "a million keys": ["Unusable", "too-many-values"],
    "a clique in sixteen proofs": ["invalid", "graph-too-complex", "too-much-work", "wrong-kind"],
    "many of one look": ["undecided", "graph-too-complex"],
    "sixteen proofs over much": ["invalid", "signature-broken", "too-much-work"],
    "thousands of contexts": ["undecided", "graph-too-complex", "too-much-work"],
    "thousands of vocabularies": ["invalid", "member-missing", "too-much-to-expand"],
    "thousands of endorsements": ["undecided", "graph-too-complex", "too-many-enclosed"],
    "cliques in every endorsement": [
        "invalid",
        "enclosed-invalid",
        "too-much-to-expand",
        "wrong-kind",
    ],
    "endorsements in endorsements": ["undecided", "enclosed-invalid", "graph-too-complex"],
    "a million chunks": ["Unusable", "png-too-many-chunks"],
    "a picture of 100 MB": ["Unusable", "image-too-large"],
}
"""Each bomb: the verdict and every check that did not pass, or the error and its code."""


def exploded(*which: str) -> dict[str, Any]:
    """Outcome and seconds of each bomb, in a process that may have one gigabyte in all."""
    command = [sys.executable, "-m", "tests.attacks.bombs", *which]
    path = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, cwd=ROOT, env=path, capture_output=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return {name: (told, took) for name, told, took in map(json.loads, done.stdout.splitlines())}


def check(found: dict[str, Any], names: set[str]) -> None:
    assert found.keys() == names
    assert {name: told for name, (told, _) in found.items()} == {n: OUTCOMES[n] for n in names}
    assert {name: took for name, (_, took) in found.items() if took > LONG} == {}


def test_every_bomb_has_its_outcome() -> None:
    assert bombs.BOMBS.keys() == OUTCOMES.keys()
    assert OUTCOMES.keys() >= bombs.HEAVY


def test_no_bomb_hangs_crashes_or_eats_memory() -> None:
    check(exploded(), set(OUTCOMES) - bombs.HEAVY)


@pytest.mark.slow
def test_no_heavy_bomb_hangs_crashes_or_eats_memory() -> None:
    check(exploded("heavy"), set(bombs.HEAVY))
