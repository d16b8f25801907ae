"""Awarding several learners whom another system names: few at once, more in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from mica.catalogue.queries import published_version
from mica.issuing.actions.awarding import Row, award_all, identity_of, standing
from mica.issuing.actions.intake import take_rows
from mica.issuing.actions.running import start
from mica.issuing.errors import Unfit
from mica.issuing.models import Upload, UploadRow
from mica.issuing.rules import grants, tables
from mica.issuing.rules.grants import Grant
from mica.people.models import Organisation
from mica.people.queries import check_role

AT_ONCE: Final = 50
"""Learners who are awarded while somebody waits; more of them are awarded by a worker."""
MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class FaultAt:
    """What is wrong with one of several grants.

    Attributes:
        row: its place among them, from 0.
        field: name of the attribute of Grant.
        code: a code of the feature's sentences.
    """

    row: int
    field: str
    code: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one grant.

    Attributes:
        award: the award's id.
        new: whether it was made now; otherwise this learner had it already.
    """

    award: UUID
    new: bool


@dataclass(frozen=True, slots=True)
class Many:
    """What became of several grants.

    Attributes:
        ends: in the order given; empty where a worker awards them.
        upload: whose progress and report tell of them; None where they are awarded.
    """

    ends: tuple[Ended, ...]
    upload: Upload | None


@transaction.atomic
def award_many(
    organisation: Organisation,
    achievement_id: UUID,
    asked: Sequence[Grant],
    *,
    by: UUID,
    now: datetime,
    at: datetime | None = None,
) -> Many:
    """Award an achievement's published version to several learners: all of them, or nobody.

    Whoever has the award already is passed over, so that asking twice awards once.

    Args:
        organisation: who awards; approved.
        achievement_id: one of its achievements.
        asked: from 1 to MOST; above AT_ONCE each with one piece of evidence at most.
        by: an officer of the organisation, or its token.
        now: aware.
        at: a later moment at which to issue; at once where None.

    Raises:
        Unfit: `grant-unfit` with `faults`, `grants-number`, `schedule-in-past`.
        catalogue.errors.CatalogueError: nothing published, or not theirs.
        people.errors.PeopleError: not an officer, or not approved.
    """
    if not 0 < len(asked) <= MOST:
        raise Unfit("grants-number", most=MOST)
    if at is not None and at <= now:
        raise Unfit("schedule-in-past")
    few = len(asked) <= AT_ONCE
    if faults := _faults(asked, at or now, few=few):
        raise Unfit("grant-unfit", faults=faults)
    if few:
        return _at_once(organisation, achievement_id, asked, by=by, now=now, at=at)
    cells = [_cells(grant) for grant in asked]
    upload = take_rows(
        organisation, achievement_id, f"{len(asked)} learners", cells, by=by, now=now, at=at
    )
    if faults := _row_faults(upload):
        raise Unfit("grant-unfit", faults=faults)
    return Many((), start(upload.id, by=by, now=now))


def _at_once(
    organisation: Organisation,
    achievement_id: UUID,
    asked: Sequence[Grant],
    *,
    by: UUID,
    now: datetime,
    at: datetime | None,
) -> Many:
    check_role(by, organisation.id, "officer")
    version = published_version(achievement_id, organisation)
    rows = [Row(number, grant) for number, grant in enumerate(asked)]
    made = award_all(version, rows, organisation=organisation, by=by, now=now, at=at)
    new, stands = {one.id for one in made}, standing(version, asked)
    awards = [stands[identity_of(grant)] for grant in asked]
    return Many(tuple(Ended(one, one in new) for one in awards), None)


def _faults(asked: Sequence[Grant], now: datetime, *, few: bool) -> list[FaultAt]:
    found = []
    seen: set[tuple[str, str]] = set()
    for row, grant in enumerate(asked):
        if (who := identity_of(grant)) in seen:
            found.append(
                FaultAt(row, "reference" if grant.reference else "address", "grant-double")
            )
        seen.add(who)
        found += [FaultAt(row, one.field, one.code) for one in grants.faults(grant, now)]
        if not few and len(grant.evidence) > 1:
            found.append(FaultAt(row, "evidence", "evidence-one"))
    return found


def _row_faults(upload: Upload) -> list[FaultAt]:
    """What only the rules of tables find; their names for fields are not those of grants."""
    faulty = upload.rows.filter(state=UploadRow.State.FAULTY).order_by("number")
    names = {"date": "awarded", "evidence_name": "evidence", "evidence_text": "evidence"}
    return [
        FaultAt(row.number - 1, names.get(field, field), code)
        for row in faulty
        for field, code, _ in row.faults
    ]


def _cells(grant: Grant) -> dict[str, str]:
    said: dict[str, Any] = {
        "name": grant.name,
        "address": grant.address,
        "reference": grant.reference,
        "result": grant.result,
        "date": grant.awarded and grant.awarded.isoformat(),
        "until": grant.until and grant.until.isoformat(),
        "note": grant.note,
    }
    for one in grant.evidence:
        said |= {"evidence": one.url, "evidence_name": one.name, "evidence_text": one.narrative}
    return {field: tidy for field, text in said.items() if text and (tidy := tables.tidy(text))}
