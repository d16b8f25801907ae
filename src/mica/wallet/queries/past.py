"""What was found of a holding, now and before. Each takes a row that `holding_for` has given."""

from dataclasses import dataclass
from datetime import datetime

from mica.verification import queries as verification
from mica.verification.queries import Judged
from mica.wallet.models import Former, Holding
from mica.wallet.rules import history, reports
from mica.wallet.rules.history import Difference

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict, for as long as it was the same.

    Attributes:
        verdict: valid, invalid or undecided.
        first, last: the first and the last check that came to it.
        changed: what was different from the verdict before; None for the first of all.
    """

    verdict: str
    first: datetime
    last: datetime
    changed: Difference | None


def judged(holding: Holding) -> Judged:
    """The last report on a holding, with who stands behind it as far as the register knows now."""
    return verification.stood_behind(reports.read(holding.report))


def turns(holding: Holding) -> list[Turn]:
    """How the verdicts on a holding changed, newest first; at most SHOWN."""
    rows = list(holding.verdicts.order_by("-id")[: SHOWN + 1])
    found = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        changed = None
        if before is not None:
            changed = history.difference(history.read(before.findings), history.read(row.findings))
        found.append(Turn(row.verdict, row.first, row.last, changed))
    return found[:SHOWN]


def formers(holding: Holding) -> list[Former]:
    """The documents that newer versions have replaced, newest first, without their long columns."""
    return list(holding.formers.defer("document", "picture").order_by("-id")[:SHOWN])
