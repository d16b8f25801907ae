"""Both kinds of picture, through the front door."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import documents
from mica.vc.bake import bake, is_image, unbake
from mica.vc.errors import Unusable
from tests.vc.pictures import JSON, JWS, code_of, png, svg

PICTURES = [png(), svg("<g/>"), svg(), b'<svg xmlns="http://www.w3.org/2000/svg"/>']
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_TEXTS = st.builds(
    lambda value, indent: json.dumps(value, ensure_ascii=False, indent=indent).replace(
        "\n", "\r\n"
    ),
    st.dictionaries(st.text(), _VALUES, max_size=4),
    st.sampled_from([None, 1]),
).filter(lambda text: not set("\ufffe\uffff") & set(text))
_JWS = st.from_regex(
    r"[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}", fullmatch=True
)


@pytest.mark.parametrize("picture", PICTURES)
@given(text=_TEXTS | _JWS)
def test_unbaking_gives_back_what_was_baked(picture: bytes, text: str) -> None:
    assert unbake(bake(picture, text)) == text


@pytest.mark.parametrize("picture", PICTURES)
@given(old=_TEXTS | _JWS, new=_TEXTS | _JWS)
def test_baking_again_replaces_and_leaves_no_trace(picture: bytes, old: str, new: str) -> None:
    assert bake(bake(picture, old), new) == bake(picture, new)
    assert bake(bake(picture, new), new) == bake(picture, new)


@pytest.mark.parametrize(
    "text", ['{"a":"]]>"}', '{"a":"]]]]>]]>"}', '{"a":"<![CDATA[ &amp; \\u0000"}']
)
@pytest.mark.parametrize("picture", PICTURES)
def test_text_that_looks_like_markup_comes_back_whole(picture: bytes, text: str) -> None:
    assert unbake(bake(picture, text)) == text


def test_white_space_around_a_credential_is_dropped() -> None:
    assert unbake(bake(png(), f"\r\n {JWS}\n")) == JWS


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-bakeable"),
        ("https://a.example/badge", "not-bakeable"),
        ("a.b", "not-bakeable"),
        ("[1]", "not-bakeable"),
        ('{"a": 1, "a": 2}', "duplicate-key"),
        ("{", "not-json"),
        ('{"a": "\ud800"}', "bad-text"),
    ],
)
def test_what_is_no_credential_is_not_baked(text: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        bake(png(), text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<html><p>svg</p></html>", b"{}", b"\xff\xd8\xff"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert not is_image(data)
    assert code_of(data) == "not-an-image"
    with pytest.raises(Unusable):
        bake(data, JSON)


@pytest.mark.parametrize(
    "picture", [*PICTURES, svg(before="\ufeff<?xml version='1.0'?>\n<!-- x -->")]
)
def test_pictures_are_told_from_their_bytes(picture: bytes) -> None:
    assert is_image(picture)


@pytest.mark.parametrize("start", [png()[:8], svg()])
def test_a_hundred_megabytes_are_refused_unread(start: bytes) -> None:
    assert code_of(start + bytes(100_000_000)) == "image-too-large"


@given(data=st.binary(max_size=200), start=st.sampled_from([b"", png()[:8], b"<svg ", png()[:40]]))
def test_noise_never_raises_anything_of_its_own(data: bytes, start: bytes) -> None:
    assert code_of(start + data)


@pytest.mark.parametrize("picture", [bake(png(), JSON), bake(svg("<g/>"), JSON)])
def test_a_truncated_picture_is_refused_wherever_it_is_cut(picture: bytes) -> None:
    for length in range(len(picture)):
        assert code_of(picture[:length])


@pytest.mark.parametrize("name", ["simple-json.png", "simple-json.svg"])
def test_the_samples_of_1edtech_unbake(shared_data: Path, name: str) -> None:
    folder = shared_data / "credentials/1edtech/ob30"
    found = documents.read(unbake((folder / name).read_bytes()))
    assert found["id"] == "http://example.com/credentials/3527"


def test_the_jwt_sample_of_1edtech_unbakes(shared_data: Path) -> None:
    image = (shared_data / "credentials/1edtech/ob30/simple-jwt.png").read_bytes()
    header, _, _ = unbake(image).split(".")
    assert header.startswith("eyJ")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("1edtech/ob20/simple-badge.png", '{"@context":"https://w3id.org/openbadges/v2"'),
        ("mozilla-bakery/baked.svg", '{"verify":{"url":"http://example.org"}}'),
        ("mozilla-bakery/bad-json.svg", '{verify:{"url":"http://example.org"}}'),
        ("mozilla-bakery/no-json.svg", "http://example.org"),
    ],
)
def test_badges_before_3_unbake(shared_data: Path, name: str, start: str) -> None:
    assert unbake((shared_data / "credentials" / name).read_bytes())[: len(start)] == start


def test_every_real_picture_can_be_baked(shared_data: Path) -> None:
    pictures = sorted((shared_data / "credentials").rglob("*.[ps][nv]g"))
    assert len(pictures) > 30
    for picture in pictures:
        assert unbake(bake(picture.read_bytes(), JSON)) == JSON
