"""What may stand in an entry, and that its bytes are canonical JSON."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from mica.core.errors import NotPlain
from mica.core.rules import log
from mica.vc.timestamps import format_timestamp

CODES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"\\@'))
VALUES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | CODES
DATA = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), VALUES | st.lists(VALUES, max_size=3)
)


def reference(number: int, at: datetime, **more: object) -> bytes:
    return rfc8785.dumps({"number": number, "at": format_timestamp(at), **more})


@given(
    number=st.integers(1, 2**53 - 1),
    at=st.datetimes(timezones=st.just(UTC)),
    actor=CODES,
    verb=CODES,
    thing=CODES,
    data=DATA,
)
def test_what_is_hashed_is_canonical_json(number: int, at: datetime, **said: Any) -> None:
    assert log.entry_bytes(number, at, **said) == reference(number, at, **said)


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_row_that_was_changed_into_no_code_is_canonical_json_too(verb: str, thing: str) -> None:
    """Else a quotation mark in one value could pass for the end of it."""
    at = datetime(2026, 6, 1, tzinfo=UTC)
    made = log.entry_bytes(1, at, actor="", verb=verb, thing=thing, data={})

    assert made == reference(1, at, actor="", verb=verb, thing=thing, data={})


def test_ids_codes_numbers_and_days_are_kept_as_they_are_read_again() -> None:
    some = UUID(int=7)
    data = {
        "award": some,
        "day": date(2026, 6, 1),
        "at": datetime(2026, 6, 1, 12, tzinfo=UTC),
        "rows": [1, "a.b", some],
        "done": True,
        "old": None,
    }

    assert log.plain(data) == {
        "award": str(some),
        "day": "2026-06-01",
        "at": "2026-06-01T12:00:00Z",
        "rows": [1, "a.b", str(some)],
        "done": True,
        "old": None,
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"address": "learner@example.org"}, "audit-not-a-code"),
        ({"name": "Learner Lena"}, "audit-not-a-code"),
        ({"note": "x" * 121}, "audit-not-a-code"),
        ({"name": "Zoë"}, "audit-not-a-code"),
        ({"line": "a\nb"}, "audit-not-a-code"),
        ({"quoted": 'a"b'}, "audit-not-a-code"),
        ({"names": ["Learner Lena"]}, "audit-not-a-code"),
        ({"Name": "x"}, "audit-not-a-name"),
        ({"share": 0.5}, "audit-not-plain"),
        ({"big": 2**53}, "audit-not-plain"),
        ({"row": {"name": "x"}}, "audit-not-plain"),
        ({"rows": [["x"]]}, "audit-not-plain"),
        ({"rows": [1] * 1001}, "audit-too-long"),
    ],
)
def test_what_could_tell_who_somebody_is_never_enters_the_log(
    data: dict[str, object], code: str
) -> None:
    with pytest.raises(NotPlain) as caught:
        log.plain(data)

    assert caught.value.code == code
