"""The contexts inside are the recorded ones, and no other is ever believed."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mica.vc import contexts
from mica.vc.errors import Undecidable, VcError

HOME = Path(contexts.__file__).parent
ENTRIES: list[dict[str, Any]] = tomllib.loads((HOME / "manifest.toml").read_text(encoding="utf-8"))[
    "context"
]
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def test_the_manifest_names_every_file_and_every_licence() -> None:
    files = {str(path.relative_to(HOME)) for path in HOME.rglob("*") if path.is_file()}
    named = {entry[name] for entry in ENTRIES for name in ("file", "notice")}
    own = {"__init__.py", "manifest.toml"}

    assert {file for file in files if "__pycache__" not in file} - own == named


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_every_context_has_its_hash_its_source_and_its_licence(entry: dict[str, Any]) -> None:
    content = (HOME / entry["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert list(entry) == ["url", "file", "sha256", "package", "version", "licence", "notice"]
    assert all(entry.values())
    assert list(contexts.shipped().get(entry["url"])) == ["@context"]


def test_no_url_and_no_file_stands_twice() -> None:
    for name in ("url", "file"):
        values = [entry[name] for entry in ENTRIES]
        assert len(set(values)) == len(values)


def test_a_changed_byte_stops_everything(tmp_path: Path) -> None:
    shutil.copytree(HOME.parent.parent, tmp_path / "mica")
    file = tmp_path / "mica/vc/contexts/open-badges-3.0.3.jsonld"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-c", "from mica.vc import contexts; contexts.shipped()"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("mica.vc.contexts.ContextTampered: ")
    assert "open-badges-3.0.3.jsonld" in done.stderr.splitlines()[-1]


def test_a_tampered_context_is_neither_a_failed_nor_an_undecided_check() -> None:
    assert contexts.ContextTampered.__bases__ == (VcError,)


@pytest.mark.parametrize(
    "url",
    [
        "https://stranger.example/context",
        OPEN_BADGES + "#",
        OPEN_BADGES.replace("https", "http"),
        OPEN_BADGES.upper(),
        "",
    ],
)
def test_an_unknown_context_is_undecided(url: str) -> None:
    with pytest.raises(Undecidable) as caught:
        contexts.shipped().get(url)

    assert (caught.value.code, caught.value.data) == ("context-unknown", {"url": url})


def test_whoever_vouches_for_a_context_adds_it_to_a_set_of_their_own() -> None:
    url, document = "https://school.example/context", {"@context": {}}
    larger = contexts.shipped().and_({url: document})

    assert larger.get(url) == document
    assert larger.get(OPEN_BADGES) == contexts.shipped().get(OPEN_BADGES)
    with pytest.raises(Undecidable):
        contexts.shipped().get(url)
