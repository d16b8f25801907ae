"""The frame of an organisation's pages."""

import re
from pathlib import Path

import mica.web

TEMPLATES = Path(mica.web.__file__).parent / "templates"


def test_no_page_asks_for_a_role_by_the_name_that_a_notice_uses() -> None:
    """`role` is what a notice is for screen readers; a member's is `my_role`. An unknown name is
    silently empty in a template, and a reader would then see what only officers may do."""
    asking = re.compile(r"{% (?:el)?if (?:[^%]*[ (])?role\b")
    parts = {"provider/role.html", "parts/notice.html"}

    assert [
        name
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (name := path.relative_to(TEMPLATES).as_posix()) not in parts
        and asking.search(path.read_text(encoding="utf-8"))
    ] == []
