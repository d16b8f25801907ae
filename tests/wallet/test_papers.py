"""What is drawn and printed: fit for every alphabet, for screen readers, and for hostile words."""

import re
import time
import zlib
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from mica.vc import bake, qr
from mica.wallet import certificate
from mica.wallet.certificate import Paper
from mica.wallet.rules import drawing
from mica.wallet.rules.facts import shown

PAPER = Paper(
    language="en",
    rtl=False,
    title="Bread baking – Learner Lena",
    kind="Certificate",
    name="Bread baking",
    learner_label="Awarded to",
    learner="Learner Lena",
    issuer_label="by",
    issuer="River College",
    facts=(("Level", "EQF 3"),),
    parts=(("What it is", "Baking bread.", ("Bakes a loaf",)),),
    check_title="Is it still valid?",
    verdict="valid",
    verdict_word="Valid",
    verdict_sentence="It is.",
    notes=("A note.",),
    boxes="An empty box stands for letters that cannot be set here.",
    sheets=drawing.sheets(2.5),
    qr=qr.svg("https://mica.example/verify/"),
    qr_alt="QR code",
    link="https://mica.example/verify/",
    link_text="mica.example/verify/",
)
NAMES = {
    "Latin": "Łucja Müller-Ånström",
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Нина Иванова",
    "Arabic": "محمد علي",
    "Hebrew": "דנה לוי",
    "Devanagari": "नेहा शर्मा",
    "Chinese": "李小龍",
    "Thai": "สมชาย ใจดี",
    "emoji": "Lena 🐝🏽",
    "nothing that exists": "\u0378 Lena",
    "many": "李 สม नेहा 한국 ქართული Հայերեն አማርኛ ລາວ မြန်မာ ᏣᎳᎩ ᓄᓇ தமிழ் বাংলা",
}
HOSTILE = '#panic("x") *b* $x$ `r` \\ " ${x} <script> [/] #include "/etc/passwd"'


def inside(pdf: bytes) -> bytes:
    """A PDF with its packed objects unpacked."""
    made = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            made.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(made)


def test_a_certificate_is_tagged_for_screen_readers() -> None:
    read = inside(certificate.pdf(PAPER))

    for mark in (b"/StructTreeRoot", b"/Lang", b"/MarkInfo", b"pdfuaid:part", b"/Alt"):
        assert mark in read, mark
    assert re.findall(rb"/S\s*/(H1|H2|L|Figure|Link)\b", read).count(b"H1") == 1
    assert b"<dc:title>" in read
    assert b"Bread baking" in read
    assert b"/DisplayDocTitle true" in read


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_names_in_every_alphabet_are_set(name: str) -> None:
    started = time.process_time()
    made = certificate.pdf(replace(PAPER, learner=name))

    assert made.startswith(b"%PDF-")
    assert time.process_time() - started < 1


def test_what_has_no_font_is_boxed_and_the_paper_says_so() -> None:
    boxed = certificate._boxed(["李小龍 Lee, 李", "محمد ے"], {"CJK", "ے"})

    assert boxed == ["□ Lee, □", "محمد □"]


def test_one_letter_without_a_font_boxes_no_other() -> None:
    """Of the whole way, with a letter for which nobody has a font."""
    made = certificate.pdf(replace(PAPER, learner="Le\u0378na"))
    without = certificate.pdf(PAPER)

    assert len(made) > len(without) + 200  # the box, and the note about it


def test_a_strangers_words_are_never_read_as_markup() -> None:
    plain = certificate.pdf(replace(PAPER, learner="Lena"))
    words = {"learner": HOSTILE, "name": HOSTILE, "issuer": HOSTILE, "title": HOSTILE}
    made = certificate.pdf(
        replace(
            PAPER, **words, facts=((HOSTILE, HOSTILE),), parts=((HOSTILE, HOSTILE, (HOSTILE,)),)
        )
    )

    assert (plain[:5], made[:5]) == (b"%PDF-", b"%PDF-")


def test_a_paper_without_a_code_names_no_address() -> None:
    read = inside(certificate.pdf(replace(PAPER, qr="", qr_alt="", link="", link_text="")))

    assert b"mica.example" not in read


def test_a_paper_in_another_direction_is_set() -> None:
    made = certificate.pdf(replace(PAPER, language="ar", rtl=True, kind="شهادة"))

    assert b"/Lang(ar)" in inside(made).replace(b" ", b"")


@pytest.mark.parametrize("name", [*NAMES.values(), HOSTILE, "", "x" * 300, "word " * 80])
def test_a_drawn_picture_carries_and_is_whole(name: str) -> None:
    made = drawing.badge(name=shown(name), issuer=shown(name), note="1 June 2026", credit=2.5)
    baked = bake.bake(made.encode(), '{"name": "Lena"}')

    assert ET.fromstring(baked).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert bake.unbake(baked) == '{"name": "Lena"}'


def test_a_drawn_picture_becomes_pixels() -> None:
    made = certificate.png(drawing.badge(name="Bread", issuer="R", note="", credit=None))

    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20], "big") == int.from_bytes(made[20:24], "big") == 600


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a\n\tb ", "a b"),
        ("a\u202egnp.exe", "a gnp.exe"),
        ("\x00\x1b[31mred", "[31mred"),
        ("e\u0301", "é"),
        ("x" * 400, "x" * 299 + "…"),
        ("half \ud800", "half"),
        (7, ""),
        (None, ""),
    ],
)
def test_a_strangers_text_is_made_fit_to_be_shown(text: object, expected: str) -> None:
    assert shown(text) == expected
