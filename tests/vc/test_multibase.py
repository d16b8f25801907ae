"""Base58btc, base64url and multibase against known vectors; every text has one meaning."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import multibase
from mica.vc.errors import Refused

BASE64URL = [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xfb\xff", "-_8")]
"""RFC 4648 §10, and the two characters that differ from base64."""

BASE58 = [  # draft-msporny-base58-03 §5, and Bitcoin's leading zeros
    (b"", ""),
    (b"\0", "1"),
    (b"\0\0\0", "111"),
    (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (bytes.fromhex("0000287fb4cd"), "11233QC4"),
]


@pytest.mark.parametrize(("data", "text"), BASE58)
def test_base58_has_the_known_values(data: bytes, text: str) -> None:
    assert (multibase.base58_encode(data), multibase.base58_decode(text)) == (text, data)


@pytest.mark.parametrize(("data", "text"), BASE64URL)
def test_base64url_has_the_known_values(data: bytes, text: str) -> None:
    assert (multibase.base64url_encode(data), multibase.base64url_decode(text)) == (text, data)


@given(st.binary(max_size=600))
def test_bytes_survive_the_way_there_and_back(data: bytes) -> None:
    assert multibase.base58_decode(multibase.base58_encode(data)) == data
    assert multibase.base64url_decode(multibase.base64url_encode(data)) == data
    assert multibase.decode("z" + multibase.base58_encode(data)) == data
    assert multibase.decode("u" + multibase.base64url_encode(data)) == data


@given(st.text(st.characters(codec="ascii"), max_size=20) | st.text(max_size=20))
def test_no_bytes_have_two_texts(text: str) -> None:
    for decode, encode in (
        (multibase.base58_decode, multibase.base58_encode),
        (multibase.base64url_decode, multibase.base64url_encode),
    ):
        try:
            data = decode(text)
        except Refused:
            continue
        assert encode(data) == text


@pytest.mark.parametrize("text", ["0", "O", "I", "l", " 1", "1\n", "é", "+", "\ud800"])
def test_other_characters_than_base58_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="base58btc"):
        multibase.base58_decode(text)


@pytest.mark.parametrize(
    "text", ["Zg==", "Zg=", "Zh", "A", "Zm9v\n", "Zm 9v", "+_8", "-/8", "Zm9v=", "é", "\ud800"]
)
def test_padding_stray_bits_and_other_characters_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="base64url"):
        multibase.base64url_decode(text)


@pytest.mark.parametrize("text", ["", "x123", "Z1", "f00", "mZg", None, 7, b"z1", ["z1"]])
def test_other_bases_and_kinds_are_refused(text: object) -> None:
    with pytest.raises(Refused) as caught:
        multibase.decode(text)

    assert caught.value.code == "bad-multibase"


def test_a_text_too_long_for_any_key_is_refused_at_once() -> None:
    multibase.base58_decode("z" * multibase.MAX_TEXT)
    start = time.perf_counter()

    with pytest.raises(Refused):
        multibase.base58_decode("z" * 10_000_000)

    assert time.perf_counter() - start < 1
