import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mica.standards.openbadges.build import as_json, identity
from mica.standards.openbadges.identity import identity_hash, names
from mica.standards.openbadges.shapes import IDENTITY_OBJECT
from mica.standards.vocabulary import IdentifierType

EMAIL = IdentifierType.EMAIL_ADDRESS


def test_the_salt_is_appended_and_the_hash_is_hexadecimal():
    assert identity_hash("a@a.example", "salt") == (
        "sha256$" + hashlib.sha256(b"a@a.examplesalt").hexdigest()
    )


@given(st.text(), st.text() | st.none())
def test_an_identity_names_its_learner_and_keeps_the_rules(identifier, salt):
    made = as_json(identity(identifier, EMAIL, salt=salt))
    assert list(IDENTITY_OBJECT(made)) == []
    assert names(made, identifier)
    assert not names(made, identifier + "x")


def test_an_old_md5_identity_is_read():
    digest = hashlib.md5(b"a@a.examplesalt", usedforsecurity=False).hexdigest().upper()
    stated = {"hashed": True, "identityHash": f"md5${digest}", "salt": "salt"}
    assert names(stated, "a@a.example")
    assert not names(stated, "b@a.example")


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"hashed": True, "identityHash": 4},
        {"hashed": True, "identityHash": "a@a.example"},
        {"hashed": True, "identityHash": "sha1$00"},
        {"hashed": True, "identityHash": "sha256$00", "salt": 4},
        {"hashed": "true", "identityHash": "sha256$00"},
    ],
)
def test_an_identity_that_says_nothing_names_nobody(stated):
    assert names(stated, "a@a.example") is False
