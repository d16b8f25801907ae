"""Verifying on the platform: the road of strangers, our own documents answered in process.

What was found is kept by nobody, but for lists of results, which whoever handed them in can see.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from mica.net.limits import Limits
from mica.net.web import Web
from mica.people.models import Organisation
from mica.people.queries import Caller, organisation_for
from mica.signing.queries import own_resource
from mica.signing.rules import did_web
from mica.vc.contexts import Contexts, shipped
from mica.vc.documents import JsonObject
from mica.vc.report import Report
from mica.vc.resolve import Resource
from mica.vc.status import Memory
from mica.vc.verify import Expected, Setting
from mica.verification import rules
from mica.verification.errors import NotFound, OutOfTime
from mica.verification.models import Batch, Row
from mica.verification.rules import standing
from mica.verification.rules.standing import Behind, Known, Register

__all__ = [
    "Batch", "Judged", "Progress", "Row", "batch_by_secret", "batch_for", "batches_for", "hash_of",
    "judge", "judge_strictly", "judged", "progress", "reports", "rows", "setting", "stood_behind",
]  # fmt: skip

PATIENCE: Final = 15.0
"""Seconds for which things are looked up for one document; somebody waits for the answer."""
_WEB: Final = Limits(connect_seconds=5.0, total_seconds=10.0)
_SHOWN: Final = 200
_ASKED: Final = 200
"""Names asked of the register for one document."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of a document, and who stands behind it.

    Attributes:
        report: of the toolkit.
        behind: None where nobody is shown to.
        inside: the same of each document inside, in the order of `report.enclosed`.
    """

    report: Report
    behind: Behind | None
    inside: tuple["Judged", ...]

    def as_json(self) -> dict[str, Any]:
        """The report's plain values, with `behind` beside each verdict."""
        plain = self.report.as_json()
        plain["behind"] = self.behind.as_json() if self.behind else None
        plain["enclosed"] = [inside.as_json() for inside in self.inside]
        return plain


def judge(data: bytes, now: datetime) -> Report:
    """Verify whatever was handed over: a document, a picture, a link.

    Args:
        data: as `verification.rules.judge` takes it.
        now: aware; the verdict is for its whole second.

    Raises:
        Unusable, Unreachable: as `verification.rules.judge`.
    """
    return rules.judge(data, setting(now))


def judged(data: bytes, now: datetime) -> Judged:
    """Verify whatever was handed over, and say who stands behind it.

    Args and errors as `judge`.
    """
    return stood_behind(judge(data, now))


def stood_behind(report: Report) -> Judged:
    """Add to a report, and to each inside it, who stands behind it as far as the register knows."""
    register = _register(list(standing.issuers(report))[:_ASKED])

    def told(one: Report) -> Judged:
        return Judged(one, standing.behind(one, register), tuple(map(told, one.enclosed)))

    return told(report)


def _register(names: list[tuple[str, str]]) -> Register:
    """What the register says of issuers, in one statement."""
    operator = did_web(settings.MICA_ORIGIN, None)
    slugs = {one.rpartition(":")[2]: one for one, _ in names if one.startswith(f"{operator}:")}
    called = {name.strip() for _, name in names} - {""}
    bodies = {operator: Known(settings.MICA_NAME)}
    states = (Organisation.State.APPROVED, Organisation.State.SUSPENDED)
    found = Organisation.objects.filter(Q(slug__in=slugs) | Q(name__in=called), state__in=states)
    known = set()
    for slug, name, state in found.values_list("slug", "name", "state"):
        approved = state == Organisation.State.APPROVED
        if slug in slugs and slugs[slug] == did_web(settings.MICA_ORIGIN, slug):
            bodies[slugs[slug]] = Known(name, approved)
        if approved:
            known.add(name)
    return Register(bodies, frozenset(known))


def judge_strictly(
    document: JsonObject,
    now: datetime,
    *,
    presentation: bool,
    contexts: Contexts | None = None,
    expected: Expected | None = None,
) -> Report:
    """Verify a credential or presentation for a machine's door.

    Args:
        document: as `documents.read` gives it.
        now: aware.
        presentation: which of the two it has to be.
        contexts: as for `setting`.
        expected: as for `setting`.

    Raises:
        Unusable: as `verification.rules.judge_strictly`.
    """
    chosen = setting(now, contexts=contexts, expected=expected)
    return rules.judge_strictly(document, chosen, presentation=presentation)


def setting(
    now: datetime, *, contexts: Contexts | None = None, expected: Expected | None = None
) -> Setting:
    """What a verdict of the platform rests on. Made anew for each document.

    Args:
        now: aware. Cut to the second, so that documents verified within it share what is known of
            their status lists.
        contexts: the known contexts; the shipped ones if None.
        expected: of a presentation.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    end = time.monotonic() + PATIENCE

    def resolve(url: str, /) -> Resource:
        own = own_resource(url, moment)
        if own is not None:
            return own
        if time.monotonic() > end:
            raise OutOfTime("out-of-time", url=url[:_SHOWN])
        return _web()(url)

    return Setting(
        resolve,
        moment,
        standards=rules.STANDARDS,
        contexts=contexts or shipped(),
        expected=expected or Expected(),
        memory=_memory(moment),
    )


@cache
def _web() -> Web:
    """One for the process: it remembers answers for a while, and spares hosts that are down."""
    return Web(limits=_WEB)


@lru_cache(maxsize=2)
def _memory(moment: datetime) -> Memory:  # noqa: ARG001 - what is remembered holds for one moment
    return Memory()


# -- lists of results ----------------------------------------------------------------------------


class Progress(NamedTuple):
    """How far a batch is.

    Attributes:
        done: documents that have a verdict.
        total: all of them.
        counts: of each verdict.
    """

    done: int
    total: int
    counts: dict[str, int]


def hash_of(secret: str) -> bytes:
    """Under what a batch without an owner is found; the secret itself is not kept."""
    return hashlib.sha256(secret.encode()).digest()


def batch_by_secret(secret: str, now: datetime) -> Batch:
    """A batch that belongs to nobody, for whoever has its link.

    Raises:
        NotFound: `no-such-batch`.
    """
    found = Batch.objects.filter(secret_hash=hash_of(secret), until__gt=now).first()
    if found is None:
        raise NotFound("no-such-batch")
    return found


def batches_for(caller: Caller, slug: str, now: datetime) -> QuerySet[Batch]:
    """The batches of an organisation, newest first, each with `done`, for its members.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
    """
    organisation = organisation_for(caller, slug)
    judged_rows = Count("rows", filter=~Q(rows__verdict=""))
    found = Batch.objects.filter(organisation=organisation, until__gt=now)
    return found.annotate(done=judged_rows).order_by("-created", "-id")


def batch_for(caller: Caller, slug: str, batch_id: UUID, now: datetime) -> Batch:
    """One batch of an organisation, for its members.

    Raises:
        people.errors.NotAllowed: whoever asks is no member.
        NotFound: `no-such-batch`.
    """
    organisation = organisation_for(caller, slug)
    found = Batch.objects.filter(organisation=organisation, id=batch_id, until__gt=now).first()
    if found is None:
        raise NotFound("no-such-batch")
    return found


def progress(batch: Batch) -> Progress:
    """How far a batch is that somebody may see."""
    found = batch.rows.exclude(verdict="").values_list("verdict").annotate(Count("id"))
    counts = dict(found.order_by("verdict"))
    return Progress(sum(counts.values()), batch.total, counts)


def rows(batch: Batch, *, only: str = "") -> QuerySet[Row]:
    """The rows of a batch that somebody may see, in their order, without what was handed in.

    Args:
        batch: from one of the queries above.
        only: of this verdict; all where "".
    """
    found = batch.rows.defer("data", "report").order_by("number")
    return found.filter(verdict=only) if only else found


def reports(batch: Batch) -> Iterator[dict[str, Any]]:
    """What was found of each document of a batch, as plain values, in their order."""
    for row in batch.rows.exclude(verdict="").defer("data").order_by("number").iterator():
        yield {"number": row.number, "name": row.name, "sentence": row.sentence, **_told(row)}


def _told(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = row.report or {}
    return {"report": told} if "verdict" in told else told
