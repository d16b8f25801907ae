"""Order a bulk award, or count what became of it; run inside a house by `mica manage shell`.

Prints one JSON value. `ROWS` is how many learners there are.
"""

import json
import os
from collections import Counter
from datetime import UTC, datetime

from mica.catalogue import actions as catalogue
from mica.catalogue.rules import Description
from mica.core.models import AuditEntry, Message
from mica.issuing.actions import intake, running
from mica.issuing.models import Award, Credential
from mica.people import actions as people
from mica.people.models import Organisation


def order(rows: int) -> str:
    """An organisation with one achievement, and a file of learners that is being awarded."""
    now = datetime.now(UTC)
    owner = people.enter_by_provider(
        None, addresses=["owner@example.org"], name="Odile", language="en", now=now
    )
    operator = people.make_operator("operator@example.org", now=now)
    made = people.register_organisation("River College", "vocational", by=owner, now=now)
    people.decide_organisation(made, "approved", why="", by=operator, now=now)
    organisation = Organisation.objects.get(id=made.id)
    description = Description(
        name="Bread", description="Bakes.", criteria="A loaf.", outcomes=("Bakes bread",)
    )
    draft = catalogue.create_achievement(organisation.id, description, by=owner.id, now=now)
    catalogue.publish(draft.id, by=owner.id, now=now)
    lines = [f"Learner {n},learner{n}@example.org" for n in range(rows)]
    upload = intake.read_upload(
        organisation,
        draft.achievement_id,
        "many.csv",
        "\n".join(["name,email", *lines]).encode(),
        by=owner.id,
        now=now,
    )
    if upload.state == "reading":
        intake.finish_reading(upload.id, now=now)
    running.start(upload.id, by=owner.id, now=now)
    return str(upload.id)


def count() -> dict[str, int]:
    """Everything that must be there once for each learner."""
    awards = Award.objects.count()
    places = Counter(Credential.objects.values_list("revocation_list", "revocation_index"))
    return {
        "awards": awards,
        "learners": Award.objects.values("learner_key").distinct().count(),
        "credentials": Credential.objects.count(),
        "places used twice": sum(1 for number in places.values() if number > 1),
        "mails": Message.objects.filter(kind="claim").count(),
        "entries": AuditEntry.objects.filter(verb="issuing.award").count(),
    }


print(json.dumps(order(int(os.environ["ROWS"])) if "ROWS" in os.environ else count()))  # noqa: T201
