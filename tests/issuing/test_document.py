"""The document of an award is whole: nothing granted is lost, and the verifier finds it valid."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from mica.catalogue import actions as catalogue
from mica.catalogue.models import Version
from mica.catalogue.rules import Description
from mica.issuing.models import Award, Credential
from mica.issuing.rules.grants import Evidence, Grant
from mica.vc.report import Verdict
from mica.verification.queries import judge
from tests.catalogue.test_pictures import JPEG
from tests.granting import BREAD, LENA, YEAR, awarded, published
from tests.town import Town

FULL = Grant(
    name=" Zoë 李 ",
    address="Zoe@Example.org",
    reference="S-17",
    result="87 of 100",
    evidence=(
        Evidence("https://work.example/loaf", "A loaf", "Baked by hand"),
        Evidence(narrative="Oral exam"),
    ),
    note="With care.\nAnd again.",
)
HOST = "http://127.0.0.1:8000"


def document_of(award: Award) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        Credential.objects.filter(award=award).latest("number").document
    )
    return found


@pytest.mark.parametrize("suspendable", [False, True])
@pytest.mark.parametrize(
    "description",
    [
        BREAD,
        Description(name="B", description="B", criteria="B", outcomes=("B",), validity=YEAR),
    ],
    ids=["rich", "plain"],
)
@pytest.mark.parametrize("grant", [FULL, LENA, Grant(name="L", reference="S-1")])
def test_whatever_is_awarded_is_valid(
    town: Town, now: datetime, *, suspendable: bool, description: Description, grant: Grant
) -> None:
    version = published(town, now, description, suspendable=suspendable)
    award = awarded(town, version, now, grant)

    report = judge(award.credentials.get().document.encode(), now)

    assert (report.verdict, [one for one in report.checks if one.outcome != "passed"]) == (
        Verdict.VALID,
        [],
    )


def described(town: Town, now: datetime) -> tuple[Version, UUID, str]:
    """A version with everything, its picture, and its page."""
    by = town.officer.id
    picture = catalogue.add_picture(town.provider.id, JPEG, by=by, now=now)
    description = Description(
        name="Bread",
        description="Baking bread.",
        criteria="Bake three loaves.",
        outcomes=("Bakes a loaf",),
        level=BREAD.level,
        credit=BREAD.credit,
        validity=YEAR,
        picture=str(picture.id),
        language="fr",
    )
    version = published(town, now, description)
    page = f"{HOST}/achievements/{version.achievement_id}/1"
    return version, picture.id, page


def test_everything_granted_stands_on_it(town: Town, now: datetime) -> None:
    version, picture, page = described(town, now)
    award = awarded(town, version, now, FULL)
    document = document_of(award)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    achievement = subject["achievement"]

    assert (document["id"], document["validFrom"], document["validUntil"]) == (
        f"urn:uuid:{award.id}",
        "2026-06-01T12:00:00Z",
        "2027-06-01T12:00:00Z",
    )
    assert document["evidence"] == [
        {
            "type": ["Evidence"],
            "id": "https://work.example/loaf",
            "name": "A loaf",
            "narrative": "Baked by hand",
        },
        {"type": ["Evidence"], "narrative": "Oral exam"},
    ]
    assert (achievement["id"], achievement["version"], achievement["inLanguage"]) == (
        page,
        "1",
        "fr",
    )
    assert achievement["image"]["id"] == f"{HOST}/pictures/{picture}"
    assert [(one["targetName"], one["targetUrl"]) for one in achievement["alignment"]] == [
        ("Bakes a loaf", f"{page}#outcome-1"),
        ("EQF 3", f"{page}#level"),
        ("2.5 ECTS", f"{page}#credit"),
    ]
    assert (subject["result"][0]["value"], subject["narrative"], subject["creditsEarned"]) == (
        "87 of 100",
        "With care.\nAnd again.",
        2.5,
    )
    text = json.dumps(document, ensure_ascii=False)
    assert ("Zoë 李" in text, "zoe@example.org" in text.lower()) == (True, False)


def test_an_award_dated_in_the_east_holds_at_once_and_keeps_its_date(
    town: Town, now: datetime
) -> None:
    tomorrow = now + timedelta(hours=11)
    award = awarded(town, published(town, now), now, replace(LENA, awarded=tomorrow))
    document = document_of(award)

    assert (document["validFrom"], document["awardedDate"]) == (
        "2026-06-01T12:00:00Z",
        "2026-06-01T23:00:00Z",
    )
    assert judge(json.dumps(document).encode(), now).verdict is Verdict.VALID
