"""Words inside a finding are said in the reader's language; strangers' texts stay as they are."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from mica.verification.rules import inner

SOURCE = Path(__file__).resolve().parents[2] / "src/mica"
SPOKEN = {
    "text": "du texte",
    "an absolute URL, such as https://… or did:…": "une adresse absolue",
    "{right}, or a list of these": "{right}, ou une liste",
    "{right}, or {what}": "{right}, ou {what}",
    "{owner} (an object)": "{owner} (un objet)",
    "an issuer": "un émetteur",
    "{name} is malformed": "{name} est mal formé",
    "{url} was not fetched: {host} kept silent ({reason}).": (
        "{url} non consulté : {host} se tait ({reason})."
    ),
    "{url} took more than {seconds:g} seconds.": "{url} a pris plus de {seconds:g} secondes.",
    "It is listed since {since}.": "Citée depuis le {since}.",
    "no answer in time": "pas de réponse à temps",
}
ADDRESS = "https://a.example"
SENTENCES = tuple(one for one in SPOKEN if one[0] in "{I" and one.endswith("."))


def french(text: str) -> str:
    return inner.said(
        text, lambda one: SPOKEN.get(one, one), SENTENCES, lambda one: one.removesuffix("T00")
    )


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("text", "du texte"),
        ("text, or a list of these", "du texte, ou une liste"),
        (
            "an absolute URL, such as https://… or did:…, or an issuer (an object)",
            "une adresse absolue, ou un émetteur (un objet)",
        ),
        ("publicKey is malformed", "publicKey est mal formé"),
        ("text is malformed", "text est mal formé"),
        (
            f"{ADDRESS} was not fetched: a.example kept silent (no answer in time).",
            f"{ADDRESS} non consulté : a.example se tait (pas de réponse à temps).",
        ),
        (f"{ADDRESS} took more than 5 seconds.", f"{ADDRESS} a pris plus de 5 secondes."),
        ("It is listed since 2026-01-01T00.", "Citée depuis le 2026-01-01."),
        ("nothing that is known", "nothing that is known"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_are_read_back_and_said_anew(english: str, said: str) -> None:
    assert french(english) == said


def test_braces_of_a_stranger_are_not_filled_in() -> None:
    assert french("{right} is malformed") == "{right} est mal formé"


def test_sentences_in_sentences_end() -> None:
    text = "text" + ", or a list of these" * 400

    assert french(text).count(", ou une liste") == inner.MAX_DEPTH


def phrases() -> set[tuple[str, ...]]:
    """What each phrase says itself, around its holes."""
    return {
        tuple(literal for literal, *_ in Formatter().parse(phrase) if literal)
        for phrase in inner.PHRASES
    }


def own(value: ast.expr) -> tuple[str, ...]:
    """What a text of the sources says itself; nothing where it is not written there."""
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return tuple(
        one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )


def written() -> dict[tuple[str, ...], str]:
    """What the sources fill into findings: reasons, and what a value has to be."""
    found = {}
    for folder in ("vc", "standards", "net", "verification"):
        for file in (SOURCE / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                name = getattr(call.func, "id", "")
                values = [one.value for one in call.keywords if one.arg in {"reason", "why"}]
                values += call.args[:1] if name in {"Leaf", "shape"} else []
                found.update({own(value): str(file) for value in values if own(value)})
                if name == "_thing":
                    named = own(call.args[0])[0]
                    found[f"{'an' if named[0] in 'AEIOU' else 'a'} {named}",] = str(file)
    return found


def test_what_the_sources_fill_in_is_among_the_phrases() -> None:
    known = phrases()

    unknown = {said: file for said, file in written().items() if said not in known}
    assert {said: file for said, file in unknown.items() if " " in "".join(said).strip()} == {}
