"""An end that a reader sees and a signature covers cannot be talked away."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.attacks.hands import DATA_INTEGRITY, V1, VALID, found, invalid, signed_blindly
from tests.cast import NOW, OB3, PROVIDER, credential

LATE = datetime(2032, 1, 1, tzinfo=UTC)


def older(**more: Any) -> dict[str, Any]:
    """A credential of data model 1.1."""
    made = credential(**{"@context": [V1, OB3, DATA_INTEGRITY]})
    made["issuanceDate"] = made.pop("validFrom")
    made["expirationDate"] = made.pop("validUntil")
    return {**made, **more}


def test_a_good_credential_of_the_old_model_is_valid() -> None:
    assert found(PROVIDER.signs(older())) == VALID


@pytest.mark.parametrize("nothing_said", [None, []])
def test_an_end_cannot_be_silenced_by_an_empty_member_of_the_new_model(nothing_said: Any) -> None:
    """Null and [] make no statement, so the signature holds; a reader would see no end."""
    forged = {**PROVIDER.signs(older()), "validUntil": nothing_said}
    assert found(forged, now=LATE) == invalid("wrong-kind", "expired")


@pytest.mark.parametrize("nothing_said", [None, []])
def test_a_start_cannot_be_silenced_by_an_empty_member_of_the_new_model(nothing_said: Any) -> None:
    early = older(issuanceDate="2026-07-01T00:00:00Z")
    forged = {**PROVIDER.signs(early), "validFrom": nothing_said}
    assert found(forged) == invalid("wrong-kind", "not-yet-valid")


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_the_earlier_of_two_ends_counts(suite: str) -> None:
    both = older(expirationDate="2026-02-01T00:00:00Z", validUntil="2099-01-01T00:00:00Z")
    assert found(PROVIDER.signs(both, suite=suite)) == invalid("expired")


def test_an_end_of_the_old_model_counts_in_a_document_of_the_new_one() -> None:
    """Only where the signature covers it: RDF suites refuse the term, which has no definition."""
    both = credential(expirationDate="2026-02-01T00:00:00Z")
    assert found(PROVIDER.signs(both, suite="eddsa-jcs-2022")) == invalid("expired")
    assert found(PROVIDER.signs_jose(both)) == invalid("expired")


@pytest.mark.parametrize(
    "written",
    [
        ["2031-01-15T09:00:00Z"],
        {"@value": "2031-01-15T09:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        [["2031-01-15T09:00:00Z"]],
    ],
    ids=["list", "value object", "list in a list"],
)
def test_another_way_of_writing_the_same_end_is_refused(written: Any) -> None:
    """The statements are equal and the signature holds, but a reader would not find the date."""
    forged = {**PROVIDER.signs(credential()), "validUntil": written}
    assert found(forged, now=NOW) == invalid("wrong-kind")


@pytest.mark.parametrize(
    "end", ["2026-02-30T00:00:00Z", "2026-01-20T00:00:00", "1.2.2027", "", "∞"]
)
def test_an_end_that_cannot_be_read_is_not_a_late_end(end: str) -> None:
    verdict, told = found(signed_blindly(credential(validUntil=end)))
    assert verdict == "invalid"
    assert set(told.values()) == {"failed"}
