"""The officer of `bench.award`; apart from it because Django has to be ready beforehand."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Credit, Description, Lasts, Level, Validity
from mica.core.models import AuditEntry, Message
from mica.issuing.actions import intake, running
from mica.issuing.models import Award, Credential, Upload
from mica.people.models import Membership, Organisation, Person
from mica.vc.report import Verdict
from mica.verification.queries import judge

DESCRIPTION = Description(
    name="Bread baking",
    description="Baking bread from sourdough, from the mill to the shelf.",
    criteria="Bake three loaves, and tell what you did.",
    outcomes=(
        "Bakes a loaf from sourdough",
        "Judges the ripeness of a dough",
        "Keeps a bakery clean",
    ),
    level=Level("EQF", "3"),
    credit=Credit("ECTS", "2.5"),
    validity=Validity(Lasts.PERIOD, months=36),
)


@dataclass(frozen=True)
class Officer:
    """Who awards, where, and what."""

    person: UUID
    organisation: Organisation
    achievement: UUID


def officer() -> Officer:
    """An approved organisation with an officer and a published achievement."""
    now = datetime.now(UTC)
    person = Person.objects.create(name="Officer Oran")
    organisation = Organisation.objects.create(
        slug="river-college",
        name="River College",
        kind="vocational",
        state=Organisation.State.APPROVED,
        created=now,
    )
    Membership.objects.create(person=person, organisation=organisation, role="officer", created=now)
    draft = catalogue.create_achievement(organisation.id, DESCRIPTION, by=person.id, now=now)
    catalogue.publish(draft.id, by=person.id, now=now)
    return Officer(person.id, organisation, draft.achievement_id)


def take_in(one: Officer, data: bytes) -> UUID:
    """Hand in a file, and wait for its preview."""
    now = datetime.now(UTC)
    upload = intake.read_upload(
        one.organisation, one.achievement, "learners.csv", data, by=one.person, now=now
    )
    while upload.state == Upload.State.READING:
        time.sleep(0.1)
        upload.refresh_from_db()
    return upload.id


def start(one: Officer, upload: UUID) -> None:
    """Start it."""
    running.start(upload, by=one.person, now=datetime.now(UTC))


def wait(upload: UUID) -> None:
    """Wait for the last award."""
    while Upload.objects.filter(id=upload, state=Upload.State.RUNNING).exists():
        time.sleep(0.05)


def check(upload: UUID, rows: int, sample: int) -> None:
    """Everything is there once, and what was looked at is valid."""
    found = (
        Award.objects.filter(upload=upload).count(),
        Credential.objects.filter(award__upload=upload).count(),
        AuditEntry.objects.filter(verb="issuing.award").count(),
        Message.objects.filter(kind="claim").count(),
    )
    if found != (rows, rows, rows, rows):
        raise SystemExit(f"awards, credentials, log, mails: {found} of {rows}")
    documents = Credential.objects.filter(award__upload=upload).order_by("?")[:sample]
    for one in documents:
        if judge(one.document.encode(), datetime.now(UTC)).verdict is not Verdict.VALID:
            raise SystemExit(f"{one.id} is not valid")
    connection.close()
