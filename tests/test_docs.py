"""The documents are held to the code."""

import ast
import importlib
import json
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import click
import pytest

import mica
from mica.errors import MicaError
from tests.cast import PROVIDER, credential

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
CODE = re.compile(r"`([^`\n]+)`|```\w*\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")


def code(document: Path) -> str:
    """Everything in a document that is set as code."""
    text = document.read_text(encoding="utf-8")
    return "\n".join(inline or block for inline, block in CODE.findall(text))


def named(pattern: str) -> set[str]:
    """What a pattern finds in the code of all documents."""
    return {name for document in DOCUMENTS for name in re.findall(pattern, code(document))}


def commands() -> set[str]:
    from mica.cli.root import root  # noqa: PLC0415 - the toolkit's tests run without the command line

    assert isinstance(root, click.Group)
    return set(root.list_commands(click.Context(root)))


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))

    assert named(r"\bmake ([a-z][a-z-]*)") - targets == set()
    assert targets - named(r"\bmake ([a-z][a-z-]*)") == {"help"}


def test_every_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = named(r"\bmica ([a-z]+)") | set(re.findall(r"bin/mica ([a-z]+)", makefile))

    assert wanted - commands() == set()


def test_every_command_is_explained() -> None:

    assert commands() - named(r"\bmica ([a-z]+)") == set()


def test_the_programs_in_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lasting = credential(validFrom="2000-01-01T00:00:00Z")  # the program asks the clock
    lasting.pop("validUntil")
    (tmp_path / "signed.json").write_text(json.dumps(PROVIDER.signs(lasting)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    for program in programs:
        exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - our own text

    assert [capsys.readouterr().out.partition("\n")[0]] * len(programs) == ["valid"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_relative_link_resolves(document: Path) -> None:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    links = [one or other for one, other in LINK.findall(text)]
    local = [link.partition("#")[0] for link in links if "://" not in link and link[0] != "#"]

    assert [link for link in local if not (document.parent / link).exists()] == []


def test_every_decision_has_its_number_and_the_same_headings() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*"))

    for number, decision in enumerate(decisions, start=1):
        headings = re.findall(r"^#+ .*$", decision.read_text(encoding="utf-8"), re.MULTILINE)
        assert decision.name.startswith(f"{number:04}-")
        assert headings[0].startswith(f"# {number}. ")
        assert headings[1:] == ["## Context", "## Options", "## Decision", "## Consequences"]


def test_the_changelog_and_the_package_have_the_projects_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)

    assert (mica.__version__, versions[0]) == (project["version"], project["version"])


def modules() -> list[ModuleType]:
    """Every module of Mica, migrations and the entry points of servers aside."""
    names = [module.name for module in pkgutil.walk_packages(mica.__path__, "mica.")]
    left_out = ("__main__", ".migrations")
    return [importlib.import_module(name) for name in names if not any(o in name for o in left_out)]


def sentences() -> list[str]:
    """Every code for which some table has a sentence."""
    return sorted({code for module in modules() for code in getattr(module, "SENTENCES", {})})


@dataclass(frozen=True)
class Raised:
    """An error made in the source with its code written out; data is None where it is not."""

    place: str
    sentence: str | None
    code: str
    data: frozenset[str] | None


def raised() -> Iterator[Raised]:
    for module in modules():
        path = Path(module.__file__ or "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            made, first = error_made(module, node), node.args[0]
            if made is not None and isinstance(first, ast.Constant):
                data = {keyword.arg for keyword in node.keywords}
                yield Raised(
                    f"{path.relative_to(ROOT)}:{node.lineno}",
                    made.sentences.get(first.value),
                    first.value,
                    None if None in data else frozenset(filter(None, data)),
                )


def error_made(module: ModuleType, call: ast.Call) -> type[MicaError] | None:
    """The error class that a call names, as its module knows it."""
    named: Any = module
    for part in ast.unparse(call.func).split("."):
        named = getattr(named, part, None)
    return named if isinstance(named, type) and issubclass(named, MicaError) else None


def test_every_code_that_is_raised_has_a_sentence() -> None:
    assert [(each.place, each.code) for each in raised() if each.sentence is None] == []


def test_every_sentence_belongs_to_a_code_that_is_used() -> None:
    """A code of a table stands somewhere in the source besides: raised, noted or passed on."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src/mica").rglob("*.py")
    ]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    keys = {id(key) for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
    used = {node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in keys}
    assert [code for code in sentences() if code not in used] == []


def test_every_sentence_can_be_said_with_the_data_its_error_carries() -> None:
    """A field that the error does not carry would hide the error behind a KeyError."""
    assert [
        (each.place, each.code, sorted(missing))
        for each in raised()
        if each.data is not None and (missing := fields(each.sentence or "") - each.data)
    ] == []


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_code_is_lower_case_with_hyphens() -> None:
    assert [code for code in sentences() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
