"""An award with its whole life, for the page of its organisation's members."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from mica.core.models import AuditEntry, Message
from mica.core.queries import history, messages_about
from mica.issuing import codes, letters
from mica.issuing.errors import NotFound, Unfit
from mica.issuing.models import Award, Credential
from mica.issuing.queries.awards import award_for, credentials_of, renewals_of, standing
from mica.issuing.rules import life
from mica.issuing.rules.life import Standing
from mica.people import rules as people_rules
from mica.people.models import Person
from mica.people.queries import Caller, role_of, token_names

ACTS: Final = ("resend", "correct", "renew", "suspend", "reinstate", "revoke", "cancel")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to an award.

    Attributes:
        verb: feature and action, such as `issuing.revoke`.
        at: when.
        actor: name of the member or the token; "" for the learner, the platform, or who has left.
        data: ids, codes and numbers, as the log has them.
    """

    verb: str
    at: datetime
    actor: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Life:
    """An award and what became of it.

    Attributes:
        award: with version, organisation, achievement and person.
        standing: what it is now.
        acts: what whoever looks may do now, out of ACTS.
        documents: the newest first.
        mails: the newest first.
        steps: the newest first.
        renewals: what it was renewed by.
    """

    award: Award
    standing: Standing
    acts: frozenset[str]
    documents: list[Credential]
    mails: list[Message]
    steps: list[Step]
    renewals: list[Award]


@dataclass(frozen=True, slots=True)
class Slip:
    """What a learner needs to claim an award, to be printed or read out.

    Attributes:
        award: which.
        code: in groups.
        address: the link by which it is claimed.
    """

    award: Award
    code: str
    address: str


def life_of(caller: Caller, slug: str, award_id: UUID, now: datetime) -> Life:
    """An award with all that became of it, for the members of its organisation.

    Raises:
        NotFound: `no-such-award`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    award = award_for(caller, slug, award_id)
    role = role_of(caller.id, award.organisation_id) or "reader"
    officer = people_rules.has_role(role, "officer")
    renewals = renewals_of(award)
    return Life(
        award=award,
        standing=standing(award, now),
        acts=frozenset(act for act in ACTS if officer and _fits(act, award, renewals)),
        documents=credentials_of(award),
        mails=messages_about([award.id]),
        steps=_steps(award),
        renewals=renewals,
    )


def slip_for(caller: Caller, slug: str, award_id: UUID) -> Slip:
    """The claim code of an award that nobody has claimed, for its organisation's officers.

    Raises:
        NotFound: `no-such-award`.
        Unfit: `act-does-not-fit`, `claimed-already`.
        people.errors.NotAllowed: whoever asks is no officer.
    """
    award = award_for(caller, slug, award_id, role="officer")
    life.check_may("claim", award.state)
    if award.claimed is not None:
        raise Unfit("claimed-already")
    code = codes.code_of(award.id, award.claim_round)
    return Slip(award, code, letters.claim_address(award))


def document_for(caller: Caller, slug: str, award_id: UUID, number: int) -> Credential:
    """One document of an award, for the members of its organisation.

    Raises:
        NotFound: `no-such-award`.
        people.errors.NotAllowed: whoever asks is no member.
    """
    found = award_for(caller, slug, award_id).credentials.filter(number=number).first()
    if found is None:
        raise NotFound("no-such-award")
    return found


def _fits(act: str, award: Award, renewals: list[Award]) -> bool:
    """Whether an act would be taken up; what it is about says the rest."""
    if not life.may(act, award.state):
        return False
    if act == "resend":
        return award.claimed is None
    if act == "suspend":
        return award.achievement.suspendable
    if act == "renew":
        stands = any(one.state not in {"revoked", "cancelled"} for one in renewals)
        return award.valid_until is not None and not stands
    return True


def _steps(award: Award) -> list[Step]:
    found = history([award.id])
    actors = {entry.actor for entry in found if entry.actor is not None}
    members = Person.objects.filter(
        id__in=actors, memberships__organisation_id=award.organisation_id
    )
    names = token_names(award.organisation_id) | {one.id: str(one) for one in members}
    return [_step(entry, names) for entry in found]


def _step(entry: AuditEntry, names: dict[UUID, str]) -> Step:
    actor = "" if entry.actor is None else names.get(entry.actor, "")
    return Step(entry.verb, entry.at, actor, entry.data)
