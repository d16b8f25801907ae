"""Holding: a credential comes into a wallet, is checked again, is replaced, is removed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mica.core import audit
from mica.people.models import Person
from mica.vc.report import Report
from mica.verification import queries as verification
from mica.wallet.errors import NotFound, Unfit
from mica.wallet.models import Former, Holding, VerdictEntry
from mica.wallet.rules import history
from mica.wallet.rules.facts import Facts, facts_of
from mica.wallet.rules.history import Edition, supersedes
from mica.wallet.rules.reading import Document

MAX_HOLDINGS: Final = 2_000


class Outcome(StrEnum):
    """What became of a document that was handed to a wallet."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that came, and where it is now.

    Attributes:
        holding: the row in which it is, or of which it is an older version.
        outcome: what became of it.
    """

    holding: Holding
    outcome: Outcome


@transaction.atomic
def hold(
    person_id: UUID,
    document: Document,
    report: Report,
    *,
    source: str,
    by: UUID,
    now: datetime,
    award: UUID | None = None,
) -> Arrival:
    """Put a credential into a wallet.

    The same document twice is held once. A newer version takes the place of the one held, which is
    kept in its history (`rules.history.supersedes`); an older version of what is held is not added.

    Args:
        person_id: whose wallet.
        document: as `rules.reading.opened` gives it.
        report: on this document.
        source: one of Holding.Source.
        by: who does it: the person, or whoever helps them.
        now: aware.
        award: the award from which it was made, where it was claimed here.

    Raises:
        Unfit: `wallet-full`.
    """
    # One at a time for each wallet, so that two tabs do not both find the place empty.
    Person.objects.select_for_update().only("id").get(id=person_id)
    own = Holding.objects.filter(person_id=person_id)
    if (already := _already(own, document, source, award)) is not None:
        return already
    facts = facts_of(document, report)
    standing = _standing(own, facts, report, award)
    if isinstance(standing, Arrival):
        return standing
    outcome = Outcome.NEW if standing is None else Outcome.REPLACED
    if standing is None:
        if own.count() >= MAX_HOLDINGS:
            raise Unfit("wallet-full", limit=MAX_HOLDINGS)
        standing = Holding(person_id=person_id, source=source, added=now)
    else:
        _keep_former(standing, now)
    standing.award = standing.award or award
    _fill(standing, document, facts, report, now)
    standing.save()
    _note(standing, report, now)
    audit.record(f"wallet.hold-{outcome}", standing.id, by=by, now=now, source=source)
    return Arrival(standing, outcome)


def check_again(person: Person, holding_id: UUID, *, by: UUID, now: datetime) -> Holding:
    """Verify a holding anew, and remember what changed.

    Raises:
        NotFound: `no-such-holding`.
    """
    own = Holding.objects.filter(person=person, id=holding_id)
    document = own.values_list("document", flat=True).first()
    if document is None:
        raise NotFound("no-such-holding")
    report = verification.judge(document.encode(), now)  # may go out, so before the transaction
    with transaction.atomic():
        holding = own.select_for_update().first()
        if holding is None:
            raise NotFound("no-such-holding")
        if holding.document == document and holding.checked <= now:
            _judged(holding, report, now)
            holding.save(update_fields=["verdict", "codes", "report", "checked"])
            _note(holding, report, now)
            audit.record("wallet.check", holding.id, by=by, now=now, verdict=holding.verdict)
        return holding


@transaction.atomic
def remove(person: Person, holding_id: UUID, *, by: UUID, now: datetime) -> None:
    """Take a credential out of a wallet, with its history. What was awarded here stays awarded.

    Raises:
        NotFound: `no-such-holding`.
    """
    if not Holding.objects.filter(person=person, id=holding_id).delete()[0]:
        raise NotFound("no-such-holding")
    audit.record("wallet.remove", holding_id, by=by, now=now)


def _already(
    own: QuerySet[Holding], document: Document, source: str, award: UUID | None
) -> Arrival | None:
    """Where this very document is held, or was until a newer version came."""
    same = own.filter(document_hash=document.hash).first()
    if same is not None:
        if award is not None and same.award is None:  # it was imported before it was claimed
            same.award, same.source = award, source
            same.save(update_fields=["award", "source"])
        return Arrival(same, Outcome.SAME)
    former = Former.objects.filter(holding__in=own, document_hash=document.hash)
    found = former.select_related("holding").first()
    return None if found is None else Arrival(found.holding, Outcome.OLDER)


def _standing(
    own: QuerySet[Holding], facts: Facts, report: Report, award: UUID | None
) -> Holding | Arrival | None:
    """The holding whose place a document takes; an arrival where it is older; None for neither."""
    if award is not None:
        claimed: Holding | None = own.filter(award=award).first()
        if claimed is not None:
            return claimed
    if not facts.credential_id:
        return None
    new = Edition(facts.issuer_id, facts.valid_from, report.verdict)
    for held in own.filter(credential_id=facts.credential_id):
        old = Edition(held.issuer_id, held.valid_from, held.verdict)
        if supersedes(new, old):
            return held
        if supersedes(old, new):
            return Arrival(held, Outcome.OLDER)
    return None


def _keep_former(holding: Holding, now: datetime) -> None:
    Former.objects.get_or_create(
        holding=holding,
        document_hash=bytes(holding.document_hash),
        defaults={
            "document": holding.document,
            "form": holding.form,
            "picture": holding.picture,
            "valid_from": holding.valid_from,
            "verdict": holding.verdict,
            "taken": holding.changed,
            "replaced": now,
        },
    )


def _fill(
    holding: Holding, document: Document, facts: Facts, report: Report, now: datetime
) -> None:
    holding.document, holding.document_hash = document.text, document.hash
    holding.form, holding.picture, holding.changed = document.form, document.picture, now
    for name, value in asdict(facts).items():
        setattr(holding, name, value)
    _judged(holding, report, now)


def _judged(holding: Holding, report: Report, now: datetime) -> None:
    holding.verdict, holding.report, holding.checked = report.verdict, report.as_json(), now
    holding.codes = [finding.code for finding in history.findings_of(report)]


def _note(holding: Holding, report: Report, now: datetime) -> None:
    """One row for as long as nothing changes."""
    found = history.findings_of(report)
    last = holding.verdicts.order_by("-id").first()
    if last is not None and _unchanged(last, report, found):
        last.last = now
        last.save(update_fields=["last"])
        return
    VerdictEntry.objects.create(
        holding=holding,
        verdict=report.verdict,
        findings=history.as_json(found),
        first=now,
        last=now,
    )


def _unchanged(last: VerdictEntry, report: Report, found: list[history.Finding]) -> bool:
    same = last.verdict == report.verdict
    return same and not history.difference(history.read(last.findings), found)
