"""Pictures are what they say, and carry nothing but themselves."""

import struct
import zlib
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.catalogue.pictures import safe
from tests.vc.pictures import IDAT, IEND, IHDR, PNG_START, chunk

PNG = PNG_START + IHDR + IDAT + IEND
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4"
    "UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAACAAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAaEAEA"
    "AQUAAAAAAAAAAAAAAAAAAQMFNYKy/8QAFAEBAAAAAAAAAAAAAAAAAAAAAv/EABcRAAMBAAAAAAAAAAAAAAAAAAABAjL/"
    "2gAMAwEAAhEDEQA/AIy85StrzAAzlDvTP//Z"
)
WEBP = b64decode(
    "UklGRlQAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAA//8A//8AAFZQOCAmAAAAUAEAnQEqAwACAALATCUA"
    "ToAxCAD+4cNGajjF3W248mOai1kLgAA="
)
WEBP_LOSSLESS = b64decode(
    "UklGRjYAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAVlA4TBgAAAAvAkAAEA8wVaM6M/Mf8FAIIAAKmoj+xwM="
)
PLACE = b"Exif\0\0GPS 48.85 N 2.35 E"
TYPES = {PNG: "image/png", JPEG: "image/jpeg", WEBP: "image/webp", WEBP_LOSSLESS: "image/webp"}


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


@pytest.mark.parametrize("data", TYPES, ids=["png", "jpeg", "webp", "webp lossless"])
def test_a_plain_picture_stays_as_it_is(data: bytes) -> None:
    assert safe(data) == (TYPES[data], data)


@pytest.mark.parametrize(
    ("plain", "loaded"),
    [
        (PNG, PNG_START + IHDR + chunk(b"eXIf", PLACE) + IDAT + IEND),
        (PNG, PNG_START + IHDR + chunk(b"tEXt", b"Author\0Lena") + IDAT + IEND),
        (PNG, PNG_START + IHDR + chunk(b"iTXt", b"openbadgecredential\0") + IDAT + IEND),
        (JPEG, JPEG[:2] + segment(0xE1, PLACE) + JPEG[2:]),
        (JPEG, JPEG[:2] + segment(0xFE, b"a comment") + JPEG[2:]),
        (JPEG, JPEG[:2] + segment(0xE2, b"ICC_PROFILE\0") + JPEG[2:]),
        (WEBP, riff(WEBP[12:], webp_chunk(b"EXIF", PLACE), webp_chunk(b"XMP ", b"<x/>"))),
    ],
    ids=["exif", "text", "badge", "jpeg exif", "comment", "profile", "webp exif"],
)
def test_what_else_a_picture_tells_is_taken_out(plain: bytes, loaded: bytes) -> None:
    assert safe(loaded) == (TYPES[plain], plain)


def test_flags_that_promise_metadata_go_with_it() -> None:
    promising = WEBP[:20] + bytes([WEBP[20] | 0x2C]) + WEBP[21:]

    assert safe(promising) == ("image/webp", WEBP)


@pytest.mark.parametrize("data", TYPES, ids=["png", "jpeg", "webp", "webp lossless"])
def test_what_is_hidden_behind_the_end_is_left_behind(data: bytes) -> None:
    assert safe(data + b"<script>alert(1)</script>") == (TYPES[data], data)


def wide(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a\1\0\1\0\0\0\0;",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<html>",
        PNG_START,
        PNG_START + IHDR + IEND,
        PNG_START + IDAT + IEND,
        PNG_START + IHDR + IHDR + IDAT + IEND,
        PNG_START + wide(60_000, 60_000) + IDAT + IEND,
        PNG_START + wide(0, 1) + IDAT + IEND,
        PNG_START + IHDR + chunk(b"ABCD") + IDAT + IEND,
        PNG.replace(IDAT, IDAT[:-1] + bytes([IDAT[-1] ^ 1])),
        JPEG.replace(b"\0\x11\x08\0\x02\0\x03", b"\0\x11\x08\xff\xff\0\x03"),
        JPEG[:2] + JPEG[-2:],
        riff(),
        riff(webp_chunk(b"VP8X", bytes([0]) * 4 + b"\xff\xff\xff" * 2), WEBP[30:]),
        riff(webp_chunk(b"EXIF", PLACE)),
    ],
)
def test_what_is_no_sensible_picture_is_refused(data: bytes) -> None:
    assert safe(data) is None


@pytest.mark.parametrize("data", TYPES, ids=["png", "jpeg", "webp", "webp lossless"])
def test_a_picture_that_is_cut_off_is_refused(data: bytes) -> None:
    assert [size for size in range(len(data)) if safe(data[:size]) is not None] == []


@given(st.sampled_from([*TYPES]), st.data())
def test_no_bytes_bring_it_down(data: bytes, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(0, len(data) - 1))
    spoilt = data[:place] + draw.draw(st.binary(max_size=6)) + data[place + 3 :]

    made = safe(spoilt)

    assert made is None or safe(made.data) == made


def test_checksums_are_those_of_the_format() -> None:
    assert zlib.crc32(b"IEND") == 0xAE426082  # the test's own chunks are as others make them
