"""Files of translations: what is written can be read, by ourselves and by Python's gettext."""

import gettext
import io

import pytest

from tools.po import Entry, as_mo, as_po, read_po

ENTRIES = [
    Entry("", "Open", said=("Ouvrir",), places=["src/a.py"]),
    Entry("state", "Open", said=("Ouvert",), places=["src/a.py", "src/b.html"]),
    Entry("", "%(n)s day", "%(n)s days", ("%(n)s jour", "%(n)s jours"), ["src/b.html"]),
    Entry("", 'Say "yes"\nor \\ no\n', said=('Dites "oui"\nou \\ non\n',), places=["src/b.html"]),
    Entry("", "New", places=["src/c.py"]),
    Entry("", "Unsure", said=("Peut-être",), places=["src/c.py"], fuzzy=True),
]


def read() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(as_mo(ENTRIES, "fr")))


def test_what_is_written_is_read_again() -> None:
    assert read_po(as_po(ENTRIES, "fr")) == ENTRIES


def test_pythons_gettext_reads_what_is_compiled() -> None:
    french = read()

    assert french.gettext("Open") == "Ouvrir"
    assert french.pgettext("state", "Open") == "Ouvert"
    assert french.gettext('Say "yes"\nor \\ no\n') == 'Dites "oui"\nou \\ non\n'


def test_french_counts_nothing_as_one() -> None:
    french = read()

    said = [french.ngettext("%(n)s day", "%(n)s days", number) for number in (0, 1, 2)]
    assert said == ["%(n)s jour", "%(n)s jour", "%(n)s jours"]


@pytest.mark.parametrize("text", ["New", "Unsure"])
def test_what_is_missing_or_unsure_is_said_in_english(text: str) -> None:
    assert read().gettext(text) == text


def test_a_line_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="msgwhat"):
        read_po('msgid "a"\nmsgwhat "b"\n')
