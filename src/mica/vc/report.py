"""The verdict and what it rests on.

A report never says yes or no alone. Each check *passed*, *failed* or is *undecided*; the verdict
follows from the checks that decide: one failure makes the document invalid; otherwise one undecided
check means it could not be decided; otherwise it is valid.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from mica.errors import say
from mica.vc.errors import Refused, Undecidable, VcError
from mica.vc.sentences import SENTENCES

T = TypeVar("T")


NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


class Outcome(StrEnum):
    """What one check came to."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"


class Verdict(StrEnum):
    """What all checks together came to."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule of a format that a document breaks.

    Attributes:
        code: stable name of the rule.
        pointer: JSON pointer (RFC 6901) of the value at fault, or of where a missing one belongs.
        sentence: what is wrong and what would be right, for people.
        data: further plain values.
    """

    code: str
    pointer: str
    sentence: str
    data: Mapping[str, object] = field(default_factory=dict)


class Check(NamedTuple):
    """One question asked of a document, and the answer.

    Attributes:
        step: number of the step in docs/rules/verification.md, such as "3.4".
        outcome: passed, failed or undecided.
        code: stable name of what was found.
        data: plain values behind the sentence.
        decides: False where the finding is told but does not bear on the verdict.
        said: the sentence, where it is not the toolkit's own for the code.
    """

    step: str
    outcome: Outcome
    code: str
    data: Mapping[str, object] = NOTHING
    decides: bool = True
    said: str | None = None

    @property
    def sentence(self) -> str:
        """The finding for people."""
        return self.said if self.said is not None else say(SENTENCES, self.code, self.data)

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return {
            "step": self.step,
            "outcome": self.outcome.value,
            "code": self.code,
            "sentence": self.sentence,
            "data": dict(self.data),
            "decides": self.decides,
        }


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of itself: claims, not findings. Dates as written; None if absent."""

    kind: str
    id: str | None = None
    title: str | None = None
    issuer_id: str | None = None
    issuer_name: str | None = None
    subject_id: str | None = None
    subject_name: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found about one document at one moment.

    Attributes:
        about: what the document says of itself.
        checks: in the order of the steps.
        now: the moment for which the report holds, aware.
        enclosed: reports on documents inside this one (endorsements, a presentation's credentials).
    """

    about: About
    checks: tuple[Check, ...]
    now: datetime
    enclosed: tuple["Report", ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Invalid if a deciding check failed, else undecided if one is, else valid."""
        outcomes = {check.outcome for check in self.checks if check.decides}
        if Outcome.FAILED in outcomes:
            return Verdict.INVALID
        if Outcome.UNDECIDED in outcomes or not outcomes:
            return Verdict.UNDECIDED
        return Verdict.VALID

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order; the same report gives the same bytes."""
        return {
            "verdict": self.verdict.value,
            "now": self.now.isoformat(),
            "about": {name: getattr(self.about, name) for name in About.__slots__},
            "checks": [check.as_json() for check in self.checks],
            "enclosed": [report.as_json() for report in self.enclosed],
        }


class Ledger:
    """Where verification writes down its checks, in order.

    Args:
        sentences: for what passed, where they are not the toolkit's own.
    """

    def __init__(self, sentences: Mapping[str, str] | None = None) -> None:
        self.checks: list[Check] = []
        self._sentences = sentences

    def passed(self, step: str, code: str, *, decides: bool = True, **data: object) -> None:
        """Note what passed."""
        self._add(step, Outcome.PASSED, code, data, decides)

    def failed(self, step: str, error: Refused, *, decides: bool = True) -> None:
        """Note what failed."""
        self._add_error(step, Outcome.FAILED, error, decides=decides)

    def undecided(self, step: str, error: Undecidable, *, decides: bool = True) -> None:
        """Note what could not be decided."""
        self._add_error(step, Outcome.UNDECIDED, error, decides=decides)

    def raised(self, step: str, error: Refused | Undecidable) -> None:
        """Note what an error means: a broken rule failed, something unknown is undecided."""
        if isinstance(error, Refused):
            self.failed(step, error)
        else:
            self.undecided(step, error)

    def ask(self, step: str, code: str, question: Callable[[], T], **data: object) -> T | None:
        """Ask, and note the answer: `code` and `data` if nothing was raised.

        Returns:
            What the question returned; None where it was not passed.
        """
        try:
            answer = question()
        except (Refused, Undecidable) as error:
            self.raised(step, error)
        else:
            self._add(step, Outcome.PASSED, code, data)
            return answer
        return None

    def faults(self, step: str, code: str, found: Iterable[Fault], **data: object) -> None:
        """Note every fault, or `code` where there is none."""
        before = len(self.checks)
        for fault in found:
            told = {**data, **fault.data, "pointer": fault.pointer}
            self.checks.append(Check(step, Outcome.FAILED, fault.code, told, said=fault.sentence))
        if len(self.checks) == before:
            self._add(step, Outcome.PASSED, code, data)

    def _add(
        self,
        step: str,
        outcome: Outcome,
        code: str,
        data: Mapping[str, object],
        decides: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        said = say(self._sentences, code, data) if self._sentences is not None else None
        self.checks.append(Check(step, outcome, code, data, decides, said))

    def _add_error(self, step: str, outcome: Outcome, error: VcError, *, decides: bool) -> None:
        self.checks.append(Check(step, outcome, error.code, error.data, decides, str(error)))
