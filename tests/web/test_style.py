"""What can be known of the look without a browser."""

import re
from itertools import product
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[2] / "src/mica/web"
STYLE = (WEB / "static/mica.css").read_text(encoding="utf-8")
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
DARK = STYLE[STYLE.index("@media (prefers-color-scheme: dark)") :]
TOKEN = re.compile(r"--([\w-]+): #([0-9a-f]{6});")
TONES = ("soft", "passed", "failed", "undecided", "waiting")
MIX = 0.11
"""How much of its tone a state or notice has behind it."""
TAGS = re.compile(
    r"\{#.*?#\}|\{% *blocktranslate.*?endblocktranslate *%\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL
)
MARKUP = re.compile(r"<[^>]*>|&\w+;")
NAMES = {"Mica", "CSV", "XLSX", "did", "json"}  # the same in every language

Colour = tuple[float, float, float]


def palette(scheme: str) -> dict[str, Colour]:
    light = dict(TOKEN.findall(STYLE[: STYLE.index("@media")]))
    tokens = light | dict(TOKEN.findall(DARK[: DARK.index("}")])) if scheme == "dark" else light
    return {name: rgb(value) for name, value in tokens.items()}


def rgb(code: str) -> Colour:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(tone: Colour, paper: Colour) -> Colour:
    red, green, blue = (MIX * t + (1 - MIX) * p for t, p in zip(tone, paper, strict=True))
    return red, green, blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_every_paper(scheme: str) -> None:
    colours = palette(scheme)
    texts = ("ink", "accent", "accent-deep", *TONES)
    pairs = [*product(texts, ("paper", "sheet")), ("ink", "wash"), ("on-accent", "accent")]
    measured = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    for tone, text in product(TONES, ("ink", "accent")):
        behind = mixed(colours[tone], colours["sheet"])
        measured[tone, "its wash"] = contrast(colours[tone], behind)
        measured[text, f"the wash of {tone}"] = contrast(colours[text], behind)

    assert {pair: ratio for pair, ratio in measured.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rim_of_every_control_can_be_seen(scheme: str) -> None:
    colours = palette(scheme)

    assert min(contrast(colours["rim"], colours[one]) for one in ("paper", "sheet")) >= 3


def test_the_mix_is_the_one_that_was_measured() -> None:
    assert re.findall(r"color-mix\(in srgb, var\(--tone\) (\d+)%", STYLE) == [str(int(MIX * 100))]


def test_the_style_sheet_is_small() -> None:
    assert len(STYLE.encode()) < 15_000


def test_every_value_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", STYLE))

    assert used - set(re.findall(r"(--[\w-]+):", STYLE)) == set()


def test_sides_are_those_of_the_language() -> None:
    directed = r"(?:margin|padding|border|inset)-(?:left|right)|[^-\w](?:left|right|float) *:"

    assert re.findall(directed, STYLE) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
class TestTemplate:
    def test_has_nothing_inline(self, template: Path) -> None:
        text = template.read_text(encoding="utf-8")

        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=", text) == []

    def test_uses_only_classes_that_have_a_look(self, template: Path) -> None:
        text = re.sub(r"\{[%{].*?[%}]\}", " ", template.read_text(encoding="utf-8"))
        used = {name for names in re.findall(r'class="([^"]*)"', text) for name in names.split()}

        assert used - set(re.findall(r"\.([a-z][\w-]*)", STYLE)) == set()

    def test_says_nothing_that_cannot_be_translated(self, template: Path) -> None:
        text = MARKUP.sub(" ", TAGS.sub(" ", template.read_text(encoding="utf-8")))

        assert [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NAMES] == []
