"""PNG: chunks, and what hides between them."""

import time
import zlib

import pytest

from mica.vc.bake import bake, unbake
from mica.vc.baking import png as codec
from tests.vc.pictures import IDAT, IEND, IHDR, JSON, JWS, PNG_START, chunk, code_of, itxt, png

OB3, OB2 = b"openbadgecredential", b"openbadges"


def test_the_chunk_is_the_one_of_the_specification() -> None:
    assert bake(png(), JWS) == png(itxt(OB3, JWS.encode()))


def test_every_other_chunk_stays_as_it_was() -> None:
    others = [chunk(b"tEXt", b"Author\0A"), chunk(b"prVt", b"\1\2"), itxt(b"Title", b"T")]
    before = png(*others)
    after = bake(before, JSON)
    kept = [one for one in codec.chunks(after) if JSON.encode() not in one.data(after)]
    assert PNG_START + b"".join(after[one.start : one.end] for one in kept) == before


def test_a_badge_of_2_is_replaced_whatever_its_chunk() -> None:
    old = [
        itxt(OB2, b"{}"),
        chunk(b"tEXt", OB2 + b"\0http://a.example"),
        chunk(b"zTXt", OB2 + b"\0"),
    ]
    assert bake(png(*old), JWS) == bake(png(), JWS)


def test_two_credentials_are_refused() -> None:
    assert code_of(png(itxt(OB3, b"{}"), itxt(OB3, b"{}"))) == "baked-twice"
    assert code_of(png(itxt(OB2, b"{}"), itxt(OB2, b'{"a":1}'))) == "baked-twice"
    assert (
        code_of(png(*[chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}"))] * 9)) == "baked-twice"
    )


def test_baking_heals_a_picture_with_two_credentials() -> None:
    assert bake(png(itxt(OB3, b"{}"), itxt(OB3, b"{}")), JWS) == bake(png(), JWS)


def test_3_goes_before_2() -> None:
    assert unbake(png(itxt(OB2, b"https://a.example/1"), itxt(OB3, JWS.encode()))) == JWS


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        (itxt(OB2, JSON.encode()), JSON),
        (itxt(OB2, JWS.encode()), JWS),
        (chunk(b"tEXt", OB2 + b"\0https://a.example/1"), "https://a.example/1"),
        (chunk(b"tEXt", OB2 + b"\0" + JSON.encode()), JSON),
        (chunk(b"tEXt", OB2 + b'\0{"a":"\xe9"}'), '{"a":"é"}'),
        (chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(JSON.encode())), JSON),
        (itxt(OB2, zlib.compress(JSON.encode()), flag=b"\1"), JSON),
    ],
)
def test_2_is_read_in_every_form_it_was_written_in(piece: bytes, text: str) -> None:
    assert unbake(png(piece)) == text


BOMB = zlib.compress(bytes(64 * 1024 * 1024), 9)


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (itxt(OB3, zlib.compress(b"{}"), flag=b"\1"), "png-compressed"),
        (itxt(OB3, BOMB, flag=b"\1"), "png-compressed"),
        (itxt(OB2, BOMB, flag=b"\1"), "compressed-too-large"),
        (chunk(b"zTXt", OB2 + b"\0\0" + BOMB), "compressed-too-large"),
        (chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}")[:-1]), "compressed-truncated"),
        (chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(b"{}") + b"x"), "compressed-trailing-data"),
        (chunk(b"zTXt", OB2 + b"\0\0no zlib"), "compressed-corrupt"),
        (chunk(b"zTXt", OB2 + b"\0\1" + zlib.compress(b"{}")), "png-bad-structure"),
        (chunk(b"tEXt", OB3 + b"\0{}"), "png-wrong-chunk"),
        (chunk(b"zTXt", OB3 + b"\0\0" + zlib.compress(b"{}")), "png-wrong-chunk"),
        (itxt(OB3, b"https://a.example/1"), "baked-not-a-credential"),
        (itxt(OB3, b""), "baked-not-a-credential"),
        (itxt(OB3, b'{"\xff"}'), "baked-not-a-credential"),
        (itxt(OB3, b"{}", flag=b"\2"), "png-bad-structure"),
        (chunk(b"iTXt", OB3 + b"\0\0\0en"), "png-bad-structure"),
        (itxt(OB2, b"javascript:alert(1)"), "baked-not-a-credential"),
        (itxt(b"OpenBadges", b"{}"), "not-baked"),
        (chunk(b"teXt", OB2 + b"\0{}"), "not-baked"),
    ],
)
def test_a_credential_in_a_wrong_chunk_is_refused(piece: bytes, code: str) -> None:
    assert code_of(png(piece)) == code


def _with_crc_of_another(piece: bytes) -> bytes:
    return piece[:-1] + bytes([piece[-1] ^ 1])


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (PNG_START, "png-truncated"),
        (PNG_START + IHDR, "png-truncated"),
        (PNG_START + IHDR + IDAT, "png-truncated"),
        (png()[:-1], "png-truncated"),
        (PNG_START + IDAT + IEND, "png-bad-structure"),
        (PNG_START + IHDR + IEND, "png-bad-structure"),
        (PNG_START + chunk(b"IHDR") + IDAT + IEND, "png-bad-structure"),
        (PNG_START + chunk(b"IHDR", bytes(13)) + IDAT + IEND, "png-bad-structure"),
        (png(IHDR), "png-bad-structure"),
        (PNG_START + IHDR + IDAT + chunk(b"IEND", b"x"), "png-bad-structure"),
        (png(b"\xff\xff\xff\xffiTXt" + bytes(8)), "png-bad-structure"),
        (png(b"\x7f\xff\xff\xffiTXt" + bytes(8)), "png-truncated"),
        (png(chunk(b"a\0b1")), "png-bad-structure"),
        (png(_with_crc_of_another(itxt(OB3, b"{}"))), "png-bad-checksum"),
        (png(_with_crc_of_another(chunk(b"prVt", b"x"))), "png-bad-checksum"),
        (png() + b"PK\3\4", "png-trailing-data"),
        (png() + itxt(OB3, b"{}") + IEND, "png-trailing-data"),
        (png(*[chunk(b"prVt")] * 50_000), "png-too-many-chunks"),
    ],
)
def test_a_broken_png_is_refused(image: bytes, code: str) -> None:
    assert code_of(image) == code


def test_hostile_pngs_are_decided_quickly() -> None:
    full = png(*[chunk(b"zTXt", OB2 + b"\0\0" + zlib.compress(bytes(10_000_000)))] * 1000)
    start = time.process_time()
    assert code_of(full) == "baked-twice"
    assert time.process_time() - start < 2
