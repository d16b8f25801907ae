"""A report in words: the verdict as a sentence, then who and when, then what was found.

What a document says of itself is told as its own words, and never as a finding.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from mica.cli.look import Look, day, minute, moment_of, safe, short
from mica.vc.report import About, Check, Outcome, Report, Verdict
from mica.verification.rules.advice import advice

WORDS: Final = {
    Verdict.VALID: "VALID",
    Verdict.INVALID: "NOT VALID",
    Verdict.UNDECIDED: "COULD NOT BE DECIDED",
}
SHAPES: Final = {Verdict.VALID: "✓", Verdict.INVALID: "✗", Verdict.UNDECIDED: "?"}
COLOURS: Final = {Verdict.VALID: "green", Verdict.INVALID: "red", Verdict.UNDECIDED: "yellow"}
_BRIEF: Final = {
    Verdict.VALID: "valid",
    Verdict.INVALID: "not valid",
    Verdict.UNDECIDED: "undecided",
}
STEPS: Final = {
    "1": "Reading",
    "2": "Form",
    "3": "Proof",
    "4": "Time",
    "5": "Status",
    "6": "Renewal",
    "7": "Related",
    "8": "Enclosed",
}
STAKES: Final = {
    "1": "what it was given for, and by whom",
    "2": "what it says exactly",
    "3": "whether its issuer signed it",
    "4": "whether it is in date",
    "5": "whether it was revoked",
    "7": "whether what it points to is unchanged",
    "8": "whether what is inside is valid",
}
"""What is not known while a check of a step is undecided."""
FOLLOWS: Final = "not-reached"
"""The code of a check that is undecided only because another one is."""
MAX_TOLD: Final = 12
"""Findings that are told one by one; a document with more is broken through and through."""
MAX_SENTENCE: Final = 500
MAX_TITLE: Final = 120
"""Characters. A longer one could fill the window with a verdict of its own."""

_VERDICT_OF: Final = {
    Outcome.PASSED: Verdict.VALID,
    Outcome.FAILED: Verdict.INVALID,
    Outcome.UNDECIDED: Verdict.UNDECIDED,
}
_TOLD: Final = "·"
_LABEL: Final = 11
_AWARDED: Final = ("OpenBadgeCredential", "AchievementCredential", "Open Badges ", "Project inCred")
_GRAVITY: Final = "13542876"
"""Steps, by how much a person wants to know first that one of them did not pass."""
_FIRST: Final = re.compile(r"(?<=[.]) (?=[A-Z“])")
"""Between two sentences."""
_INDENT: Final = "  "
_INSIDE: Final = "    "
_PRESENTATION: Final = "VerifiablePresentation"


def told(report: Report, look: Look, *, checks: bool = True) -> list[str]:
    """Everything about one document, line by line.

    Args:
        report: what was found.
        look: where it is shown.
        checks: whether the checks that passed are told as well.
    """
    lines = [*headline(report.verdict, summary(report), look), *_facts(report, look)]
    lines += _problems(report, look)
    if checks:
        lines += _checks(report, look)
    for number, inside in enumerate(report.enclosed, start=1):
        narrower = replace(look, width=look.width - len(_INSIDE))
        lines += ["", look.paint(f"Inside it, {number} of {len(report.enclosed)}", "bold")]
        lines += [_INSIDE + line for line in told(inside, narrower, checks=False)]
    return lines


def briefly(report: Report, look: Look) -> list[str]:
    """The verdict, and what speaks against it."""
    return [*headline(report.verdict, summary(report), look), *_problems(report, look)]


def headline(verdict: Verdict, sentence: str, look: Look) -> list[str]:
    """The verdict first, as a shape and a word, and then the sentence."""
    mark = f"{SHAPES[verdict]} {WORDS[verdict]}"
    first, *rest = look.wrap(f"{mark}: {sentence}", rest=_INDENT)
    return [first.replace(mark, look.paint(mark, "bold", COLOURS[verdict]), 1), *rest]


def summary(report: Report) -> str:
    """The one sentence that a person takes away."""
    name = _name(report)
    if report.verdict is Verdict.VALID:
        return f"{name}, {_hands(report.about)}. {', '.join(_still(report))}."
    return f"{name}. {_reason(report)}"


def brief(report: Report) -> str:
    """The same for a list of many: what matters most comes first, as the end may be cut off."""
    if report.verdict is Verdict.VALID:
        return f"{_name(report)}, {_hands(report.about)}"
    return f"{_reason(report)} {_name(report)}"


def _reason(report: Report) -> str:
    """The first sentence of the gravest thing that speaks against it."""
    reasons = [check for check in report.checks if _speaks_against(check, report.verdict)]
    if not reasons:
        return "Nothing was checked."
    gravest = min(reasons, key=lambda check: _GRAVITY.index(check.step[:1]))
    why = _FIRST.split(short(_sentence(gravest, exact=False)))[0]
    stake = _at_stake(gravest)
    return f"Unknown {stake}: {why}" if stake else why


def line(verdict: Verdict, name: str, sentence: str, look: Look) -> str:
    """One document among many, on one line."""
    mark = f"{SHAPES[verdict]} {_BRIEF[verdict]:<9}"
    text = look.one_line(f"{mark}  {name}  {sentence}")
    return text.replace(mark, look.paint(mark, COLOURS[verdict]), 1)


def _name(report: Report) -> str:
    about = report.about
    if about.title:
        return f"“{safe(about.title, MAX_TITLE)}”"
    if about.kind == _PRESENTATION:
        number = len(report.enclosed)
        return f"A presentation of {number} credential{'' if number == 1 else 's'}"
    return f"A document without a name ({safe(about.kind, MAX_TITLE)})"


def _hands(about: About) -> str:
    """From whom to whom. The name is the issuer's own word, so the id stands beside it."""
    by = short(safe(about.issuer_id or "somebody unnamed"))
    if about.issuer_name:
        by = f"{safe(about.issuer_name, MAX_TITLE)} ({by})"
    if about.kind == _PRESENTATION:
        return f"made by {by}"
    verb = "awarded" if about.kind.startswith(_AWARDED) else "issued"
    to = f" to {short(safe(about.subject_id))}" if about.subject_id else ""
    return f"{verb} by {by}{to}"


def _still(report: Report) -> Iterator[str]:
    """How long it goes on, and that nobody took it back."""
    until = report.about.valid_until
    if report.about.kind != _PRESENTATION:
        yield f"Valid until {_day(until)}" if until else "Does not expire"
    else:
        yield "Everything in it is valid"
    clear = {
        check.data.get("purpose", "revocation")
        for check in report.checks
        if check.code.startswith("status-clear") or check.code == "not-revoked"
    }
    if "revocation" in clear:
        yield "not revoked"
    if "suspension" in clear:
        yield "not suspended"


def _day(text: str) -> str:
    moment = moment_of(text)
    return day(moment) if moment else safe(text)


def _facts(report: Report, look: Look) -> list[str]:
    """What it says of itself, and that these are its own words where they are not proven."""
    about = report.about
    lines: list[str] = []
    issuer = "Holder" if about.kind == _PRESENTATION else "Issuer"
    rows = (
        (issuer, about.issuer_name and f"{safe(about.issuer_name)} (as it calls itself)"),
        ("" if about.issuer_name else issuer, about.issuer_id and safe(about.issuer_id)),
        ("Issued to", about.subject_id and safe(about.subject_id)),
        ("From", about.valid_from and _day(about.valid_from)),
        ("Until", about.valid_until and _day(about.valid_until)),
        ("Id", about.id and safe(about.id)),
    )
    for label, value in rows:
        if value:
            lines += look.wrap(value, f"{_INDENT}{label:<{_LABEL}}")
    if not lines:
        return []
    unproven = [] if report.verdict is Verdict.VALID else [f"{_INDENT}It says of itself:"]
    return ["", *unproven, *lines]


def _problems(report: Report, look: Look) -> list[str]:
    """What keeps it from being valid, each with what to do."""
    lines: list[str] = []
    for verdict, title in (
        (Verdict.INVALID, "What is wrong"),
        (Verdict.UNDECIDED, "What could not be decided"),
    ):
        found = [check for check in report.checks if _speaks_against(check, verdict)]
        if found:
            lines += ["", look.paint(title, "bold")]
            lines += _told_one_by_one(found, look)
    if report.verdict is Verdict.UNDECIDED:
        lines += look.wrap("This does not mean that it is false.", _INDENT)
    return lines


def _told_one_by_one(found: list[Check], look: Look) -> Iterator[str]:
    """Each finding, and what to do after the last of those for which it is the same."""
    shown = [check for check in found if check.code != FOLLOWS] or found
    advised = [advice(check) for check in shown[:MAX_TOLD]]
    for index, what_to_do in enumerate(advised):
        yield from _marked(shown[index], f"{_INDENT}{{}} ", _placed(shown[index]), look)
        if what_to_do and what_to_do not in advised[index + 1 :]:
            yield from look.wrap(what_to_do, f"{_INDENT}  → ")
    if len(shown) > MAX_TOLD:
        yield f"{_INDENT}… and {len(shown) - MAX_TOLD} more; --json tells them all."


def _placed(check: Check) -> str:
    """The sentence after what is at stake, or after its place if it names none."""
    sentence, place, stake = short(_sentence(check)), check.data.get("pointer"), _at_stake(check)
    if isinstance(place, str) and place and place not in sentence:
        return f"{safe(place)}: {sentence}"
    return f"{stake[:1].upper()}{stake[1:]}: {sentence}" if stake else sentence


def _checks(report: Report, look: Look) -> Iterator[str]:
    """Every check, step by step."""
    yield ""
    yield look.paint("Every check", "bold") + f", as of {minute(report.now)}"
    for step, group in groupby(report.checks, key=lambda check: check.step[:1]):
        label = f"{_INDENT}{step} {STEPS[step]:<9}"
        for check in group:
            yield from _marked(check, f"{label}{{}} ", _worded(check), look)
            label = " " * len(label)


def _worded(check: Check) -> str:
    """What passed as a sentence; what did not, and was told above, by its name."""
    if check.outcome is Outcome.PASSED:
        return short(_sentence(check))
    if not check.decides:
        return f"{check.outcome.value.capitalize()}, without weight: {short(_sentence(check))}"
    place = check.data.get("pointer")
    at = f" at {safe(place)}" if isinstance(place, str) and place else ""
    return f"{check.outcome.value.capitalize()}: {check.code}{at}"


def _at_stake(check: Check) -> str | None:
    """What is not known because nothing was found out."""
    return STAKES.get(check.step[:1]) if check.outcome is Outcome.UNDECIDED else None


def _marked(check: Check, before: str, text: str, look: Look) -> list[str]:
    verdict = _VERDICT_OF[check.outcome]
    if check.decides:
        shape, colour = SHAPES[verdict], COLOURS[verdict]
    else:
        shape, colour = _TOLD, "dim"
    first, *rest = look.wrap(text, before.format(shape))
    start = before.index("{}")
    return [first[:start] + look.paint(shape, colour) + first[start + 1 :], *rest]


def _speaks_against(check: Check, verdict: Verdict) -> bool:
    return check.decides and _VERDICT_OF[check.outcome] is verdict


def _sentence(check: Check, *, exact: bool = True) -> str:
    """The finding, with moments as people write them."""
    sentence = check.sentence
    for value in check.data.values():
        moment = moment_of(value) if isinstance(value, str) else None
        if moment is not None and isinstance(value, str):
            sentence = sentence.replace(value, minute(moment) if exact else day(moment))
    return safe(sentence, MAX_SENTENCE)
