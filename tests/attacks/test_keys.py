"""Whose key it is: other names for a key, documents that point to one another, odd keys."""

from typing import Any

import pytest

from mica.vc import jwt
from mica.vc.keys import KeyType
from tests.attacks.hands import VALID, found, invalid, undecided
from tests.cast import (
    GOOD,
    OUTSIDER,
    PROVIDER,
    WEB,
    WEB_URL,
    Actor,
    by_web,
    changed,
    credential,
    did_document,
    shelf,
)

NAMED = credential(issuer={"id": WEB, "type": ["Profile"], "name": "Harbour College"})


def listing(**member: Any) -> Any:
    """The issuer's document, with something more said of its key."""
    document = did_document(PROVIDER, WEB)
    document["verificationMethod"][0] |= member
    return shelf(**{WEB_URL: document})


# one key, many names


OTHER_NAMES = {
    "under its did:key": PROVIDER.signs(NAMED),
    "in the header": jwt.sign_open_badge(NAMED, PROVIDER.key),
}


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_listed_key_under_another_name_is_the_issuers(name: str) -> None:
    assert found(OTHER_NAMES[name], listing()) == VALID


@pytest.mark.parametrize("name", OTHER_NAMES)
@pytest.mark.parametrize(
    ("member", "code"), [("revoked", "key-revoked"), ("expires", "key-expired")]
)
def test_a_withdrawn_key_does_not_come_back_under_another_name(
    name: str, member: str, code: str
) -> None:
    """Stolen, then revoked: the thief names it where the issuer's revocation is not looked at."""
    withdrawn = listing(**{member: "2026-01-01T00:00:00Z"})
    assert found(OTHER_NAMES[name], withdrawn) == invalid(code)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_key_listed_as_somebody_elses_is_not_the_issuers(name: str) -> None:
    assert found(OTHER_NAMES[name], listing(controller="did:web:other.example")) == invalid(
        "key-of-another-controller"
    )


def test_a_key_listed_for_signing_in_does_not_issue_under_another_name() -> None:
    document = did_document(PROVIDER, WEB, assertionMethod=[], authentication=[f"{WEB}#key-1"])
    page = shelf(**{WEB_URL: document})
    assert found(OTHER_NAMES["under its did:key"], page) == undecided("key-not-tied")


@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_date_of_a_key_that_cannot_be_read_is_undecided(member: str) -> None:
    assert found(by_web(), listing(**{member: "lately"})) == undecided("key-document-unusable")
