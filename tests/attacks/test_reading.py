"""Texts and pictures that two readers could understand in two ways."""

import json
import struct
import zlib

import pytest

from mica.cli import pictures
from mica.cli.look import Look
from mica.cli.telling import SHAPES, WORDS, told
from mica.vc import bake
from mica.vc.errors import Unusable
from mica.vc.multibase import base64url_encode
from mica.vc.report import Verdict
from tests.attacks.hands import found, handed
from tests.cast import GOOD, OUTSIDER, PROVIDER, credential

TEXT = json.dumps(GOOD)
OTHER = json.dumps(OUTSIDER.signs(credential(OUTSIDER)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT[:-1] + ', "validUntil": "2099-01-01T00:00:00Z"}', "duplicate-key"),
        (TEXT[:-1] + ', "\\u0069ssuer": "did:web:outsider.example"}', "duplicate-key"),
        (TEXT.replace('"id"', '"id": "urn:x:y", "id"', 1), "duplicate-key"),
        (TEXT.replace("2.5", "9007199254740993"), "number-out-of-range"),
        (TEXT.replace("2.5", "-9007199254740993"), "number-out-of-range"),
        (TEXT.replace("2.5", "1e400"), "number-out-of-range"),
        (TEXT.replace("2.5", "NaN"), "not-json"),
        (TEXT.replace("2.5", "Infinity"), "not-json"),
        (TEXT.replace("2.5", "-Infinity"), "not-json"),
        (TEXT.replace("2.5", "0x2"), "not-json"),
        (TEXT.replace("2.5", "02.5"), "not-json"),
        (TEXT.replace("2.5", "2.5,"), "not-json"),
        (TEXT.replace("2.5", "٢"), "not-json"),
        (TEXT.replace("bees", "\\ud800"), "bad-text"),
        (TEXT.replace("bees", "\\udc00\\ud800"), "bad-text"),
        (TEXT.replace('"tag"', '"\\ud83d"'), "bad-text"),
        (TEXT.replace("bees", "\n"), "not-json"),
        (TEXT + TEXT, "not-json"),
        (TEXT + "\x00", "not-json"),
        ("// comment\n" + TEXT, "not-json"),
        (f"[{TEXT}]", "not-an-object"),
        (f'"{TEXT}"', "not-json"),
        ("null", "not-an-object"),
    ],
    ids=lambda value: value[-24:],
)
def test_what_two_readers_could_read_in_two_ways_gets_no_verdict(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        handed(text)
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-7", "latin-1"])
def test_another_encoding_gets_no_verdict(encoding: str) -> None:
    data = TEXT.replace("Harbour", "Hafenstraße").encode(encoding)
    try:
        verdict = found(data)[0]
    except Unusable:
        return
    assert verdict != "valid"


@pytest.mark.parametrize("place", ["header", "payload"])
def test_a_jwt_that_two_readers_could_read_in_two_ways_gets_no_verdict(place: str) -> None:
    head, body, signature = PROVIDER.signs_jwt(credential()).split(".")
    double = base64url_encode(b'{"alg":"EdDSA","alg":"none"}')
    parts = [double, body, signature] if place == "header" else [head, double, signature]
    with pytest.raises(Unusable) as caught:
        handed(".".join(parts))
    assert caught.value.code == "duplicate-key"


@pytest.mark.parametrize(
    "change",
    [lambda t: t + "=", lambda t: t[:-1], lambda t: t[:-1] + chr(ord(t[-1]) + 1)],
    ids=["padding", "cut", "stray bits"],
)
def test_a_signature_written_in_another_way_is_never_valid(change: object) -> None:
    token = change(PROVIDER.signs_jwt(credential()))  # type: ignore[operator]
    with pytest.raises(Unusable):
        handed(token)


# pictures


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def itxt(text: str, keyword: bytes = b"openbadgecredential") -> bytes:
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text.encode())


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    whole = pictures.png()
    return whole[:-12] + b"".join(chunks) + whole[-12:] + after


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (png(itxt(TEXT), itxt(OTHER)), "baked-twice"),
        (png(itxt(TEXT), itxt(TEXT)), "baked-twice"),
        (png(itxt(TEXT), after=itxt(OTHER)), "png-trailing-data"),
        (png(itxt(TEXT)) + png(itxt(OTHER)), "png-trailing-data"),
        (png(itxt(TEXT)[:-1] + b"\0"), "png-bad-checksum"),
        (png(chunk(b"tEXt", b"openbadgecredential\0" + TEXT.encode())), "png-wrong-chunk"),
    ],
    ids=["two", "the same twice", "behind the end", "two pictures", "checksum", "tEXt"],
)
def test_a_picture_of_two_minds_gets_no_verdict(picture: bytes, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        handed(picture)
    assert caught.value.code == code


def svg(inside: str, doctype: str = "") -> bytes:
    space = 'xmlns:o="https://purl.imsglobal.org/ob/v3p0"'
    return f'{doctype}<svg xmlns="http://www.w3.org/2000/svg" {space}>{inside}</svg>'.encode()


CARRIED = f"<o:credential><![CDATA[{TEXT}]]></o:credential>"


def test_a_script_in_a_picture_neither_runs_nor_counts() -> None:
    assert found(svg(CARRIED + "<script>fetch('https://x.example/')</script>"))[0] == "valid"


@pytest.mark.parametrize(
    "picture",
    [
        svg(CARRIED * 2),
        svg(CARRIED, '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        svg(f"{CARRIED}&x;", '<!DOCTYPE svg SYSTEM "https://x.example/x.dtd">'),
        svg(CARRIED).decode().encode("utf-16"),
        svg(CARRIED)[:-1],
        svg(CARRIED) + svg(CARRIED),
    ],
    ids=["two", "entity", "foreign entity", "utf-16", "cut", "two pictures"],
)
def test_a_crooked_svg_gets_no_verdict(picture: bytes) -> None:
    with pytest.raises(Unusable):
        handed(picture)


# what people are shown

TRICKS = {
    "escape": "A\x1b[2J\x1b[1;32mVALID",
    "title": "A\x1b]0;owned\x07",
    "line": "A\r\n  ✓ VALID: Surgery",
    "bidi": "A\u202eDILAV\u202c",
    "isolate": "A\u2066x\u2069",
    "breaks": "A\u2028B\u2029C\x85D",
    "hidden": "A\u200bB\ufeffC\u00adD\U000e0041",
    "bell": "A\x07\x08\x7f\x9b2J",
}
OBEYED = set(
    "\x1b\x07\x08\x7f\x9b\r\u202e\u202c\u2066\u2069\u2028\u2029\x85\u200b\ufeff\u00ad\U000e0041"
)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_terminal_obeys_nothing_that_a_stranger_wrote(trick: str) -> None:
    text = TRICKS[trick]
    made = credential(name=text, issuer={"id": PROVIDER.did, "type": ["Profile"], "name": text})
    made["credentialSubject"]["achievement"]["name"] = text
    for document in (PROVIDER.signs(made), PROVIDER.signs_jose(made), {**GOOD, "grade\x1b[2J": 1}):
        lines = told(handed(document), Look(width=200))
        assert not OBEYED & set("".join(lines))
        assert all("\n" not in line for line in lines)
        marks = tuple(f"{SHAPES[verdict]} {WORDS[verdict]}" for verdict in Verdict)
        assert [line.lstrip().startswith(marks) for line in lines].count(True) == 1


def test_the_picture_that_is_baked_says_the_same_as_the_file() -> None:
    assert handed(bake.bake(pictures.png(), TEXT)) == handed(TEXT)
