import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mica.cli.doctor import (
    DEPENDENCIES,
    LEAST_PYTHON,
    Finding,
    Level,
    clock,
    contexts,
    dependency,
    examine,
    key_permissions,
    python,
    signatures,
    terminal,
    worst,
)
from mica.vc.contexts import shipped

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


def levels(findings: list[Finding]) -> list[Level]:
    return [finding.level for finding in findings]


def test_sound_installation_has_no_error() -> None:
    found = examine(now=NOW)
    assert [finding.subject for finding in found] == [
        "python",
        *(f"dependency-{name}" for name in DEPENDENCIES),
        "contexts",
        "signatures",
        "clock",
        "certificates",
        "terminal",
    ]
    assert Level.ERROR not in levels(found)


def test_every_finding_that_is_not_well_gives_advice(tmp_path: Path) -> None:
    found = [*examine(now=datetime(1970, 1, 1, tzinfo=UTC), key_file=tmp_path / "absent")]
    found += [python((3, 10)), terminal("latin-1"), dependency("no-such-thing", "x", "1")]
    assert [bool(finding.advice) for finding in found] == [
        finding.level is not Level.OK for finding in found
    ]


def test_examined_dependencies_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = (re.split(">=|,", text) for text in project["dependencies"])
    assert {name: least for name, least, *_ in wanted} == {
        name: least for name, (_, least) in DEPENDENCIES.items()
    }
    assert project["requires-python"] == ">=" + ".".join(map(str, LEAST_PYTHON))


def test_old_python_is_an_error() -> None:
    assert python((3, 10, 9)).level is Level.ERROR
    assert python((3, 11)).level is Level.OK


def test_missing_broken_and_old_dependencies_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_module_for_a_test.py").write_text("import nothing_of_this_name")
    monkeypatch.syspath_prepend(tmp_path)
    assert dependency("no-such-thing", "x", "1").sentence == "no-such-thing is missing."
    assert dependency("click", "broken_module_for_a_test", "8.1").level is Level.ERROR
    assert dependency("click", "click", "999").level is Level.WARNING


def test_doctor_speaks_without_any_dependency() -> None:
    script = (
        "import sys; sys.path.insert(0, 'src');"
        "from mica.cli.doctor import examine;"
        "print([(f.subject, f.level.value) for f in examine()])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in DEPENDENCIES:
        assert f"('dependency-{name}', 'error')" in done.stdout
    assert "('contexts', 'ok')" in done.stdout


def test_changed_context_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.read_bytes", lambda _path: b"{}")
        found = contexts()
    shipped.cache_clear()
    assert (found.level, found.advice) == (Level.ERROR, "Install Mica again.")


def test_signatures_give_the_known_answer() -> None:
    assert signatures().level is Level.OK


@pytest.mark.parametrize("year", [1970, 2000, 2025, 2050, 9999])
def test_impossible_clock_is_an_error(year: int) -> None:
    assert clock(datetime(year, 1, 1, tzinfo=UTC)).level is Level.ERROR


@pytest.mark.parametrize(
    ("encoding", "level"),
    [
        ("UTF-8", Level.OK),
        ("utf8", Level.OK),
        ("ascii", Level.WARNING),
        ("cp1252", Level.WARNING),
        ("no-such-encoding", Level.WARNING),
        (None, Level.WARNING),
    ],
)
def test_terminal_that_cannot_show_every_letter_is_told(encoding: str | None, level: Level) -> None:
    assert terminal(encoding).level is level


def test_key_that_only_its_owner_reaches_is_well(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.touch(mode=0o600)
    assert levels(key_permissions(key)) == [Level.OK]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_key_that_others_reach_is_an_error(mode: int, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.touch()
    key.chmod(mode)
    assert levels(key_permissions(key)) == [Level.ERROR]


def test_key_that_others_can_replace_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    key = folder / "key"
    key.touch(mode=0o600)
    folder.chmod(0o777)
    assert levels(key_permissions(key)) == [Level.ERROR]
    folder.chmod(0o1777)
    assert levels(key_permissions(key)) == [Level.OK]


def test_absent_key_and_folder_are_errors(tmp_path: Path) -> None:
    assert levels(key_permissions(tmp_path / "absent")) == [Level.ERROR]
    assert levels(key_permissions(tmp_path)) == [Level.ERROR]


def test_gravest_finding_decides() -> None:
    found = [Finding("a", Level.OK, ""), Finding("b", Level.WARNING, "")]
    assert worst([]) is Level.OK
    assert worst(found) is Level.WARNING
    assert worst([*found, Finding("c", Level.ERROR, ""), found[0]]) is Level.ERROR
