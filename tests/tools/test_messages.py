"""Texts are found wherever they are said, and every one of them is said in French."""

import re
from string import Formatter

import pytest

from tools import messages
from tools.po import Entry, as_mo, as_po, read_po

FRENCH = messages.LOCALES / "fr/LC_MESSAGES"
NAMED = re.compile(r"%\((\w+)\)([sd])|(%%)")
TAG = re.compile(r"</?\w+[^>]*>")
LOOSE = re.compile(r"(?<=\S) [:;!?»](?=\s|$)|« |\w'\w")
"""A common space where a line must not break, or a typewriter's apostrophe."""


@pytest.fixture(scope="module")
def sources() -> list[Entry]:
    return messages.sources()


@pytest.fixture(scope="module")
def french() -> list[Entry]:
    return read_po((FRENCH / "django.po").read_text(encoding="utf-8"))


def holes(text: str) -> set[tuple[str, ...]]:
    """The places of a text that are filled in."""
    percent = {found.groups("") for found in NAMED.finditer(text)}
    try:
        braces = {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}
    except ValueError:  # a brace that is only a sign
        braces = set()
    return percent | braces


def places(entries: list[Entry]) -> dict[tuple[str, str, str], list[str]]:
    return {(one.context, one.single, one.plural): one.places for one in entries}


def test_the_file_holds_the_texts_of_the_sources_and_no_others(
    sources: list[Entry], french: list[Entry]
) -> None:
    """Where it fails: `make messages`, and say in French what is new."""
    assert places(french) == places(sources)


def test_every_text_is_said_in_french(french: list[Entry]) -> None:
    assert [one.single for one in french if not all(one.said) or not one.said or one.fuzzy] == []


def test_french_fills_in_what_english_does(french: list[Entry]) -> None:
    """In every plural form: French says “0 attestation” with the form for one."""
    wanted = {one.single: holes(one.plural or one.single) for one in french}

    different = [
        one.said for one in french if any(holes(said) != wanted[one.single] for said in one.said)
    ]
    assert different == []


def test_french_has_the_markup_of_english(french: list[Entry]) -> None:
    different = [
        one.said
        for one in french
        if any(TAG.findall(said) != TAG.findall(one.single) for said in one.said)
    ]
    assert different == []


def test_french_has_one_and_many_where_english_has(french: list[Entry]) -> None:
    assert [one.single for one in french if len(one.said) != (2 if one.plural else 1)] == []


def test_no_line_of_french_breaks_before_its_signs(french: list[Entry]) -> None:
    assert [said for one in french for said in one.said if LOOSE.search(said)] == []


def test_what_is_compiled_is_what_the_file_says(french: list[Entry]) -> None:
    assert (FRENCH / "django.mo").read_bytes() == as_mo(french, "fr")


def test_the_file_is_as_the_tool_writes_it(french: list[Entry]) -> None:
    assert (FRENCH / "django.po").read_text(encoding="utf-8") == as_po(french, "fr")


def test_texts_of_every_kind_are_found(sources: list[Entry]) -> None:
    found = {one.key for one in sources}
    wanted = {
        ("", "My credentials"),  # Python
        ("state", "Revoked"),  # Python, with a context
        ("", "%(number)s document"),  # a template, counted
        ("", "Claim it here"),  # a mail
        ("", "The learner's name is missing."),  # the sentence of an error
        ("", "{title} by {issuer} is no longer valid: it was revoked."),  # a verdict
        ("", "Its issuer revoked it, says the list {url}."),  # a check
    }
    assert wanted - found == set()


def test_the_command_line_speaks_english_alone(sources: list[Entry]) -> None:
    said = [one.single for one in sources if any("mica/cli/" in place for place in one.places)]
    assert said == []


def test_a_new_text_comes_in_untranslated_and_a_gone_one_leaves() -> None:
    before = [Entry("", "Stays", said=("Reste",)), Entry("", "Goes", said=("Part",))]
    now = [Entry("", "Stays", places=["a.py"]), Entry("", "New", places=["a.py"])]

    assert messages.renewed(now, before) == [
        Entry("", "Stays", said=("Reste",), places=["a.py"]),
        Entry("", "New", places=["a.py"]),
    ]


def test_a_text_that_begins_to_count_is_translated_anew() -> None:
    before = [Entry("", "Days", said=("Jours",))]

    assert messages.renewed([Entry("", "Days", "Many days")], before)[0].said == ()
