import json
from pathlib import Path
from typing import Any

import pytest

from mica.errors import MicaError
from mica.vc.canonical import rdfc
from tests.vc.canonical.oracle import read_nquads


@pytest.fixture(scope="module")
def suite(shared_data: Path) -> Path:
    return shared_data / "vectors" / "rdf-canon"


@pytest.fixture(scope="module")
def entries(suite: Path) -> list[dict[str, Any]]:
    manifest = json.loads((suite / "manifest.jsonld").read_text())
    return list(manifest["entries"])


def run(suite: Path, entry: dict[str, Any]) -> object:
    """What we make of one vector, in the form in which the vector states its result."""
    quads = read_nquads((suite / entry["action"]).read_text())
    algorithm = entry.get("hashAlgorithm", "SHA256").lower()
    try:
        if entry["type"] == "rdfc:RDFC10MapTest":
            labels = rdfc.issued(set(quads), algorithm=algorithm)
            return {old[2:]: new[2:] for old, new in labels.items()}
        return rdfc.canonicalize(quads, algorithm=algorithm)
    except MicaError as error:
        return error.code


def wanted(suite: Path, entry: dict[str, Any]) -> object:
    if entry["type"] == "rdfc:RDFC10NegativeEvalTest":
        return "graph-too-complex"
    text = (suite / entry["result"]).read_text()
    return json.loads(text) if entry["type"] == "rdfc:RDFC10MapTest" else text


def test_all_86_vectors_of_the_specification_pass(
    suite: Path, entries: list[dict[str, Any]]
) -> None:
    assert len(entries) == 86
    assert {e["id"]: run(suite, e) for e in entries} == {e["id"]: wanted(suite, e) for e in entries}
