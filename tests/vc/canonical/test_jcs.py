import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from mica.errors import MicaError
from mica.vc.canonical import jcs

SAFE = 2**53 - 1
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["\x00\x1f\x7f", '"\\/\b\f\n\r\t', "\ue000", "\U00010000", "\uffff", "é", "€", "\ud7ff"]
)
NUMBERS = (
    st.integers(-SAFE, SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([5.0, -0.0, 1e21, 1e20, 1e16, 1e-6, 1e-7, 5e-324, 2.0**53, 0.1 + 0.2])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=20,
)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_bytes_are_those_of_the_reference(value: object) -> None:
    assert jcs.canonicalize(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.slow
@given(VALUES)
@settings(max_examples=20_000, deadline=None)
def test_bytes_are_those_of_the_reference_many_times(value: object) -> None:
    assert jcs.canonicalize(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_keys_are_sorted_by_utf_16_unit_not_by_code_point() -> None:
    assert jcs.canonicalize({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == (
        '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()
    )


def test_the_numbers_of_the_specification() -> None:
    numbers = [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001]
    assert jcs.canonicalize(numbers) == b"[333333333.3333333,1e+30,4.5,0.002,1e-27]"


def test_the_value_is_not_changed() -> None:
    value = {"a": [5.0, {"b": 1e21}]}
    jcs.canonicalize(value)
    assert repr(value) == "{'a': [5.0, {'b': 1e+21}]}"


def deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2**53, "number-out-of-range"),
        (-(2**53), "number-out-of-range"),
        (float("nan"), "number-out-of-range"),
        (float("inf"), "number-out-of-range"),
        ("\ud800", "bad-text"),
        ({"\udc00": 1}, "bad-text"),
        ({1: 2}, "not-a-json-value"),
        ({"a": b"bytes"}, "not-a-json-value"),
        ([object()], "not-a-json-value"),
        ((1, 2), "not-a-json-value"),
        (deep(65), "too-deep"),
        ({"\ue000": deep(100_000)}, "too-deep"),
    ],
)
def test_what_json_cannot_carry_is_refused(value: object, code: str) -> None:
    with pytest.raises(MicaError) as refused:
        jcs.canonicalize(value)
    assert refused.value.code == code


def test_sixty_four_levels_are_canonicalized() -> None:
    assert jcs.canonicalize(deep(64)) == b"[" * 64 + b"1" + b"]" * 64
