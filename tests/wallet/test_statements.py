"""Verification statements: signed by the site, true of their moment, and checked like anyone's."""

import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from mica.core.models import AuditEntry
from mica.issuing.actions import life
from mica.verification.queries import judge, judged
from mica.wallet.actions.claiming import claim
from mica.wallet.actions.stating import state
from mica.wallet.models import Holding
from mica.wallet.queries.statements import Statement, paper_of, statement_file
from tests.granting import refused
from tests.town import Town
from tests.wallet.scenes import awarded, code
from tests.wallet.test_sharing import held

MINUTE = timedelta(minutes=1)


def stated(town: Town, one: Holding, now: datetime) -> Statement:
    return state(town.learner, one.id, by=town.learner.id, now=now)


def test_a_statement_says_what_was_found_and_is_signed_by_the_site(
    town: Town, now: datetime
) -> None:
    one = held(town, now)
    said = stated(town, one, now)
    subject = said.document["credentialSubject"]

    assert (said.document["issuer"], said.document["type"][1]) == (
        {"id": said.issuer, "name": settings.MICA_NAME},
        "VerificationStatement",
    )
    assert said.issuer.startswith("did:web:")
    assert {name: subject[name] for name in ("id", "verdict", "title", "learner", "awardedBy")} == {
        "id": one.credential_id,
        "verdict": "valid",
        "title": "Bread baking",
        "learner": "Learner Lena",
        "awardedBy": "River College",
    }
    assert (subject["checked"], subject["documentSha256"]) == (
        "2026-06-01T12:00:00Z",
        bytes(one.document_hash).hex(),
    )
    assert AuditEntry.objects.filter(verb="wallet.state").count() == 1


@pytest.mark.parametrize("kind", ["json", "jwt"])
def test_a_statement_is_verified_like_anyones_credential(
    town: Town, now: datetime, kind: str
) -> None:
    file = statement_file(stated(town, held(town, now), now), kind)
    found = judged(file.data, now + MINUTE)

    assert [check.sentence for check in found.report.checks if check.outcome != "passed"] == []
    assert found.report.verdict == "valid"
    assert found.behind is not None
    assert (found.behind.name, file.name) == (settings.MICA_NAME, f"Bread-baking-statement.{kind}")
    assert judge(file.data, now + timedelta(days=91)).verdict == "invalid"


def test_a_changed_statement_is_a_forgery(town: Town, now: datetime) -> None:
    said = stated(town, held(town, now), now).document
    said["credentialSubject"]["learner"] = "Outsider Otto"

    assert judge(json.dumps(said).encode(), now + MINUTE).verdict == "invalid"


def test_what_was_revoked_is_stated_as_such(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    one = claim(town.learner, code(award), by=town.learner.id, now=now).holding
    life.revoke(award.id, "misconduct", "", by=town.officer.id, now=now + MINUTE)
    said = stated(town, one, now + 2 * MINUTE)

    assert said.document["credentialSubject"]["verdict"] == "invalid"
    assert paper_of(said).verdict == "invalid"


def test_nobody_states_anothers_credential(town: Town, now: datetime) -> None:
    one = held(town, now)

    with refused("no-such-holding"):
        state(town.outsider, one.id, by=town.outsider.id, now=now)


def test_the_paper_is_tagged_and_its_code_holds_the_whole_statement(
    town: Town, now: datetime
) -> None:
    said = stated(town, held(town, now), now)
    paper, file = paper_of(said), statement_file(said, "pdf")

    assert (paper.link, paper.qr_alt) == ("", "QR code that holds this statement, signed")
    assert len(said.jwt) < 2_000
    assert [file.data[:5], b"/MarkInfo" in file.data, b"/Lang" in file.data] == [
        b"%PDF-",
        True,
        True,
    ]


def test_the_paper_says_of_each_question_what_became_of_it(town: Town, now: datetime) -> None:
    award = awarded(town, now)
    one = claim(town.learner, code(award), by=town.learner.id, now=now).holding
    life.revoke(award.id, "misconduct", "", by=town.officer.id, now=now + MINUTE)
    paper = paper_of(stated(town, one, now + 2 * MINUTE))
    (answers,) = (items for title, _, items in paper.parts if title == "What was checked")

    assert answers[:4] == (
        "Passed: Can it be read?",
        "Passed: Does it keep the rules?",
        "Passed: Who signed it, and is it unchanged?",
        "Passed: Is it in date?",
    )
    assert answers[4].startswith("Failed: Was it revoked? ")


def test_what_does_not_fit_a_code_gets_a_link_and_fingerprints(town: Town, now: datetime) -> None:
    one = held(town, now)
    said = stated(town, one, now)
    long = Statement(one, said.judged, now, said.issuer, "x" * 3_000, said.document)
    paper = paper_of(long)

    assert paper.link == f"{settings.MICA_ORIGIN}/verify/"
    assert statement_file(long, "pdf").data[:5] == b"%PDF-"
    assert len([note for note in paper.notes if note.startswith("Fingerprint of")]) == 2
