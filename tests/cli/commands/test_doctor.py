"""`mica doctor`: one line a finding, and what to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mica.cli.doctor import examine
from mica.cli.ends import Ends
from mica.cli.house.doctor import examine as examine_site
from mica.cli.root import root


def test_a_sound_installation_ends_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    nowhere = tmp_path / "none"
    words = ["doctor", "--folder", str(nowhere)]
    done = CliRunner(env={"COLUMNS": "96"}).invoke(root, words)
    lines = done.stdout.splitlines()

    assert (done.exit_code, done.stderr) == (Ends.WELL, "")
    found = [*examine(), *examine_site(nowhere)]
    assert sum(line.startswith(("✓ ", "! ")) for line in lines) == len(found)
    assert "✓ Ed25519 signs and verifies as RFC 8032 says." in lines


def test_an_error_ends_with_one_and_says_what_to_do(tmp_path: Path) -> None:
    keys = tmp_path / "a.keys"
    keys.touch(mode=0o600)
    keys.chmod(0o644)
    done = CliRunner(env={"COLUMNS": "400"}).invoke(root, ["doctor", "--keys", str(keys)])
    text = " ".join(done.stdout.split())

    assert done.exit_code == Ends.FAILED
    assert f"✗ Error: Others than its owner can reach {keys}. → Close it: chmod 600 {keys}." in text
    assert text.endswith("Mica does not work as it should; follow the advice above.")
