"""Each rule of the budgets lint: what it refuses, what it lets pass."""

from pathlib import Path, PurePosixPath

import pytest

from tools import budgets

CORE = "src/mica/vc/x.py"
CLI = "src/mica/cli/x.py"
NET = "src/mica/net/x.py"


def function_of(lines: int) -> str:
    return "def f():\n" + "    pass\n" * (lines - 1)


def broad(caught: str) -> str:
    return f"try:\n    f()\nexcept{caught}:\n    pass\n"


REFUSED = [
    ("file-too-long", CORE, "\n" * 401, 401),
    ("file-too-long", "tests/x.py", "\n" * 401, 401),
    ("function-too-long", CORE, "\n" + function_of(51), 2),
    ("function-too-long", "bench/x.py", "async " + function_of(51), 1),
    ("broad-except", CORE, broad(""), 3),
    ("broad-except", CORE, broad(" Exception"), 3),
    ("broad-except", CORE, broad(" (KeyError, BaseException)"), 3),
    ("broad-except", "src/mica/web/x.py", broad(" Exception as e"), 3),
    ("print", CORE, "print(1)", 1),
    ("inline-import", CORE, "def f():\n    import json", 2),
    ("inline-import", CORE, "def f():\n    if x:\n        from a import b", 3),
    ("way-out", CORE, "import socket", 1),
    ("way-out", CORE, "import json, urllib.request", 1),
    ("way-out", CORE, "from urllib import parse, request", 1),
    ("way-out", CORE, "from http.client import HTTPSConnection", 1),
    ("way-out", CLI, "import httpcore", 1),
]

PASSED = [
    (CORE, "\n" * 400),
    (CORE, function_of(50)),
    (CORE, broad(" (KeyError, ValueError)")),
    (CLI, broad(" Exception")),
    ("tests/x.py", broad(" Exception")),
    (CLI, "print(1)"),
    ("tools/x.py", "print(1)"),
    (CORE, "import json\nfrom . import socket"),
    (CLI, "def f():\n    import json"),
    ("src/mica/core/apps.py", "def ready():\n    import json"),
    ("tests/x.py", "def f():\n    import socket"),
    (NET, "import socket, httpcore"),
    (CORE, "import urllib.parse, httpcorelike"),
    (CORE, "from urllib import parse"),
]


@pytest.mark.parametrize(("rule", "file", "text", "line"), REFUSED)
def test_what_overdraws_a_budget_is_named_with_its_line(
    rule: str, file: str, text: str, line: int
) -> None:
    found = budgets.faults(PurePosixPath(file), text)

    assert [(fault.rule, fault.file, fault.line) for fault in found] == [(rule, file, line)]


@pytest.mark.parametrize(("file", "text"), PASSED)
def test_what_keeps_the_budgets_passes(file: str, text: str) -> None:
    assert budgets.faults(PurePosixPath(file), text) == []


def test_every_rule_is_tried() -> None:
    assert {rule for rule, *_ in REFUSED} == {
        "file-too-long", "function-too-long", "broad-except", "print", "inline-import", "way-out"
    }  # fmt: skip


def test_the_lint_prints_file_and_line_and_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "src/mica/vc"
    place.mkdir(parents=True)
    (place / "x.py").write_text("import ssl\n", encoding="utf-8")

    assert budgets.main(tmp_path) == 1
    assert capsys.readouterr().out == (
        "src/mica/vc/x.py:1: way-out: ssl: the network is reached through mica.net alone\n"
        "Budgets: 1 overdrawn.\n"
    )


def test_a_tree_that_keeps_the_budgets_ends_with_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert budgets.main(tmp_path) == 0
    assert capsys.readouterr().out == "Budgets: all kept.\n"
