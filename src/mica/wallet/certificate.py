"""A credential on paper: an accessible PDF (PDF/UA-1), set by Typst from plain values.

The paper proves nothing by itself: it says when the credential was checked and where to check it.
No font is shipped: Typst brings one for Latin, Greek and Cyrillic letters, the machine may have
others. A sign for which there is no font at all is set as an empty box, and the paper says so.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import typst

_TEMPLATE: Final = resources.files("mica.wallet").joinpath("certificate.typ").read_bytes()
_PICTURE: Final = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.picture), format: "svg", width: 300pt)'
)
_FONT: Final = "Libertinus Serif"
_BOX: Final = "□"
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
"""How Typst writes a sign that nobody could read."""
_TRIES: Final = 40
"""Signs and alphabets without a font in one paper, each of which costs a try of some 15 ms."""
_ALONE: Final = 3
"""Signs of an alphabet that are boxed by themselves: Urdu has letters that Arabic fonts have not.
From the next on, the whole alphabet is."""
_LARGE, _LONG = 26, 60


class Unprintable(RuntimeError):
    """Typst refuses for a reason that is not a missing font: a fault of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a certificate says, in the reader's language. Texts; "" for what there is not.

    Attributes:
        language: of the labels, such as `fr`, and whether it runs from right to left.
        title: of the document, for whoever has many open.
        kind: what this is, such as "Certificate".
        name: what was achieved.
        learner_label, learner, issuer_label, issuer: to whom and by whom.
        facts: pairs of a label and a value.
        parts: heading, text and items of each section.
        check_title: heading of the last section.
        verdict: valid, invalid or undecided.
        verdict_word, verdict_sentence: the same for people.
        notes: small print.
        boxes: what is said where a sign could not be set; it is added to the notes.
        sheets: the motif, as SVG.
        qr, qr_alt: the code as SVG, and the same in words.
        qr_size: its width in millimetres.
        link, link_text: where the code leads; "" where it leads nowhere.
    """

    language: str
    rtl: bool
    title: str
    kind: str
    name: str
    learner_label: str
    learner: str
    issuer_label: str
    issuer: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    check_title: str
    verdict: str
    verdict_word: str
    verdict_sentence: str
    notes: tuple[str, ...]
    boxes: str
    sheets: str
    qr: str = ""
    qr_alt: str = ""
    qr_size: int = 34
    link: str = ""
    link_text: str = ""


def pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF.

    Raises:
        Unprintable: it cannot be set, and not for want of a font.
    """
    said, missing = _said(paper), set[str]()
    for _ in range(_TRIES):
        try:
            return _compiled(_TEMPLATE, {"said": json.dumps(said)}, format="pdf")
        except typst.TypstError as error:
            sign = _sign_without_font(error)
            if sign is None:
                raise Unprintable(error.message[:200]) from None
        if not missing:
            said["notes"] = [*said["notes"], paper.boxes]
        missing.add(sign)
        alike = {one for one in missing if len(one) == 1 and _alphabet(one) == _alphabet(sign)}
        if len(alike) > _ALONE:
            missing.add(_alphabet(sign))
        said = _boxed(said, missing)
    return _compiled(_TEMPLATE, {"said": json.dumps(_plain(said))}, format="pdf")


def png(picture: str) -> bytes:
    """A drawing of ours (SVG) as PNG, 600 pixels wide."""
    return _compiled(_PICTURE, {"picture": picture}, format="png")


def families() -> list[str]:
    """The fonts there are, for whoever runs the site."""
    return sorted(_fonts().families())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def _compiled(source: bytes, inputs: dict[str, str], *, format: str) -> bytes:  # noqa: A002 - its name there
    # A compiler for each call: one must not be used by two threads at once.
    made = typst.Compiler(source, font_paths=_fonts(), sys_inputs=inputs).compile(
        format=format,  # type: ignore[arg-type]
        ppi=144,
        pdf_standards=["ua-1"] if format == "pdf" else [],
    )
    if isinstance(made, list):
        return made[0]
    return made or b""


def _said(paper: Paper) -> dict[str, Any]:
    said = {name: getattr(paper, name) for name in Paper.__slots__ if name != "boxes"}
    said["parts"] = [
        {"title": title, "text": text, "items": items} for title, text, items in paper.parts
    ]
    said["author"] = paper.issuer
    said["size"] = _LARGE if len(paper.name) <= _LONG else _LARGE * 0.7
    said["fonts"] = [_FONT, *_others()]
    return said


@cache
def _others() -> tuple[str, ...]:
    """Families for other alphabets, where the machine has them, the usual ones first."""
    known = ("Noto Serif", "Noto Naskh Arabic", "Noto Sans", "DejaVu Serif", "DejaVu Sans")
    return tuple(name for name in known if name in families())


def _sign_without_font(error: typst.TypstError) -> str | None:
    """The first sign of the text that Typst says it has no font for."""
    _, mark, rest = error.message.partition('the text `"')
    if not mark or "could not be displayed" not in rest:
        return None
    escaped = _ESCAPED.match(rest)
    if escaped is not None:
        return chr(int(escaped[1], 16))
    return next((sign for sign in rest if not sign.isascii()), None)


def _alphabet(sign: str) -> str:
    """The first word of a sign's name, which is its alphabet's: CJK, THAI, HANGUL."""
    return unicodedata.name(sign, "UNNAMED").split()[0].split("-")[0]


def _boxed(value: Any, missing: Iterable[str]) -> Any:
    """The same with a box for each run of signs of alphabets without a font."""
    if isinstance(value, str):
        return _one_boxed(value, set(missing))
    if isinstance(value, dict):
        return {name: _boxed(inner, missing) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_boxed(inner, missing) for inner in value]
    return value


def _one_boxed(text: str, missing: set[str]) -> str:
    if text.isascii():
        return text
    made: list[str] = []
    for sign in text:
        lost = sign in missing or (not sign.isascii() and _alphabet(sign) in missing)
        if not lost:
            made.append(sign)
        elif made[-1:] != [_BOX]:
            made.append(_BOX)
    return "".join(made)


def _plain(value: Any) -> Any:
    """The last resort, for a text in more alphabets than were tried: Latin letters alone."""
    if isinstance(value, str):
        return "".join(sign if ord(sign) < 0x250 else "?" for sign in value)  # noqa: PLR2004
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
