"""Canonical JSON: the JSON Canonicalization Scheme, RFC 8785.

`rfc8785` is the reference. orjson is eight times faster and writes the same bytes where three
things are seen to first: it sorts keys by code point and not by UTF-16 unit, it writes numbers in
its own way, and it accepts values that JSON does not have.
"""

from typing import Any, Final

import orjson
import rfc8785

from mica.vc.documents import MAX_DEPTH
from mica.vc.errors import Refused

_SAFE: Final = 2**53 - 1
_FIRST_SURROGATE: Final = "\ud800"
"""Below this character, order by code point and order by UTF-16 unit are the same."""


class _OddKey(Exception):
    """A key for which the two orders could differ."""


def canonicalize(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value, UTF-8.

    >>> canonicalize({"b": 5.0, "a": 1e21})
    b'{"a":1e+21,"b":5}'

    Raises:
        Refused: `number-out-of-range` (integers past 2^53 - 1, NaN, infinities), `bad-text`,
            `not-a-json-value`, `too-deep` (more than MAX_DEPTH levels).
    """
    try:
        return orjson.dumps(_prepared(value, MAX_DEPTH), option=orjson.OPT_SORT_KEYS)
    except (_OddKey, TypeError):
        # TypeError: every value was seen to be JSON, so it is half of a character.
        return _reference(value)


def _prepared(value: Any, depth: int) -> Any:
    """The value with each float as RFC 8785 §3.2.2.3 writes it; copies only what changes."""
    kind = type(value)
    if kind is dict:
        return _object(value, depth)
    if kind is list:
        return _array(value, depth)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        if not -_SAFE <= value <= _SAFE:
            raise Refused("number-out-of-range", pointer=str(value))
        return value
    if kind is float:
        whole = -_SAFE <= value <= _SAFE and value == int(value)
        return int(value) if whole else orjson.Fragment(_reference(value))
    raise Refused("not-a-json-value", pointer=kind.__name__)


def _object(value: dict[str, Any], depth: int) -> dict[str, Any]:
    if not depth:
        raise Refused("too-deep", limit=MAX_DEPTH)
    try:
        keys = "".join(value)
    except TypeError as error:
        raise Refused("not-a-json-value", pointer=str(error)) from error
    if not keys.isascii() and max(keys) >= _FIRST_SURROGATE:
        raise _OddKey
    made = value
    for key, member in value.items():
        if type(member) is not str:
            new = _prepared(member, depth - 1)
            if new is not member:
                made = {**value} if made is value else made
                made[key] = new
    return made


def _array(value: list[Any], depth: int) -> list[Any]:
    if not depth:
        raise Refused("too-deep", limit=MAX_DEPTH)
    made = value
    for index, member in enumerate(value):
        if type(member) is not str:
            new = _prepared(member, depth - 1)
            if new is not member:
                made = value.copy() if made is value else made
                made[index] = new
    return made


def _reference(value: Any) -> bytes:
    try:
        return rfc8785.dumps(value)
    except (rfc8785.FloatDomainError, rfc8785.IntegerDomainError) as error:
        raise Refused("number-out-of-range", pointer=str(error)) from error
    except rfc8785.CanonicalizationError as error:
        code = "bad-text" if "codepoints" in str(error) else "not-a-json-value"
        raise Refused(code, pointer=str(error)) from error
    except UnicodeEncodeError as error:
        raise Refused("bad-text", pointer=ascii(error.object)) from error
    except RecursionError:
        raise Refused("too-deep", limit=MAX_DEPTH) from None
