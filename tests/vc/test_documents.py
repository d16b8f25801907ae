"""What two readers could read differently is refused before anything is checked, and quickly."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.vc import documents
from mica.vc.errors import Unusable

keys = st.text(st.characters(codec="utf-8"), max_size=5)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-documents.MAX_INTEGER, documents.MAX_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < seconds


def refusal(data: bytes | str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Unusable) as caught:
        documents.read(data)
    str(caught.value).encode("utf-8")
    return caught.value.code, caught.value.data


def nested(levels: int) -> str:
    """An object with so many levels of containers."""
    return '{"a":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"


@pytest.mark.parametrize(
    ("text", "code", "data"),
    [
        ('{"a":1,"a":1}', "duplicate-key", {"key": "a"}),
        ('{"a":1,"\\u0061":2}', "duplicate-key", {"key": "a"}),
        ('{"b":[{"a":1,"c":2,"a":3}]}', "duplicate-key", {"key": "a"}),
        ('{"é":1,"é":1}', "duplicate-key", {"key": "\\xe9"}),
        ('{"\\ud800":1,"\\ud800":1}', "duplicate-key", {"key": "\\ud800"}),
        ('{"a":NaN}', "not-json", {"reason": "NaN is not a JSON number"}),
        ('{"a":Infinity}', "not-json", {"reason": "Infinity is not a JSON number"}),
        ('{"a":-Infinity}', "not-json", {"reason": "-Infinity is not a JSON number"}),
        ('{"a":[0,1e400]}', "number-out-of-range", {"pointer": "/a/1"}),
        ('{"a":-1e400}', "number-out-of-range", {"pointer": "/a"}),
        ('{"a/~":9007199254740992}', "number-out-of-range", {"pointer": "/a~1~0"}),
        ('{"a":-9007199254740992}', "number-out-of-range", {"pointer": "/a"}),
        ('{"a":' + "9" * 5000 + "}", "number-too-long", {}),
        ('{"a":"\\ud800"}', "bad-text", {"pointer": "/a"}),
        ('{"a":"\\udc00\\ud800"}', "bad-text", {"pointer": "/a"}),
        ('{"a":["x","\ud800"]}', "bad-text", {"pointer": "/a/1"}),
        ('{"b":{"\\udfff":1}}', "bad-text", {"pointer": "/b/\\udfff"}),
        ("[]", "not-an-object", {}),
        ('"text"', "not-an-object", {}),
        ("null", "not-an-object", {}),
    ],
)
def test_an_ambiguous_document_is_refused(text: str, code: str, data: dict[str, object]) -> None:
    assert refusal(text) == (code, data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"{",
        b"{'a':1}",
        b'{"a":1,}',
        b'{"a":1} {"a":2}',
        b'{"a":01}',
        b'{"a":.5}',
        b'{"a":"\n"}',
        b'{"a":1}// comment',
        b'\xef\xbb\xbf\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        '{"a":1}'.encode("utf-16"),
        '{"a":1}'.encode("utf-16-le"),
        '{"a":1}'.encode("utf-32"),
    ],
)
def test_what_is_not_json_in_utf_8_is_refused(data: bytes) -> None:
    assert refusal(data)[0] == "not-json"


def test_the_place_of_a_mistake_is_named() -> None:
    reason = "Expecting ',' delimiter at line 2, column 3"

    assert refusal(b'{"a":1\n  "b":2}') == ("not-json", {"reason": reason})


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"{}", {}),
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        ('\ufeff{"a":1}', {"a": 1}),
        ('{"a":"\\ud83c\\udf93"}', {"a": "🎓"}),
        (b'{"a":9007199254740991,"b":-9007199254740991}', {"a": 2**53 - 1, "b": 1 - 2**53}),
        (b'{"a":1e308,"b":1e-400}', {"a": 1e308, "b": 0.0}),
        (b'{"a":{"b":1},"c":{"b":1}}', {"a": {"b": 1}, "c": {"b": 1}}),
    ],
)
def test_what_every_reader_understands_alike_is_read(data: bytes | str, value: Any) -> None:
    assert documents.read(data) == value


def test_the_deepest_document_is_read_and_one_level_more_is_refused() -> None:
    documents.read(nested(documents.MAX_DEPTH))

    assert refusal(nested(documents.MAX_DEPTH + 1)) == ("too-deep", {"limit": documents.MAX_DEPTH})


@pytest.mark.parametrize("levels", [900, 10_000, 1_000_000])
def test_a_bottomless_document_is_refused_at_once(levels: int) -> None:
    with within(1):
        assert refusal(nested(levels))[0] == "too-deep"


def test_bad_text_beside_a_bottomless_list_is_still_refused() -> None:
    deep: list[Any] = []
    for _ in range(20_000):
        deep = [deep]

    with within(2), pytest.raises(Unusable) as caught:
        documents.check({"a": deep, "b": "\ud800"})

    assert (caught.value.code, caught.value.data) == ("bad-text", {"pointer": "/b"})


def test_a_hundred_megabytes_are_refused_unread() -> None:
    size = 100 * 1024 * 1024

    with within(1):
        assert refusal(bytes(size)) == ("too-large", {"size": size, "limit": documents.MAX_BYTES})


def test_the_largest_number_of_values_is_read_and_one_more_is_refused() -> None:
    values = ["x"] * (documents.MAX_VALUES - 1)
    documents.check({"a": values})

    with within(2), pytest.raises(Unusable, match="200000 values"):
        documents.check({"a": [*values, "x"]})


def test_many_long_numbers_do_not_take_long() -> None:
    number = "9" * 4300
    text = '{"a":[' + ",".join([number] * (documents.MAX_BYTES // 4302)) + "]}"

    with within(3):
        assert refusal(text) == ("number-out-of-range", {"pointer": "/a/0"})


@pytest.mark.parametrize("value", [(), b"x", {1}, object()])
def test_what_json_does_not_have_is_refused(value: object) -> None:
    with pytest.raises(Unusable) as caught:
        documents.check({"a": [value]})

    assert (caught.value.code, caught.value.data) == ("not-a-json-value", {"pointer": "/a/0"})


@given(st.dictionaries(keys, json_values, max_size=4))
def test_whatever_is_unambiguous_is_read_as_it_was_written(document: dict[str, Any]) -> None:
    assert documents.read(json.dumps(document)) == document


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_nothing_but_unusable_is_ever_raised(data: bytes | str) -> None:
    try:
        documents.read(data)
    except Unusable as error:
        str(error)


@given(st.dictionaries(keys, json_values, min_size=1, max_size=4), st.data())
def test_a_pointer_leads_back_to_its_value(document: dict[str, Any], data: st.DataObject) -> None:
    marked = object()
    place = data.draw(st.sampled_from(sorted(document)))
    document[place] = [document[place], {"~/": marked}]

    assert documents.pointer_to(document, marked) == documents.step(place) + "/1/~0~1"
