"""A verdict as a page shows it: values for `parts/judged.html`, whichever page it stands on."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mica.vc.errors import Undecidable
from mica.vc.report import Check, Outcome
from mica.verification.queries import Judged
from mica.verification.rules import wording
from mica.verification.rules.standing import PRESENTATION, Level, proven
from mica.verification.rules.texts import moment_of, plain
from mica.verification.speech import HERE
from mica.web.states import STATES

PLACES: Final = {Level.SELF: 1, Level.PEER: 2, Level.ISSUER: 3, Level.INDEPENDENT: 4}
"""How far the word behind a credential goes, as a place on a scale of four."""
_LONGEST: Final = 300
_FOLLOWS: Final = "not-reached"
"""The code of a check that is undecided only because another one is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check, as `parts/checks.html` takes it.

    Attributes:
        kind: shape and colour.
        word: what it came to.
        sentence: what was found.
        advice: what to do; "" for nothing.
        step: its number in the rules.
        code: its name for machines.
    """

    kind: str
    word: str | Promise
    sentence: str
    advice: str
    step: str
    code: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One document's verdict.

    Attributes:
        kind: shape and colour of the verdict.
        word: the verdict's.
        sentence: who, what, from whom, when, and whether it still holds.
        detail: what stands below the sentence; "" for nothing.
        proven: whether the facts are more than the document's own word.
        level: the word for who stands behind it; "" for a presentation.
        place: on a scale of four; 0 where nobody is known.
        backing: who stands behind it, in sentences.
        facts: label and value.
        faults: what speaks against it.
        groups: every check by the question that it answers.
        technical: label and value, for those who want to look closer.
        inside: documents in it.
    """

    kind: str
    word: str | Promise
    sentence: str
    detail: str
    proven: bool
    level: str
    place: int
    backing: list[str]
    facts: list[tuple[str, str | datetime | None]]
    faults: list[Line]
    groups: list[tuple[str, list[Line]]]
    technical: list[tuple[str, str]]
    inside: list["Shown"]


def shown(judged: Judged) -> Shown:
    """What a page shows of a verdict, in the language of the moment."""
    report, behind = judged.report, judged.behind
    state = STATES[report.verdict.value]
    shows = report.about.kind == PRESENTATION
    return Shown(
        kind=state.kind,
        word=state.word,
        sentence=wording.headline(report, behind, HERE),
        detail=wording.detail(report, HERE),
        proven=proven(report),
        level="" if shows else wording.level(behind, HERE),
        place=PLACES.get(behind.level, 0) if behind else 0,
        backing=[] if shows else wording.backing(report, behind, HERE),
        facts=_facts(judged),
        faults=_faults(judged),
        groups=[
            (wording.step(step, HERE), [_line(check) for check in checks])
            for step, checks in wording.outcomes(report)
        ],
        technical=_technical(judged),
        inside=[shown(inside) for inside in judged.inside],
    )


def not_had(error: Undecidable) -> dict[str, object]:
    """What `parts/verdict.html` shows where the document itself could not be had."""
    state = STATES["undecided"]
    return {
        "kind": state.kind,
        "word": state.word,
        "sentence": HERE.say("not-had"),
        "detail": wording.fault(error.code, error.data, str(error), HERE),
    }


def as_download(judged: Judged) -> str:
    """The report as a `data:` address, so that what is saved is what is shown, and kept nowhere."""
    text = json.dumps(judged.as_json(), ensure_ascii=False, indent=1)
    return f"data:application/json;base64,{base64.b64encode(text.encode()).decode()}"


def _facts(judged: Judged) -> list[tuple[str, str | datetime | None]]:
    report, about = judged.report, judged.report.about
    if about.kind == PRESENTATION:
        return [(_("Shown by"), plain(about.issuer_id or "", _LONGEST))]
    since, until = moment_of(about.valid_from), moment_of(about.valid_until)
    return [
        (_("What"), plain(about.title or "", _LONGEST)),
        (_("Learner"), plain(about.subject_name or "", _LONGEST)),
        (_("From"), wording.issuer(report, judged.behind, HERE)),
        (_("Since"), HERE.day(since) if since else ""),
        (_("Until"), HERE.day(until) if until else _("It does not expire")),
    ]


def _technical(judged: Judged) -> list[tuple[str, str]]:
    about = judged.report.about
    values = (
        (_("Kind"), about.kind),
        (_("Id"), about.id),
        (_("Issuer’s id"), about.issuer_id),
        (_("Issuer’s name, in its own words"), about.issuer_name),
        (_("Learner’s id"), about.subject_id),
        (_("Valid from"), about.valid_from),
        (_("Valid until"), about.valid_until),
        (_("Looked at"), judged.report.now.isoformat()),
    )
    return [(label, plain(value, _LONGEST)) for label, value in values if value]


def _faults(judged: Judged) -> list[Line]:
    """What speaks against it. What is unknown only because of another finding comes from that."""
    against = [
        check
        for check in judged.report.checks
        if check.decides and check.outcome is not Outcome.PASSED
    ]
    first = [check for check in against if check.code != _FOLLOWS] or against
    return [_line(check) for check in first]


def _line(check: Check) -> Line:
    state = STATES[check.outcome.value]
    tells = check.decides or check.outcome is Outcome.PASSED
    return Line(
        kind=state.kind if tells else "info",
        word=state.word if tells else _("Told, without weight"),
        sentence=wording.finding(check, HERE),
        advice=wording.advice(check, HERE),
        step=check.step,
        code=check.code,
    )
