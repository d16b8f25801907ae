"""The codec of status lists, its bounds, and who gets which index."""

import gzip
import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import multibase
from mica.vc.bitstring import MINIMUM, Bitstring, blank, decode, free_index, read_index
from mica.vc.errors import Refused

EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
"""The list of 131,072 unset bits, as the specification prints it."""


def listed(data: bytes) -> str:
    return "u" + multibase.base64url_encode(data)


def code_of(text: str, **bounds: int) -> str:
    with pytest.raises(Refused) as caught:
        decode(text, **bounds)
    return caught.value.code


def test_the_empty_list_is_the_one_of_the_specification() -> None:
    assert blank().encode() == EMPTY
    assert decode(EMPTY) == blank()


def test_index_0_is_the_left_most_bit() -> None:
    assert blank().set(0).data[:2] == b"\x80\x00"
    assert blank().set(7).data[:2] == b"\x01\x00"
    assert blank().set(8).data[:2] == b"\x00\x80"


def test_a_status_of_several_bits_may_cross_bytes() -> None:
    bits = blank(size=3).set(2, 0b101, 3)
    assert bits.data[:2] == b"\x02\x80"
    assert [bits.get(index, 3) for index in range(4)] == [0, 0, 5, 0]


@given(
    size=st.integers(1, 20),
    entries=st.dictionaries(st.integers(0, MINIMUM - 1), st.integers(min_value=0), max_size=8),
)
def test_what_is_set_is_got_and_neighbours_stay(size: int, entries: dict[int, int]) -> None:
    bits = blank(size=size)
    for index, value in entries.items():
        bits = bits.set(index, value % 2**size, size)
    asked = {near for index in entries for near in (index - 1, index, index + 1)}
    for index in asked & set(range(MINIMUM)):
        assert bits.get(index, size) == entries.get(index, 0) % 2**size
    assert decode(bits.encode()) == bits


def test_many_are_set_at_once() -> None:
    taken = random.Random(1).sample(range(MINIMUM), 1000)  # noqa: S311 - repeatable
    bits = blank().set_all(taken)
    assert [index for index in range(MINIMUM) if bits.get(index)] == sorted(taken)
    assert bits.set_all(taken, 0) == blank()


@pytest.mark.parametrize("index", [-1, MINIMUM, 10**30])
@pytest.mark.parametrize("size", [1, 2])
def test_an_index_out_of_range_is_refused(index: int, size: int) -> None:
    for attempt in (blank(size=size).get, lambda i, s: blank(size=s).set(i, 1, s)):
        with pytest.raises(Refused) as caught:
            attempt(index, size)
        assert caught.value.code == "status-index-out-of-range"


def test_a_short_list_is_read_but_not_made() -> None:
    """Docs/decisions/0007: the length protects privacy, and adds nothing to the answer's truth."""
    short = decode(listed(gzip.compress(bytes(100), mtime=0)))
    assert short.set(799).get(799) == 1
    with pytest.raises(Refused) as caught:
        blank(MINIMUM - 1)
    assert caught.value.code == "status-list-too-short"


@pytest.mark.parametrize("size", [0, -1, True, 1.0, "1", None])
def test_a_strange_size_is_refused(size: object) -> None:
    with pytest.raises(Refused) as caught:
        blank().get(MINIMUM, size)  # type: ignore[arg-type]
    assert caught.value.code in {"status-size-invalid", "status-index-out-of-range"}


@pytest.mark.parametrize(("value", "size"), [(2, 1), (-1, 1), (4, 2)])
def test_a_status_that_does_not_fit_is_refused(value: int, size: int) -> None:
    with pytest.raises(Refused) as caught:
        blank(size=size).set(0, value, size)
    assert caught.value.code == "status-value-invalid"


WHOLE = gzip.compress(bytes(MINIMUM // 8), mtime=0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "status-list-encoding"),
        (EMPTY[1:], "status-list-encoding"),
        ("z" + EMPTY[1:], "status-list-encoding"),
        (EMPTY + "=", "bad-base64url"),
        (EMPTY[:-1] + "é", "bad-base64url"),
        (EMPTY.replace("-", "+"), "bad-base64url"),
        ("u", "compressed-truncated"),
        ("uAAAA", "compressed-corrupt"),
        (listed(bytes(MINIMUM // 8)), "compressed-corrupt"),
        (listed(WHOLE[:-1]), "compressed-truncated"),
        (listed(WHOLE[:-8] + bytes(8)), "compressed-corrupt"),
        (listed(WHOLE + b"\0"), "compressed-trailing-data"),
        (listed(WHOLE + WHOLE), "compressed-trailing-data"),
    ],
)
def test_a_list_that_is_broken_or_ambiguous_is_refused(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_gzip_bomb_is_refused() -> None:
    bomb = listed(gzip.compress(bytes(64 * 1024 * 1024), mtime=0))
    assert code_of(bomb) == "compressed-too-large"
    assert code_of(EMPTY, max_bytes=MINIMUM // 8 - 1) == "compressed-too-large"
    assert decode(EMPTY, max_bytes=MINIMUM // 8) == blank()


def test_a_list_too_large_to_unpack_is_refused_before_decoding() -> None:
    assert code_of("u" + "A" * 100_000, max_bytes=1024) == "status-list-too-large"


def test_a_list_that_does_not_compress_is_read_up_to_the_limit() -> None:
    noise = Bitstring(secrets.token_bytes(MINIMUM))
    assert decode(noise.encode(), max_bytes=MINIMUM) == noise


@pytest.mark.parametrize(("text", "index"), [("0", 0), ("94567", 94567)])
def test_an_index_is_decimal_text(text: str, index: int) -> None:
    assert read_index(text) == index


@pytest.mark.parametrize(
    "text", ["", "01", "-1", "+1", "1.0", "0x1", " 1", "1\n", "\u0661", "9" * 5000, 5, None]
)
def test_any_other_index_is_refused(text: object) -> None:
    with pytest.raises(Refused) as caught:
        read_index(text)
    assert caught.value.code == "status-index-invalid"


def test_a_free_index_is_free_and_never_sequential() -> None:
    taken, drawn = blank(), []
    for _ in range(50):
        drawn.append(free_index(taken))
        taken = taken.set(drawn[-1])
    assert len(set(drawn)) == 50
    assert drawn != sorted(drawn)


def test_the_last_free_index_is_found() -> None:
    full = Bitstring(b"\xff" * (MINIMUM // 8))
    assert free_index(full.set(77_777, 0)) == 77_777
    assert free_index(lambda index: index != 5, entries=10) == 5


def test_free_indices_are_uniform_also_where_few_are_left() -> None:
    below = random.Random(7).randrange  # noqa: S311 - repeatable
    free = {3, 500, 999}
    counts = dict.fromkeys(free, 0)
    for _ in range(3000):
        counts[free_index(lambda index: index not in free, below, entries=1000)] += 1
    assert all(900 < count < 1100 for count in counts.values())


def test_a_full_list_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        free_index(Bitstring(b"\xff" * (MINIMUM // 8)))
    assert caught.value.code == "status-list-full"
