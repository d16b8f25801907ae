"""Awarding: one learner or many, now or at a set time."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mica.catalogue import rules as catalogue_rules
from mica.catalogue.models import Version
from mica.catalogue.queries import published_version
from mica.core import audit, mail
from mica.core.bulk import insert_new
from mica.core.ids import new_id
from mica.issuing import codes, letters
from mica.issuing.errors import Unfit
from mica.issuing.making import Making, issuer_of, signed_all, subject_of
from mica.issuing.models import Award, Credential
from mica.issuing.rules import grants
from mica.issuing.rules.grants import Grant
from mica.issuing.rules.life import State
from mica.people.models import Organisation
from mica.people.queries import check_approved, check_role
from mica.signing.actions import reserve_status, signer_for
from mica.signing.rules import StatusPlace
from mica.vc.canonical import jcs

_NOT_STANDING = (State.REVOKED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """One learner of many.

    Attributes:
        number: its place in the file, for whoever reads the report.
        grant: what is granted; it has no faults.
    """

    number: int
    grant: Grant


@transaction.atomic
def award(
    organisation: Organisation,
    achievement_id: UUID,
    grant: Grant,
    *,
    by: UUID,
    now: datetime,
    at: datetime | None = None,
) -> Award:
    """Award an achievement's published version to one learner.

    Args:
        organisation: who awards; approved.
        achievement_id: one of its achievements.
        grant: to whom, and what was reached.
        by: an officer of the organisation.
        now: aware.
        at: a later moment at which to issue; at once where None.

    Returns:
        The award; the one that stands, where this learner has it already.

    Raises:
        Unfit: `grant-unfit` with `faults`, `already-awarded` with the award's id,
            `schedule-in-past`.
        catalogue.errors.CatalogueError: nothing published, or not theirs.
        people.errors.PeopleError: not an officer, or not approved.
    """
    if at is not None and at <= now:
        raise Unfit("schedule-in-past")
    if faults := grants.faults(grant, at or now):
        raise Unfit("grant-unfit", faults=faults)
    check_role(by, organisation.id, "officer")
    version = published_version(achievement_id, organisation)
    made = award_all(version, [Row(0, grant)], organisation=organisation, by=by, now=now, at=at)
    if not made:
        raise Unfit("already-awarded", award=standing(version, [grant])[identity_of(grant)])
    return made[0]


@transaction.atomic
def award_all(
    version: Version,
    rows: Sequence[Row],
    *,
    organisation: Organisation,
    by: UUID | None,
    now: datetime,
    upload: UUID | None = None,
    at: datetime | None = None,
) -> list[Award]:
    """Award one version to several learners; whoever has it already is passed over.

    Whether `by` may do this was asked when the work was ordered; that the organisation is approved
    is asked now.

    Args:
        version: published when the work was ordered.
        rows: without faults.
        organisation: who awards.
        by: who ordered it.
        now: aware.
        upload: id of the file the rows came from.
        at: a later moment at which to issue.

    Returns:
        The new awards, in the order of their rows.

    Raises:
        people.errors.Unfit: `organisation-not-approved`.
    """
    made = grant_all(version, rows, organisation=organisation, by=by, now=now, upload=upload, at=at)
    audit.record_all(events_of(made), by=by, now=now)
    return made


def events_of(awards: Sequence[Award]) -> list[audit.Event]:
    """What the log says of new awards."""
    return [
        audit.Event("issuing.award", one.id, {"version": str(one.version_id)}) for one in awards
    ]


def grant_all(
    version: Version,
    rows: Sequence[Row],
    *,
    organisation: Organisation,
    by: UUID | None,
    now: datetime,
    upload: UUID | None = None,
    at: datetime | None = None,
) -> list[Award]:
    """As `award_all` without the log, whose lock is one for all: who calls this writes it last.

    Part of a transaction.
    """
    check_approved(organisation)
    seen = set(standing(version, [row.grant for row in rows]))
    awards = []
    for row in rows:
        if (identity := identity_of(row.grant)) not in seen:
            seen.add(identity)
            awards.append(
                new_award(version, row, organisation, by=by, now=now, upload=upload, at=at)
            )
    awards = store(awards)
    if at is None:
        issue_all(awards, version, organisation, now=now)
    return awards


def store(awards: Sequence[Award]) -> list[Award]:
    """Put new awards into the table; those that somebody else has made meanwhile are left out.

    Two at once that award the same learners wait for one another here, and must do so in one order,
    or each could wait for the other.

    Returns:
        The awards that are new, in the order given.
    """
    ordered = sorted(awards, key=lambda one: (one.learner_key, one.occasion))
    kept = {one.id for one in insert_new(ordered)}
    return [one for one in awards if one.id in kept]


def issue_all(
    awards: Sequence[Award], version: Version, organisation: Organisation, *, now: datetime
) -> None:
    """Sign, store and announce awards that are in the table already. Part of a transaction."""
    make_credentials(awards, version, organisation, now=now)
    mail.send_all(
        letters.claims(
            [one for one in awards if one.address],
            achievement=version.name,
            issuer=organisation.name,
            language=organisation.language,
        ),
        kind="claim",
        now=now,
    )


def make_credentials(
    awards: Sequence[Award],
    version: Version,
    organisation: Organisation,
    *,
    now: datetime,
    number: int = 1,
    start: datetime | None = None,
) -> list[Credential]:
    """Reserve status places, build, sign and store. Part of a transaction.

    Args:
        awards: of one version.
        version: theirs.
        organisation: whose key signs.
        now: aware.
        number: 1 for the first credential of an award.
        start: from when a later one holds; the first holds from the award on.

    Moments are cut to the second, as verdicts are: what is signed now holds now.
    """
    now = now.replace(microsecond=0)
    signer = signer_for(organisation.id, now)
    issuer, subject = issuer_of(organisation, signer), subject_of(version)
    places = _places(awards, organisation, suspendable=version.achievement.suspendable, now=now)
    starts = [start or min(one.awarded, now) for one in awards]
    makings = [
        Making(one, place, start) for one, place, start in zip(awards, places, starts, strict=True)
    ]
    return insert_new(
        _credential(
            one,
            number=number,
            signed=now,
            key=signer.key_id,
            document=jcs.canonicalize(signed).decode(),
        )
        for one, signed in zip(
            makings, signed_all(makings, issuer, subject, signer, now), strict=True
        )
    )


def _places(
    awards: Sequence[Award], organisation: Organisation, *, suspendable: bool, now: datetime
) -> list[Mapping[str, StatusPlace]]:
    """For each award its status places, by purpose."""
    purposes = ("revocation", "suspension") if suspendable else ("revocation",)
    columns = [reserve_status(organisation.id, one, len(awards), now) for one in purposes]
    return [dict(zip(purposes, places, strict=True)) for places in zip(*columns, strict=True)]


def _credential(making: Making, **values: Any) -> Credential:
    revocation, suspension = making.places["revocation"], making.places.get("suspension")
    return Credential(
        award=making.award,
        valid_from=making.valid_from,
        revocation_list=revocation.list_id,
        revocation_index=revocation.index,
        suspension_list=suspension.list_id if suspension else None,
        suspension_index=suspension.index if suspension else None,
        **values,
    )


def new_award(
    version: Version,
    row: Row,
    organisation: Organisation,
    *,
    by: UUID | None,
    now: datetime,
    upload: UUID | None,
    at: datetime | None,
) -> Award:
    """The row of an award that is not in the table yet; arguments as `award_all`."""
    grant, id_ = row.grant, new_id()
    awarded = grant.awarded or at or now
    validity = catalogue_rules.read(version.content).validity
    return Award(
        id=id_,
        organisation=organisation,
        achievement_id=version.achievement_id,
        version=version,
        learner_key=grants.learner_key(grant),
        occasion=_occasion(grant),
        name=grant.name.strip(),
        address=grants.tidy_address(grant.address),
        reference=grant.reference.strip(),
        result=grant.result.strip(),
        evidence=[
            {"url": one.url, "name": one.name, "narrative": one.narrative} for one in grant.evidence
        ],
        note=grant.note.strip(),
        salt=secrets.token_hex(16),
        state=State.ISSUED if at is None else State.SCHEDULED,
        awarded=awarded,
        valid_until=grant.until or catalogue_rules.end_of(validity, awarded),
        scheduled=at,
        claim_hash=codes.hash_of(codes.code_of(id_, 0)),
        upload=upload,
        row=row.number if upload else None,
        by=by,
        created=now,
        changed=now,
    )


def _occasion(grant: Grant) -> str:
    """What tells two awards of one achievement to one learner apart: the date that was given."""
    return "" if grant.awarded is None else grant.awarded.date().isoformat()


def identity_of(grant: Grant) -> tuple[str, str]:
    """Who is awarded, and on which occasion: nobody is awarded the same twice."""
    return grants.learner_key(grant), _occasion(grant)


def standing(version: Version, asked: Sequence[Grant]) -> dict[tuple[str, str], UUID]:
    """Which of these awards stand already: learner and occasion to the award's id.

    A learner without a reference is found by the address the award has now, too: whoever was
    awarded under a mistyped address, since put right, is not awarded again under the right one.
    """
    keys = {grants.learner_key(grant) for grant in asked}
    mails = {grants.tidy_address(one.address): one for one in asked if not one.reference.strip()}
    mails.pop("", None)
    who = Q(learner_key__in=keys) | Q(
        organisation_id=version.achievement.organisation_id, address__in=mails, reference=""
    )
    found = Award.objects.filter(who, achievement_id=version.achievement_id)
    stands: dict[tuple[str, str], UUID] = {}
    for one in found.exclude(state__in=_NOT_STANDING).only(
        "learner_key", "occasion", "address", "reference"
    ):
        stands[one.learner_key, one.occasion] = one.id
        if one.address in mails and not one.reference:
            stands[grants.learner_key(mails[one.address]), one.occasion] = one.id
    return stands
