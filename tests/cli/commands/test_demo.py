"""`mica demo`: every verdict is shown, and held to what it should be."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mica.cli import journey
from mica.cli.ends import Ends
from mica.cli.look import Look
from mica.cli.root import root
from mica.cli.show import Show, new_passphrase
from mica.vc import keyring
from mica.vc.report import Verdict
from mica.vc.resolve import nothing
from mica.vc.verify import Setting
from mica.verification.rules import STANDARDS, judge
from tests.cast import NOW

KEPT = [
    "badge.json",
    "badge.png",
    "badge.svg",
    "expired.json",
    "forged.json",
    "revoked.json",
    "school.keys",
    "status-list.json",
    "undecided.json",
]


def demo(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(root, ["demo", "--terminal", *words])


def test_every_verdict_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = demo()
    said = [line.strip().partition(":")[0] for line in done.stdout.splitlines()]

    assert [
        line for line in said if line[2:] in {"VALID", "NOT VALID", "COULD NOT BE DECIDED"}
    ] == [
        "✓ VALID",
        "✗ NOT VALID",
        "✗ NOT VALID",
        "✗ NOT VALID",
        "? COULD NOT BE DECIDED",
    ]
    assert done.stdout.endswith("\nAll 5 verdicts came out as they should.\n")
    assert (done.exit_code, done.stderr, list(tmp_path.iterdir())) == (Ends.WELL, "", [])


def test_what_is_kept_is_what_was_shown(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "kept"
    done = demo("--keep", str(folder))
    setting = Setting(nothing, NOW.replace(year=2100), STANDARDS)

    assert done.exit_code == Ends.WELL
    assert sorted(path.name for path in folder.iterdir()) == KEPT
    assert "Everything lies in" in done.stdout
    assert "(made up for this demo)" in done.stdout
    keyring.read((folder / "school.keys").read_bytes())
    for name in ("badge.json", "badge.png", "badge.svg"):
        codes = {check.code for check in judge((folder / name).read_bytes(), setting).checks}
        assert "signature-holds" in codes


def test_a_folder_that_is_used_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    done = demo("--keep", str(tmp_path))

    assert (done.exit_code, list(tmp_path.iterdir())) == (Ends.UNUSABLE, [tmp_path / "precious"])


def test_a_verdict_that_comes_out_wrong_is_told() -> None:
    cast = journey.assemble("correct horse battery", NOW)
    good = journey.badge(cast, NOW)
    first = next(journey.scenes(cast, good, NOW))
    report = journey.verify(first.content, {}, NOW)

    assert not first.is_as_it_should_be(report)
    undecided = replace(first, verdict=Verdict.UNDECIDED, codes=frozenset({"not-on-shelf"}))
    assert undecided.is_as_it_should_be(report)


def test_a_show_with_a_fault_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journey, "status_list", journey.badge)

    assert Show(tmp_path, Look(), NOW).play() is False
    assert (
        "This is a bug in Mica: the verdicts of steps 4, 5, 6 came out wrong."
        in capsys.readouterr().out
    )


def test_passphrases_are_never_the_same_and_hard_to_guess() -> None:
    made = {new_passphrase() for _ in range(100)}

    assert len(made) == 100
    assert all(len(words.split()) == 4 for words in made)
    assert 4 * 3 * math.log2(70) > 73
