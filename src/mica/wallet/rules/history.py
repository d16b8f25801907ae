"""What is remembered of verdicts, and which document stands for a credential.

Rules as prose: docs/rules/wallet.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mica.vc.report import Check, Outcome, Report, Verdict

MAX_FINDINGS: Final = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that did not pass and decides.

    Attributes:
        step: of the rules of verification.
        outcome: failed or undecided.
        code: what was found.
        sentence: the same for people.
    """

    step: str
    outcome: str
    code: str
    sentence: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two findings the same: not the words, which may name a moment."""
        return self.step, self.outcome, self.code


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one verdict to the next.

    Attributes:
        appeared: findings that were not there before.
        gone: findings that were there before.
    """

    appeared: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return bool(self.appeared or self.gone)


def findings_of(report: Report) -> list[Finding]:
    """What keeps a credential from being valid, in the order of the steps."""
    against = [one for one in report.checks if one.decides and one.outcome is not Outcome.PASSED]
    return [_finding(check) for check in against[:MAX_FINDINGS]]


def _finding(check: Check) -> Finding:
    return Finding(check.step, check.outcome.value, check.code, check.sentence)


def as_json(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as they are kept."""
    return [{name: getattr(one, name) for name in Finding.__slots__} for one in findings]


def read(kept: Iterable[dict[str, Any]]) -> list[Finding]:
    """Findings as they were kept."""
    return [Finding(**one) for one in kept]


def difference(before: Sequence[Finding], after: Sequence[Finding]) -> Difference:
    """What changed between two verdicts on the same credential."""
    known, now_known = {one.identity for one in before}, {one.identity for one in after}
    return Difference(
        appeared=tuple(one for one in after if one.identity not in known),
        gone=tuple(one for one in before if one.identity not in now_known),
    )


@dataclass(frozen=True, slots=True)
class Edition:
    """One document of a credential.

    Attributes:
        issuer_id: who issued it.
        valid_from: since when it holds, or None.
        verdict: the verdict on it.
    """

    issuer_id: str
    valid_from: datetime | None
    verdict: str


def supersedes(new: Edition, old: Edition) -> bool:
    """Whether a document with a credential's id takes the place of the one that is held.

    Both are of the same issuer, the new one holds from a later moment, and it is valid: whoever
    forges a "newer version" must not push the real one out.
    """
    return (
        new.verdict == Verdict.VALID
        and new.issuer_id != ""
        and new.issuer_id == old.issuer_id
        and new.valid_from is not None
        and old.valid_from is not None
        and new.valid_from > old.valid_from
    )
