"""Text of strangers is shown and never obeyed; a stream gets only what it understands."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.cli.look import MAX_WIDTH, Look, day, look_of, minute, moment_of, safe, short

DID = "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def stream(
    encoding: str = "utf-8", kind: type[io.TextIOWrapper] = io.TextIOWrapper
) -> io.TextIOWrapper:
    return kind(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("attack", "shown"),
    [
        ("\x1b[2J\x1b[1;1H✓ VALID", r"\x1b[2J\x1b[1;1H\u2713 VALID"),
        ("a\r✓ VALID", r"a\r\u2713 VALID"),
        ("a\n✓ VALID", r"a\n\u2713 VALID"),
        ("\x9b31m", r"\x9b31m"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\u202edilav ton", r"\u202edilav ton"),
        ("\u2066a\u2069", r"\u2066a\u2069"),
        ("a\u2028b\u2029c\x85d", r"a\u2028b\u2029c\x85d"),
        ("a\u200bb\ufeffc\xadd", r"a\u200bb\ufeffc\xadd"),
        ("a\U000e0041", r"a\U000e0041"),
        ("half \udcff", r"half \udcff"),
    ],
    ids=[
        "cursor",
        "carriage return",
        "line break",
        "C1",
        "window title",
        "override",
        "isolate",
        "line separators",
        "invisible",
        "tags",
        "half characters",
    ],
)
def test_terminal_escape_injection_is_shown_and_not_obeyed(attack: str, shown: str) -> None:
    assert safe(attack) == shown


@given(st.text(st.characters()))
def test_what_is_safe_is_one_line_without_anything_to_obey(text: str) -> None:
    kinds = {unicodedata.category(letter) for letter in safe(text) if letter not in "\u200c\u200d"}

    assert kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} == set()
    assert len(safe(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "name", ["Žofie Nováková", "محمد", "می\u200cشود", "क्\u200dष", "李小龙", "Ó Briain"]
)
def test_peoples_names_are_left_as_they_are(name: str) -> None:
    assert safe(name) == name


def test_a_long_text_is_cut() -> None:
    assert safe("a" * 500, 10) == "a" * 10 + "…"


def test_what_means_nothing_is_shortened_and_what_means_something_is_not() -> None:
    web = "did:web:harbour.example.and.a.very.long.name.of.somebody.else.example"

    assert short(f"by {DID}#{DID[8:]} holds") == "by did:key:z6Mkjchh…RDjVJG holds"
    assert short(f"by {web}") == f"by {web}"


@pytest.mark.parametrize(
    ("kind", "environment", "coloured"),
    [
        (Terminal, {}, True),
        (Terminal, {"NO_COLOR": ""}, True),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"TERM": "dumb"}, False),
        (io.TextIOWrapper, {}, False),
    ],
    ids=["terminal", "empty NO_COLOR", "NO_COLOR", "dumb", "pipe"],
)
def test_colours_are_for_terminals_that_want_them(
    kind: type[io.TextIOWrapper],
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001
) -> None:
    look = look_of(stream(kind=kind), environment)

    assert look.colour is coloured
    assert look.paint("a", "bold", "red") == ("\x1b[1;31ma\x1b[0m" if coloured else "a")


@pytest.mark.parametrize(
    ("columns", "width"), [("60", 60), ("20", 40), ("500", MAX_WIDTH), ("nonsense", 80)]
)
def test_lines_are_as_wide_as_the_window_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)

    assert look_of(stream(), {}).width == width


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "✓ “Žofie” – 李"),
        ("ascii", '+ "\\u017dofie" - \\u674e'),
        ("iso8859-1", '+ "\\u017dofie" - \\u674e'),
        ("cp1250", '+ "Žofie" - \\u674e'),
    ],
)
def test_letters_that_a_stream_does_not_have_become_their_numbers(
    encoding: str, shown: str
) -> None:
    look = look_of(stream(encoding), {})

    assert look.letters("✓ “Žofie” – 李") == shown


def test_lines_are_wrapped_and_addresses_left_whole() -> None:
    address = "https://harbour.example/a/very/long/address/that/does/not/fit/on-any-line"
    lines = Look(width=40).wrap(f"See what stands at {address} and think about it.", "  ✗ ")

    assert lines == [
        "  ✗ See what stands at",
        f"    {address}",
        "    and think about it.",
    ]


def test_a_line_is_cut_in_a_window_only() -> None:
    assert Look(width=10, cut=True).one_line("a" * 20) == "a" * 9 + "…"
    assert Look(width=10).one_line("a" * 20) == "a" * 20


def test_moments_are_written_for_people_in_utc() -> None:
    moment = moment_of("2026-01-15T23:30:00-02:00")

    assert moment is not None
    assert (day(moment), minute(moment)) == ("16 January 2026", "16 January 2026, 01:30 UTC")
    assert (moment_of("yesterday"), moment_of(None)) == (None, None)
    assert not re.search(r"\d{4}-\d\d", minute(moment))
