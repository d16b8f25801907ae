"""Recipients: plain or hashed with salt."""

import hashlib
import json
from pathlib import Path

import pytest

from mica.standards.openbadges2 import belongs_to
from mica.standards.openbadges2.errors import Broken, Unknown

PERSON = "learner@people.example"


def hashed(name: str, salt: str = "") -> str:
    return f"{name}${hashlib.new(name, (PERSON + salt).encode()).hexdigest()}"


@pytest.mark.parametrize("name", ["sha256", "md5"])
@pytest.mark.parametrize("salt", ["", "deadsea"])
@pytest.mark.parametrize("said", [True, "true"])
def test_hashed_recipient_is_recognised(name: str, salt: str, said: object) -> None:
    identity = {"hashed": said, "identity": hashed(name, salt), "salt": salt}
    assert belongs_to(identity, PERSON)
    assert belongs_to({**identity, "identity": hashed(name, salt).upper().replace(
        name.upper(), name)}, PERSON)  # fmt: skip
    assert not belongs_to(identity, "other@people.example")
    assert not belongs_to({**identity, "salt": "other"}, PERSON)


def test_plain_recipient_is_recognised() -> None:
    assert belongs_to({"hashed": False, "identity": PERSON}, PERSON)
    assert not belongs_to({"hashed": False, "identity": PERSON}, PERSON.upper())


def test_hash_is_no_identity() -> None:
    """Whoever knows the hash alone is not the recipient."""
    identity = {"hashed": True, "identity": hashed("sha256")}
    assert not belongs_to(identity, hashed("sha256"))


def test_unknown_hash_is_undecided() -> None:
    with pytest.raises(Unknown) as error:
        belongs_to({"hashed": True, "identity": "sha512$00"}, PERSON)
    assert error.value.code == "hash-unknown"


@pytest.mark.parametrize("identity", [{}, {"identity": 5}, {"identity": "x", "salt": 5}])
def test_recipient_without_identity_is_refused(identity: dict[str, object]) -> None:
    with pytest.raises(Broken):
        belongs_to(identity, PERSON)


def test_recipient_of_1edtech_is_recognised(shared_data: Path) -> None:
    badge = (shared_data / "credentials/1edtech/ob20/basic-assertion.json").read_bytes()
    assert belongs_to(json.loads(badge)["recipient"], "nobody@example.org")
