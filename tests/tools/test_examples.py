"""The pages with examples cannot lie: they are run, and compared."""

from pathlib import Path

import pytest

from tools import examples

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    path
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
    if "```console\n" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_prints_is_what_comes_out(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert examples.settled(examples.run(text)) == examples.settled(text)


def test_the_page_of_the_command_line_is_among_them() -> None:
    assert ROOT / "docs/command-line.md" in PAGES


def test_what_differs_from_run_to_run_is_set_aside_and_nothing_else() -> None:
    page = "did:key:z6MkmF3T…3Rf1m5 since 2026-11-22,\n  until 2 May 2031, 09:00 UTC: ✓ VALID"

    assert examples.settled(page) == "did:key:… since a day, until a day: ✓ VALID"


def test_a_page_that_lies_is_found_out() -> None:
    page = "```console\n$ echo one; echo two >&2\none\nthree\n```\n"

    assert examples.run(page) == "```console\n$ echo one; echo two >&2\none\ntwo\n```\n"


def test_a_page_is_one_session() -> None:
    page = "```console\n$ echo one > a\n```\nAnd then:\n```console\n$ cat a\n```\n"

    assert examples.run(page) == page.replace("$ cat a\n", "$ cat a\none\n")
