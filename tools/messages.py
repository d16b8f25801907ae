"""Every text that a person can be shown, found in the sources, and the translations kept in step.

Found are: calls of Django's translation functions in Python, the translating tags and `_()` of
templates (mails are templates), the sentences of every error, and what a verdict can say. Nothing
but Python and Django is needed: Django turns a template into calls, and Python reads calls.

Usage, from the project's root:  python -m tools.messages
Renews `django.po` and `django.mo` of every folder in `src/mica/web/locale`: what is new comes in
without a translation, what is gone leaves, what is there stays. Prints how many texts have no
translation yet, with the first of them, and ends with 1 where there is any.
"""

import ast
import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import django
from django.utils.translation.template import templatize

from tools.po import Entry, Key, as_mo, as_po, read_po

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src/mica"
LOCALES: Final = SOURCE / "web/locale"
FOR_OPERATORS: Final = ("mica.__main__", "mica.cli")
"""Speak English: to whoever runs Mica, not to those who use it."""
SHOWN: Final = 20
_TRANSLATION: Final = "django.utils.translation"
_MEANING: Final = {
    "_": ("single",),
    "gettext": ("single",),
    "pgettext": ("context", "single"),
    "ngettext": ("single", "plural"),
    "npgettext": ("context", "single", "plural"),
}
"""Function to what its first arguments are."""
_STRING: Final = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL: Final = re.compile(rf"\b(_|n?p?gettext)\(({_STRING}(?:, *{_STRING})*)", re.DOTALL)

Found = tuple[str, tuple[str, ...], str]
"""The function's name, the texts given to it, and the file, below the project's root."""


def sources() -> list[Entry]:
    """Every text, in the order of files, without translations.

    Raises:
        ValueError: if one text has two plurals; gettext cannot tell them apart.
    """
    entries: dict[Key, Entry] = {}
    for name, texts, place in (*_python(), *_templates(), *_tables()):
        given = dict(zip(_MEANING[name], texts, strict=False))
        one = Entry(given.get("context", ""), given["single"], given.get("plural", ""))
        entry = entries.setdefault(one.key, one)
        entry.plural = entry.plural or one.plural
        if one.plural not in ("", entry.plural):
            raise ValueError(one)
        if place not in entry.places:
            entry.places.append(place)
    return sorted(entries.values(), key=lambda entry: entry.places[0])


def renewed(entries: Iterable[Entry], before: Iterable[Entry]) -> list[Entry]:
    """Texts of the sources, with what they were translated to before."""
    known = {(entry.key, entry.plural): entry for entry in before}
    result = []
    for entry in entries:
        old = known.get((entry.key, entry.plural), entry)
        plain = Entry(entry.context, entry.single, entry.plural, old.said, entry.places, old.fuzzy)
        result.append(plain)
    return result


def _python() -> Iterator[Found]:
    for file in sorted(SOURCE.rglob("*.py")):
        place = str(file.relative_to(ROOT))
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=place)
        names = dict(_imported(tree))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            if not isinstance(node.func, ast.Name):
                continue
            name = names.get(node.func.id)
            texts = tuple(_literals(node.args)) if name else ()
            if name and len(texts) >= len(_MEANING[name]):
                yield name, texts, place


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module calls the translation functions, and what they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _TRANSLATION:
            for alias in node.names:
                name = alias.name.removesuffix("_lazy").removesuffix("_noop")
                if name in _MEANING:
                    yield alias.asname or alias.name, name


def _literals(arguments: Iterable[ast.expr]) -> Iterator[str]:
    """The texts with which the arguments begin."""
    for argument in arguments:
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return
        yield argument.value


def _templates() -> Iterator[Found]:
    folders = sorted(SOURCE.rglob("templates"))
    for file in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        place = str(file.relative_to(ROOT))
        for call in _CALL.finditer(templatize(file.read_text(encoding="utf-8"), origin=place)):
            texts = [ast.literal_eval(text) for text in re.findall(_STRING, call[2])]
            yield call[1], tuple(texts), place


def _tables() -> Iterator[Found]:
    """What errors and verdicts say: templates in tables, translated when they are said."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mica.site.settings")
    django.setup()
    for module in pkgutil.walk_packages([str(SOURCE)], "mica."):
        if not module.name.startswith(FOR_OPERATORS) and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for error in _below(importlib.import_module("mica.errors").MicaError):
        own = error.__dict__.get("sentences", {})
        if not error.__module__.startswith(FOR_OPERATORS):
            place = str(Path(sys.modules[error.__module__].__file__ or "").relative_to(ROOT))
            yield from (("gettext", (sentence,), place) for sentence in own.values())
    speech = importlib.import_module("mica.verification.speech")
    place = str(Path(speech.__file__ or "").relative_to(ROOT))
    yield from (("gettext", (template,), place) for template in speech.templates())


def _below(kind: type) -> Iterator[type]:
    """The classes below one, each once, in the order of their names."""
    seen: dict[str, type] = {}
    waiting = kind.__subclasses__()
    while waiting:
        one = waiting.pop()
        seen[f"{one.__module__}.{one.__qualname__}"] = one
        waiting += one.__subclasses__()
    return (seen[name] for name in sorted(seen))


def main() -> int:
    """Renew every language's files."""
    texts = sources()
    missing = 0
    for folder in sorted(LOCALES.iterdir()):
        files = folder / "LC_MESSAGES"
        file = files / "django.po"
        before = read_po(file.read_text(encoding="utf-8")) if file.exists() else []
        entries = renewed(texts, before)
        file.write_text(as_po(entries, folder.name), encoding="utf-8")
        (files / "django.mo").write_bytes(as_mo(entries, folder.name))
        waiting = [entry for entry in entries if not entry.said or entry.fuzzy]
        print(f"{folder.name}: {len(entries)} texts, {len(waiting)} without a translation")
        for entry in waiting[:SHOWN]:
            print(f"  {entry.places[0]}: {entry.single!r}")
        missing += len(waiting)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
