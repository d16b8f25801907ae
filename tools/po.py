"""Reads and writes what gettext does (its manual, chapter 10): .po for people, .mo for programs.

Only what Mica needs of them: UTF-8, texts with their context, their plural and where they stand.
What is written is the same for the same texts, byte for byte: no dates, no names, no line numbers.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

HEADER: Final = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Plural-Forms: {plural}\n"
)
PLURALS: Final = {"fr": "nplurals=2; plural=(n > 1);"}
"""Language to how it counts: French counts nothing as one."""
_MAGIC: Final = 0x950412DE
_LINE: Final = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?(".*")')

Key = tuple[str, str]
"""The context, "" for none, and the text in English: what gettext tells texts apart by."""


@dataclass(slots=True)
class Entry:
    """A text, and what it is in another language.

    Attributes:
        context: what tells it from the same text with another meaning; "" for none.
        single: the text in English; for one, where it counts.
        plural: for many; "" where it does not count.
        said: the translation, one for each way of counting; empty where there is none.
        places: the files that say it, below the project's root.
        fuzzy: whether whoever translated was not sure.
    """

    context: str
    single: str
    plural: str = ""
    said: tuple[str, ...] = ()
    places: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> Key:
        """What gettext finds it by."""
        return self.context, self.single


def as_po(entries: Iterable[Entry], language: str) -> str:
    """The text of a .po file: the header, then the entries in their order."""
    header = HEADER.format(language=language, plural=PLURALS[language])
    blocks = [f'msgid ""\nmsgstr {_quoted(header)}']
    blocks += ["\n".join(_lines(entry, language)) for entry in entries]
    return "\n\n".join(blocks) + "\n"


def read_po(text: str) -> list[Entry]:
    """The entries of a .po file, without its header.

    Raises:
        ValueError: for a line that is none of this format.
    """
    return [entry for block in text.split("\n\n") if (entry := _entry(block)).single]


def as_mo(entries: Iterable[Entry], language: str) -> bytes:
    """The .mo file of what is translated and sure."""
    header = HEADER.format(language=language, plural=PLURALS[language])
    texts = {b"": header.encode()}
    for entry in entries:
        if entry.said and all(entry.said) and not entry.fuzzy:
            context = f"{entry.context}\x04" if entry.context else ""
            counted = f"\0{entry.plural}" if entry.plural else ""
            name = f"{context}{entry.single}{counted}".encode()
            texts[name] = "\0".join(entry.said).encode()
    names = sorted(texts)
    said = [texts[name] for name in names]
    start = 28 + 16 * len(names)
    first, start = _table(names, start)
    second, _end = _table(said, start)
    head = struct.pack("<7I", _MAGIC, 0, len(names), 28, 28 + 8 * len(names), 0, 0)
    return b"".join([head, first, second, *(part + b"\0" for part in (*names, *said))])


def _table(parts: Sequence[bytes], start: int) -> tuple[bytes, int]:
    """Length and place of each part, and where the next one would be."""
    *places, end = accumulate((len(part) + 1 for part in parts), initial=start)
    pairs = zip(map(len, parts), places, strict=True)
    return b"".join(struct.pack("<2I", *pair) for pair in pairs), end


def _lines(entry: Entry, language: str) -> Iterator[str]:
    yield f"#: {' '.join(entry.places)}" if entry.places else "#:"
    if entry.fuzzy:
        yield "#, fuzzy"
    if entry.context:
        yield f"msgctxt {_quoted(entry.context)}"
    yield f"msgid {_quoted(entry.single)}"
    if not entry.plural:
        yield f"msgstr {_quoted(entry.said[0] if entry.said else '')}"
        return
    yield f"msgid_plural {_quoted(entry.plural)}"
    ways = int(PLURALS[language].removeprefix("nplurals=")[0])
    for number in range(ways):
        yield f"msgstr[{number}] {_quoted(entry.said[number] if entry.said else '')}"


def _quoted(text: str) -> str:
    """In quotation marks; a text of several lines begins below."""
    lines = text.splitlines(keepends=True)
    escaped = [
        line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        for line in lines
    ]
    if len(escaped) > 1:
        escaped.insert(0, "")
    return "\n".join(f'"{line}"' for line in escaped) or '""'


def _entry(block: str) -> Entry:
    parts: dict[str, str] = {"msgid": ""}
    entry, at = Entry("", ""), "msgid"
    for line in block.strip().splitlines():
        if line.startswith("#:"):
            entry.places = line.removeprefix("#:").split()
        elif line.startswith("#,"):
            entry.fuzzy = "fuzzy" in line
        elif found := _LINE.fullmatch(line):
            at = found[1] or at
            parts[at] = parts.get(at, "") + str(ast.literal_eval(found[2]))
        elif not line.startswith("#"):
            raise ValueError(line)
    entry.context, entry.single = parts.get("msgctxt", ""), parts["msgid"]
    entry.plural = parts.get("msgid_plural", "")
    said = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    entry.said = said if any(said) else ()
    return entry
