"""Claim codes are read aloud, typed carelessly, and not guessed."""

import re
from uuid import UUID

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from mica.issuing.codes import code_of, hash_of, tidy

AWARD = UUID(int=7)


@given(st.uuids(), st.integers(0, 9))
def test_a_code_has_four_groups_of_signs_that_sound_apart(award: UUID, number: int) -> None:
    groups = r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}"

    assert re.fullmatch(groups, code_of(award, number))


def test_a_code_typed_carelessly_is_the_same_code() -> None:
    code = code_of(AWARD, 0)
    careless = " ".join(code.lower().replace("0", "o").replace("1", "l"))

    assert hash_of(careless) == hash_of(code)
    assert tidy("oil-ÖÉ 1") == tidy("0 1 1 öé l")


def test_another_round_award_or_secret_is_another_code() -> None:
    codes = {code_of(AWARD, 0), code_of(AWARD, 1), code_of(UUID(int=8), 0)}
    with override_settings(SECRET_KEY="another"):
        codes.add(code_of(AWARD, 0))

    assert len(codes) == 4
