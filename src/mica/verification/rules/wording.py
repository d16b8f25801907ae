"""A report in words, for people who never saw a credential before: one sentence, then the rest.

Every message is an English template, filled in after it was translated. `Tongue` says how. What a
document says of itself is shown, never obeyed, and told as its own word where nobody proved it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mica.standards.openbadges.sentences import SENTENCES as OPEN_BADGES_3
from mica.standards.openbadges2.sentences import SENTENCES as OPEN_BADGES_2
from mica.vc.report import Check, Outcome, Report, Verdict
from mica.vc.sentences import SENTENCES
from mica.verification.rules import advice as advising
from mica.verification.rules import inner
from mica.verification.rules.standing import PRESENTATION, Behind, Level
from mica.verification.rules.texts import english_day, isolated, moment_of, plain, short

MAX_TITLE: Final = 120
MAX_SENTENCE: Final = 500
GRAVITY: Final = "13542876"
"""Steps, by how much a person wants to know first that one of them did not pass."""
_AWARDED: Final = ("OpenBadgeCredential", "AchievementCredential", "Open Badges ", "Project inCred")
_FIRST: Final = re.compile(r"(?<=[.]) (?=[A-ZÀ-Þ“«])")
"""Between two sentences."""

SAID: Final[Mapping[str, str]] = {
    # the sentence at the top, where it is valid
    "awarded-to-on": "{learner} was awarded {title} by {issuer} on {since}.",
    "awarded-to": "{learner} was awarded {title} by {issuer}.",
    "awarded-on": "{title} was awarded by {issuer} on {since}.",
    "awarded": "{title} was awarded by {issuer}.",
    "issued-to-on": "{issuer} issued {title} to {learner} on {since}.",
    "issued-to": "{issuer} issued {title} to {learner}.",
    "issued-on": "{issuer} issued {title} on {since}.",
    "issued": "{issuer} issued {title}.",
    "until-clear": "It is valid until {until} and has not been revoked.",
    "until": "It is valid until {until}.",
    "endless-clear": "It does not expire and has not been revoked.",
    "endless": "It does not expire.",
    "shown-one": "What is shown here is valid: one credential, signed by whoever shows it.",
    "shown-many": "Everything shown here is valid: {count} credentials, signed by whoever shows "
    "them.",
    "shown-bad": "Not everything shown here is valid. {why}",
    "shown-open": "Not everything shown here could be decided. {why}",
    # where it is not valid
    "revoked": "{title} by {issuer} is no longer valid: it was revoked.",
    "suspended": "{title} by {issuer} is not valid at present: it was suspended.",
    "expired": "{title} by {issuer} is no longer valid: it expired on {until}.",
    "early": "{title} by {issuer} is not valid yet: it begins on {since}.",
    "changed": "This calls itself {title}, and is not what its issuer signed: it was changed or "
    "forged.",
    "unsigned": "This calls itself {title}, and nobody signed it.",
    "foreign-key": "This calls itself {title} by {issuer}, and was not signed by them.",
    "bad-key": "{title} is not valid: it was signed with a key that no longer counts.",
    "invalid": "{title} is not valid. {why}",
    # where it could not be decided
    "undecided-1": "Whether {title} is valid could not be decided, because it is not known what it "
    "was given for, and by whom.",
    "undecided-2": "Whether {title} is valid could not be decided, because it is not known what it "
    "says exactly.",
    "undecided-3": "Whether {title} is valid could not be decided, because it is not known whether "
    "its issuer signed it.",
    "undecided-4": "Whether {title} is valid could not be decided, because it is not known whether "
    "it is in date.",
    "undecided-5": "Whether {title} is valid could not be decided, because it is not known whether "
    "it was revoked.",
    "undecided-7": "Whether {title} is valid could not be decided, because it is not known whether "
    "what it points to is unchanged.",
    "undecided-8": "Whether {title} is valid could not be decided, because it is not known whether "
    "what is inside is valid.",
    "not-had": "What this link leads to could not be had, so nothing was checked.",
    "not-false": "This does not mean that it is false.",
    "nothing-checked": "Nothing was checked.",
    # parts of sentences
    "quoted": "“{name}”",
    "nameless": "a document without a name",
    "nameless-badge": "a badge without a name",
    "called-at": "“{name}” ({address})",
    "called": "somebody who goes by “{name}”",
    "somebody": "somebody unnamed",
    # who stands behind it
    "level-self-attested": "Self-attested",
    "level-peer-verified": "Peer-verified",
    "level-issuer-verified": "Issuer-verified",
    "level-independently-verified": "Independently verified",
    "level-unknown": "Signer not known here",
    "behind-self": "Whoever it is about signed it themselves: it is their own word.",
    "behind-peer": "Whoever it is about signed it themselves. It is endorsed by {names}.",
    "behind-peer-unknown": "It was signed with a key that leads to nobody. It is endorsed by "
    "{names}.",
    "behind-registered": "{issuer} signed it, and is approved in this register.",
    "behind-suspended": "{issuer} signed it. Its registration here is suspended at present.",
    "behind-elsewhere": "Whoever runs {address} signed it. They are not in this register, which "
    "says nothing against them.",
    "behind-independent": "{issuer} signed it, and is approved in this register. It is endorsed by "
    "{names}.",
    "behind-unknown": "It was signed with a key that leads to nobody, and is not in this register. "
    "Ask whoever gave it to you who that is.",
    "behind-nobody": "Nothing shows who signed it.",
    "namesake": "It calls itself {name}. It is not the {name} of this register.",
    "endorser": "{name}, approved in this register",
}
"""Code to template: everything that this module says itself."""

STEPS: Final[Mapping[str, str]] = {
    "1": "Can it be read?",
    "2": "Does it keep the rules?",
    "3": "Who signed it, and is it unchanged?",
    "4": "Is it in date?",
    "5": "Was it revoked?",
    "6": "Is there a newer one?",
    "7": "Is what it points to unchanged?",
    "8": "What is inside?",
}
_GRAVE: Final[Mapping[str, str]] = {
    "status-revoked": "revoked",
    "badge-revoked": "revoked",
    "status-suspended": "suspended",
    "expired": "expired",
    "not-yet-valid": "early",
    "signature-broken": "changed",
    "proof-missing": "unsigned",
    "signature-missing": "unsigned",
    "key-not-of-issuer": "foreign-key",
    "key-not-listed": "foreign-key",
    "key-revoked": "bad-key",
    "key-expired": "bad-key",
}
"""Findings that have a sentence of their own."""
CLEAR: Final = ("status-clear", "status-clear-short", "status-clear-unsigned", "not-revoked")


@dataclass(frozen=True, slots=True)
class Tongue:
    """How words are said.

    Attributes:
        translate: from an English template to one in another language.
        day: how a moment's day is written.
        tables: code to English template, for what checks and errors say.
    """

    translate: Callable[[str], str] = str
    day: Callable[[datetime], str] = english_day
    tables: Sequence[Mapping[str, str]] = (SENTENCES, OPEN_BADGES_2, OPEN_BADGES_3)

    def say(self, code: str, **data: object) -> str:
        """One of this module's own messages."""
        return self.translate(SAID[code]).format_map(data)


ENGLISH: Final = Tongue()


def templates(tables: Sequence[Mapping[str, str]] = ENGLISH.tables) -> tuple[str, ...]:
    """Every template that can be said, for those who translate: sorted, each once."""
    found = {*SAID.values(), *STEPS.values(), *advising.ADVICE, *inner.PHRASES}
    return tuple(sorted(found.union(*(table.values() for table in tables))))


def headline(report: Report, behind: Behind | None, tongue: Tongue = ENGLISH) -> str:
    """What a person takes away: who, what, from whom, when, and whether it still holds."""
    match report.verdict:
        case Verdict.VALID if report.about.kind == PRESENTATION:
            count = len(report.enclosed)
            return tongue.say("shown-one" if count == 1 else "shown-many", count=count)
        case Verdict.VALID:
            return f"{_deed(report, behind, tongue)} {_still(report, tongue)}"
        case Verdict.INVALID:
            return _invalid(report, behind, tongue)
        case Verdict.UNDECIDED:
            why = _why(report, tongue)
            if report.about.kind == PRESENTATION:
                return tongue.say("shown-open", why=why)
            found = gravest(report)
            if found is None:
                return why
            return tongue.say(f"undecided-{found.step[:1]}", title=title(report, tongue))


def detail(report: Report, tongue: Tongue = ENGLISH) -> str:
    """What stands below the sentence; "" for nothing."""
    if report.verdict is not Verdict.UNDECIDED:
        return ""
    if report.about.kind == PRESENTATION or gravest(report) is None:
        return tongue.say("not-false")
    return f"{_why(report, tongue)} {tongue.say('not-false')}"


def title(report: Report, tongue: Tongue = ENGLISH) -> str:
    """What it calls itself, in quotation marks; what it is where it has no name."""
    about = report.about
    if about.title and plain(about.title, MAX_TITLE):
        return tongue.say("quoted", name=isolated(plain(about.title, MAX_TITLE)))
    return tongue.say("nameless-badge" if about.kind.startswith(_AWARDED) else "nameless")


def issuer(report: Report, behind: Behind | None, tongue: Tongue = ENGLISH) -> str:
    """From whom: the register's name; otherwise its own, never without quotation marks."""
    if behind is not None and behind.name is not None:
        return behind.name
    name = isolated(plain(report.about.issuer_name or "", MAX_TITLE))
    host = behind.address if behind else None
    if host:
        return tongue.say("called-at", name=name, address=host) if name else host
    if name:
        return tongue.say("called", name=name)
    return short(plain(report.about.issuer_id or "", MAX_TITLE)) or tongue.say("somebody")


def gravest(report: Report) -> Check | None:
    """What speaks against it and matters most; None where nothing does."""
    against = Outcome.FAILED if report.verdict is Verdict.INVALID else Outcome.UNDECIDED
    found = [check for check in report.checks if check.decides and check.outcome is against]
    return min(found, key=lambda check: GRAVITY.find(check.step[:1]), default=None)


def finding(check: Check, tongue: Tongue = ENGLISH) -> str:
    """What a check found, with days as people write them."""
    return fault(check.code, check.data, check.sentence, tongue)


def fault(code: str, data: Mapping[str, object], said: str, tongue: Tongue = ENGLISH) -> str:
    """What a check or an error says, in another language where one of the tables says the same.

    Args:
        code: of what was found.
        data: the values behind it.
        said: the sentence in English.
        tongue: how to say it.
    """
    readable = {key: _readable(key, value, tongue) for key, value in data.items()}
    templates_of = (table[code] for table in tongue.tables if code in table)
    template = next((one for one in templates_of if _says(one, data, said)), None)
    told = tongue.translate(template).format_map(readable) if template else _plain(said)
    return short(told if len(told) <= MAX_SENTENCE else f"{told[: MAX_SENTENCE - 1].rstrip()}…")


def advice(check: Check, tongue: Tongue = ENGLISH) -> str:
    """What to do about it; "" where there is nothing to be done."""
    found = advising.advice(check)
    return tongue.translate(found) if found else ""


def step(number: str, tongue: Tongue = ENGLISH) -> str:
    """The question that the checks of a step answer."""
    return tongue.translate(STEPS[number])


def level(behind: Behind | None, tongue: Tongue = ENGLISH) -> str:
    """The word for how far the word behind it goes."""
    return tongue.say(f"level-{behind.level.value}") if behind else ""


def backing(report: Report, behind: Behind | None, tongue: Tongue = ENGLISH) -> list[str]:
    """Who stands behind it, and what to be careful of."""
    if behind is None:
        return [tongue.say("behind-nobody")]
    names = ", ".join(_endorser(one.id, one.name, tongue) for one in behind.endorsers)
    values = {"issuer": behind.name, "names": names, "address": behind.address}
    said = [tongue.say(f"behind-{_backed(behind)}", **values)]
    if behind.namesake:
        name = plain(report.about.issuer_name or "", MAX_TITLE)
        said.append(tongue.say("namesake", name=isolated(name)))
    return said


def _deed(report: Report, behind: Behind | None, tongue: Tongue) -> str:
    about = report.about
    learner = isolated(plain(about.subject_name or "", MAX_TITLE))
    since = moment_of(about.valid_from)
    code = "awarded" if about.kind.startswith(_AWARDED) else "issued"
    code += ("-to" if learner else "") + ("-on" if since else "")
    said = tongue.say(
        code,
        learner=learner,
        title=title(report, tongue),
        issuer=issuer(report, behind, tongue),
        since=tongue.day(since) if since else "",
    )
    return _capital(said)


def _still(report: Report, tongue: Tongue) -> str:
    until = moment_of(report.about.valid_until)
    clear = any(
        check.code in CLEAR and check.data.get("purpose", "revocation") == "revocation"
        for check in report.checks
    )
    code = ("until" if until else "endless") + ("-clear" if clear else "")
    return tongue.say(code, until=tongue.day(until) if until else "")


def _invalid(report: Report, behind: Behind | None, tongue: Tongue) -> str:
    found = gravest(report)
    if report.about.kind == PRESENTATION:
        return tongue.say("shown-bad", why=_why(report, tongue))
    code = _GRAVE.get(found.code if found else "", "invalid")
    since, until = moment_of(report.about.valid_from), moment_of(report.about.valid_until)
    undated = (code == "expired" and not until) or (code == "early" and not since)
    if undated or (behind is None and code in {"revoked", "suspended", "expired", "early"}):
        code = "invalid"  # what is not proven to be somebody's is not told as theirs
    said = tongue.say(
        code,
        title=title(report, tongue),
        issuer=issuer(report, behind, tongue),
        since=tongue.day(since) if since else "",
        until=tongue.day(until) if until else "",
        why=_why(report, tongue),
    )
    return _capital(said)


def _why(report: Report, tongue: Tongue) -> str:
    found = gravest(report)
    if found is None:
        return tongue.say("nothing-checked")
    return _FIRST.split(finding(found, tongue))[0]


def _backed(behind: Behind) -> str:
    match behind.level:
        case Level.INDEPENDENT:
            return "independent"
        case Level.ISSUER if behind.suspended:
            return "suspended"
        case Level.ISSUER:
            return "registered" if behind.name else "elsewhere"
        case Level.PEER if not behind.own:
            return "peer-unknown"
        case level:
            return level.value.partition("-")[0]


def _endorser(identifier: str, name: str | None, tongue: Tongue) -> str:
    return tongue.say("endorser", name=name) if name else short(plain(identifier, MAX_TITLE))


def _says(template: str, data: Mapping[str, object], said: str) -> bool:
    """Whether a sentence is this template, and not another's of the same code."""
    try:
        return template.format_map(data) == said
    except KeyError:
        return False


def _readable(key: str, value: object, tongue: Tongue) -> object:
    """A value as it is filled in: a stranger's made plain, our own words in their language."""
    if not isinstance(value, str):
        return value
    if key in inner.MEMBERS and tongue.translate is not str:
        every = tuple(one for table in tongue.tables for one in table.values())
        return inner.said(value, tongue.translate, every, lambda one: _shown(one, tongue))
    return _shown(value, tongue)


def _shown(value: str, tongue: Tongue) -> str:
    moment = moment_of(value)
    return tongue.day(moment) if moment else _plain(value)


def _plain(text: str) -> str:
    return plain(text, MAX_SENTENCE)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def outcomes(report: Report) -> Iterator[tuple[str, list[Check]]]:
    """The checks by step, in the order of the steps."""
    for number in STEPS:
        found = [check for check in report.checks if check.step[:1] == number]
        if found:
            yield number, found
