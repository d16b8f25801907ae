"""The architecture is a failing test: floors, purity, and a command line that starts light."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MICA = ROOT / "src" / "mica"
FLOOR = re.compile(r"^ *(\d+)  ([a-z]+(?: \| [a-z]+)*)(?:  .*)?$", re.MULTILINE)
LINT = "from importlinter import cli; raise SystemExit(cli.lint_imports(no_cache=True))"
START = """
import importlib, pkgutil, sys
sys.modules["requests"] = None  # as where the platform is absent: pyld tries it, and it tries ::1
went_out = []
sys.addaudithook(lambda event, _: event.startswith("socket.") and went_out.append(event))
import mica
def load(path, prefix):  # walk_packages would import packages of models on its way
    for module in pkgutil.iter_modules(path, prefix):
        inside = module.name.startswith("mica.cli.region.")  # lives in the site
        entry = module.name.endswith("__main__")
        if module.name.split(".")[1] in {light!r} and not inside and not entry:
            load(getattr(importlib.import_module(module.name), "__path__", ()), module.name + ".")
load(mica.__path__, "mica.")
print(sorted({{name.split(".")[0] for name in sys.modules}} & {{"django", "sqlite3", "psycopg"}}))
print(went_out)
"""


def python(code: str, source: Path, cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def layers() -> list[set[str]]:
    """The contract's floors, highest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(
        contract
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["id"] == "floors"
    )
    return [set(re.findall(r"\w+", floor)) for floor in floors["layers"]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources and their contracts, to be spoilt."""
    shutil.copytree(MICA, tmp_path / "src/mica", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(copy: Path, file: str, text: str) -> None:
    path = copy / "src/mica" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.joinpath("__init__.py").touch()
    path.write_text(text, encoding="utf-8")


def test_the_contracts_hold() -> None:
    status, said = python(LINT, MICA.parent, ROOT)

    assert (status, "0 broken" in said) == (0, True), said


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("attic/__init__.py", "", "mica.attic"),
        ("vc/spoilt.py", "import mica.core", "mica.vc.spoilt"),
        ("standards/spoilt.py", "import mica.net", "mica.standards.spoilt"),
        ("vc/spoilt.py", "import socket", "mica.vc.spoilt"),
        ("quality/rules.py", "import sqlite3", "mica.quality.rules"),
        ("jurisdictions/loader.py", "import subprocess", "mica.jurisdictions.loader"),
        ("net/spoilt.py", "import subprocess", "mica.net.spoilt"),
        ("web/spoilt.py", "import mica.people.models", "mica.web.spoilt"),
        ("wallet/queries/spoilt.py", "import mica.people.actions", "mica.wallet.queries.spoilt"),
    ],
    ids=[
        "a folder without a floor",
        "an import upwards",
        "an import between strangers",
        "a toolkit that opens sockets",
        "a rule that reads a database",
        "a loader that starts processes",
        "a way out that starts processes",
        "a page that reads a table",
        "a read that calls an action",
    ],
)
def test_a_broken_contract_fails(copy: Path, file: str, text: str, named: str) -> None:
    add(copy, "core/__init__.py", "")
    add(copy, file, text)

    status, said = python(LINT, copy / "src", copy)

    assert (status, named in said) == (1, True), said


def test_the_floors_as_drawn_are_the_floors_as_checked() -> None:
    drawing = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("```")[1]
    drawn = [(int(number), set(names.split(" | "))) for number, names in FLOOR.findall(drawing)]
    checked = layers()

    assert drawn == list(zip(range(len(checked) - 1, -1, -1), checked, strict=True))


def test_every_package_stands_on_a_floor() -> None:
    packages = {path.parent.name for path in MICA.glob("*/__init__.py")}

    assert packages - set().union(*layers()) == set()


def test_there_are_no_empty_rooms() -> None:
    empty = [
        str(door.parent.relative_to(MICA))
        for door in MICA.rglob("__init__.py")
        if [*door.parent.rglob("*.py")] == [door] and is_bare(door)
    ]

    assert empty == []


def test_a_feature_with_rules_has_a_bare_door() -> None:
    """Importing a.rules runs a/__init__.py, which the purity contract does not look at."""
    busy = [
        str(rules.parent.relative_to(MICA))
        for rules in [*MICA.rglob("rules.py"), *MICA.rglob("rules/")]
        if not is_bare(rules.parent / "__init__.py")
    ]

    assert busy == []


def test_the_pure_packages_and_the_command_line_start_without_framework_or_socket() -> None:
    light = {"errors", "vc", "standards", "jurisdictions", "net", "cli"}

    assert python(START.format(light=light), MICA.parent, ROOT) == (0, "[]\n[]\n")


def is_bare(door: Path) -> bool:
    """Whether a module holds nothing but a docstring."""
    body = ast.parse(door.read_text(encoding="utf-8")).body
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)
