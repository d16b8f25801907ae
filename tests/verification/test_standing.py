"""Who stands behind a credential: what is known decides, and never what it says of itself."""

import json
from typing import Any

import pytest

from mica.vc.report import Report
from mica.vc.resolve import Resolve, Shelf, nothing
from mica.verification.rules.standing import Behind, Endorser, Known, Level, Register, behind
from tests import cast
from tests.cast import AGENCY, GOOD, LEARNER, OUTSIDER, PROVIDER, WEB, WEB_URL

NOBODY = Register({})
ID = cast.credential()["id"]
REGISTER = Register({PROVIDER.did: Known("Harbour College of Ireland"), AGENCY.did: Known("QA")})


def stands(document: Any, register: Register = NOBODY, resolve: Resolve = nothing) -> Behind | None:
    return behind(cast.judged(document, resolve), register)


def level(document: Any, register: Register = NOBODY, resolve: Resolve = nothing) -> Level | None:
    found = stands(document, register, resolve)
    return found.level if found else None


def endorsed(*endorsements: Any, by: cast.Actor = PROVIDER, **more: Any) -> dict[str, Any]:
    return by.signs(cast.credential(by=by, endorsement=list(endorsements), **more))


def own() -> dict[str, Any]:
    return cast.credential(by=LEARNER)


def test_what_learners_sign_about_themselves_is_their_own_word() -> None:
    found = stands(LEARNER.signs(own()))

    assert found == Behind(Level.SELF, LEARNER.did, own=True)


def test_somebody_elses_word_about_it_makes_it_peer_verified() -> None:
    found = stands(endorsed(cast.endorsement(ID), by=LEARNER))

    assert found is not None
    assert (found.level, found.endorsers) == (Level.PEER, (Endorser(AGENCY.did, None),))


def test_an_issuer_of_the_register_has_the_registers_name() -> None:
    found = stands(GOOD, REGISTER)

    assert found == Behind(Level.ISSUER, PROVIDER.did, name="Harbour College of Ireland")


def test_an_issuer_of_the_register_endorsed_by_another_is_independently_verified() -> None:
    assert level(endorsed(cast.endorsement(ID)), REGISTER) is Level.INDEPENDENT


def test_an_endorser_outside_the_register_makes_nothing_independent() -> None:
    only = Register({PROVIDER.did: Known("Harbour College")})

    assert level(endorsed(cast.endorsement(ID)), only) is Level.ISSUER


def test_a_suspended_endorser_makes_nothing_independent() -> None:
    suspended = Register({**REGISTER.bodies, AGENCY.did: Known("QA", approved=False)})

    assert level(endorsed(cast.endorsement(ID)), suspended) is Level.ISSUER


def test_a_suspended_issuer_keeps_its_name_and_is_said_to_be_suspended() -> None:
    found = stands(GOOD, Register({PROVIDER.did: Known("Harbour College", approved=False)}))

    assert found is not None
    assert (found.level, found.name, found.registered) == (Level.ISSUER, "Harbour College", False)


def test_praise_of_the_achievement_says_nothing_of_this_learners_credential() -> None:
    assert level(endorsed(cast.endorsement(cast.ACHIEVEMENT)), REGISTER) is Level.ISSUER


def test_an_issuer_that_endorses_itself_is_nobody_else() -> None:
    register = Register({PROVIDER.did: Known("Harbour College")})
    praise = cast.endorsement(ID, by=PROVIDER)

    assert level(endorsed(praise), register) is Level.ISSUER


def test_a_learner_who_endorses_their_own_credential_is_nobody_else() -> None:
    assert level(endorsed(cast.endorsement(ID, by=LEARNER), by=LEARNER)) is Level.SELF


def test_an_endorsement_that_was_changed_counts_for_nothing() -> None:
    forged = cast.changed(cast.endorsement("urn:uuid:another"), "/credentialSubject/id", ID)

    assert level(endorsed(forged, by=LEARNER)) is Level.SELF


def test_an_expired_endorsement_counts_for_nothing() -> None:
    old = cast.endorsement(ID, validUntil="2026-02-01T00:00:00Z")

    assert level(endorsed(old), REGISTER) is Level.ISSUER


def test_a_key_without_a_name_that_the_register_does_not_know_is_unknown() -> None:
    assert stands(GOOD) == Behind(Level.UNKNOWN, PROVIDER.did)


def test_a_name_on_the_web_that_the_register_does_not_know_is_an_issuer_and_no_failure() -> None:
    shelf = Shelf({WEB_URL: json.dumps(cast.did_document(PROVIDER, WEB)).encode()})

    assert stands(cast.by_web(), NOBODY, shelf) == Behind(
        Level.ISSUER, WEB, address="provider.example"
    )


def test_who_calls_itself_as_somebody_in_the_register_is_told_apart() -> None:
    found = stands(GOOD, Register({}, frozenset({"Harbour College"})))

    assert found is not None
    assert (found.namesake, found.name) == (True, None)


def test_the_registered_body_is_no_namesake_of_itself() -> None:
    register = Register({PROVIDER.did: Known("Harbour College")}, frozenset({"Harbour College"}))
    found = stands(GOOD, register)

    assert found is not None
    assert found.namesake is False


@pytest.mark.parametrize(
    "document",
    [
        cast.changed(GOOD, "/name", "Another"),
        cast.credential(),
        {**GOOD, "@context": [*GOOD["@context"], "https://unknown.example/context"]},
    ],
    ids=["changed", "unsigned", "unknown terms"],
)
def test_nobody_stands_behind_what_nobody_is_shown_to_have_signed(document: Any) -> None:
    assert stands(document, REGISTER) is None


def test_a_registered_name_on_somebody_elses_signature_is_nobodys_word() -> None:
    unsigned = cast.credential()
    forged = OUTSIDER.signs(unsigned)

    assert stands(forged, REGISTER) is None


def test_what_expired_was_still_signed_by_somebody() -> None:
    old = PROVIDER.signs(cast.credential(validUntil="2026-02-01T00:00:00Z"))

    assert level(old, REGISTER) is Level.ISSUER


def test_a_presentation_says_who_shows_and_not_who_stands_behind() -> None:
    shown = LEARNER.presents(
        {
            "@context": [cast.V2],
            "type": ["VerifiablePresentation"],
            "holder": LEARNER.did,
            "verifiableCredential": [GOOD],
        }
    )
    report: Report = cast.judged(shown)

    assert behind(report, REGISTER) is None
    assert [behind(one, REGISTER) for one in report.enclosed] == [stands(GOOD, REGISTER)]


def test_it_is_plain_values_in_a_fixed_order() -> None:
    found = stands(endorsed(cast.endorsement(ID)), REGISTER)

    assert found is not None
    assert found.as_json() == {
        "level": "independently-verified",
        "issuer": {
            "id": PROVIDER.did,
            "registered": True,
            "suspended": False,
            "name": "Harbour College of Ireland",
            "host": None,
            "namesake": False,
        },
        "endorsers": [{"id": AGENCY.did, "name": "QA"}],
    }
