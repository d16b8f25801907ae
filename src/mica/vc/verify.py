"""Verification: every question that a credential must answer, in order, each with its own outcome.

1   reading    1.1 a readable document          1.2 what a JWT says agrees with the credential in it
2   form       2.1 the data model's rules       2.2 known contexts       2.3 plain terms
               2.4 the standard's rules (Open Badges)
3   proof      3.1 a known suite                3.2 purpose, dates, domain, challenge
               3.3 a key listed for the purpose 3.4 the signature holds  3.5 the key is the issuer's
4   time       4.1 already valid                4.2 still valid
5   status     5.1 each status entry
6   renewal    6.1 a newer version is offered (told, not followed)
7   related    7.1 each related resource is the one that was meant
8   enclosed   8.1 each credential inside, by the same steps
               8.2 a presentation shows what was issued to its holder (told)

docs/rules/verification.md says the same in prose. Sources: VC Data Model 2.0 §7.1; Data Integrity
1.0 §4.4; Bitstring Status List 1.0 §3.2; Open Badges 3.0 §8.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Protocol

from mica.vc import compact, documents, jose, jwt, model, related, status
from mica.vc.canonical.labour import PURSE, Labour
from mica.vc.contexts import Contexts, shipped
from mica.vc.dids import Purpose
from mica.vc.documents import JsonObject, Survey
from mica.vc.errors import Refused, Undecidable, Unusable
from mica.vc.jose import Jws
from mica.vc.parts import enveloped, id_of, is_presentation, listed, plain_text, text, types_of
from mica.vc.proofs.check import Need, check_jws, check_proofs
from mica.vc.report import About, Fault, Ledger, Report, Verdict
from mica.vc.resolve import Rationed, Resolve
from mica.vc.timestamps import parse_timestamp

MAX_ENCLOSED: Final = 64
MAX_DEPTH: Final = 3
MAX_STATUS: Final = 8
MAX_ADDRESSES: Final = 64
"""Different addresses asked for one document and all that stands inside it."""
PLAIN: Final = "VerifiableCredential"
STARTS: Final = ("validFrom", "issuanceDate")
ENDS: Final = ("validUntil", "expirationDate")
"""Of the data models 2.0 and 1.1."""


class Standard(Protocol):
    """A published format on top of the data model."""

    @property
    def name(self) -> str:
        """Its name for people, with version."""

    def recognises(self, document: JsonObject) -> bool:
        """Whether the document says it follows this standard."""

    def check(self, document: JsonObject) -> Sequence[Fault]:
        """The rules that the document breaks."""

    def title(self, document: JsonObject) -> str | None:
        """What a person would call the thing."""

    def learner(self, document: JsonObject) -> str | None:
        """The name of whom it is about, where it stands there for all to read."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the asker of a presentation expects to find in its proof; None asks for nothing."""

    challenge: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that a verdict depends on besides the document.

    Attributes:
        resolve: fetches key documents, status lists and related resources.
        now: the moment for which the verdict holds, aware.
        standards: formats whose rules are checked where a document claims to follow them.
        contexts: the contexts that are known.
        expected: for presentations.
        memory: remembers status lists between documents verified for the same moment.
        asks_status: False for a status list's own credential.
        depth: how deep inside other documents this one stands.
        labour: pays for canonical forms, one purse for a document and all that stands inside it.
    """

    resolve: Resolve
    now: datetime
    standards: Sequence[Standard] = ()
    contexts: Contexts = field(default_factory=shipped)
    expected: Expected = Expected()
    memory: status.Memory = field(default_factory=status.Memory)
    asks_status: bool = True
    depth: int = 0
    labour: Labour = field(default_factory=Labour)


def verify(document: JsonObject | Jws, *, resolve: Resolve, now: datetime, **more: Any) -> Report:
    """Verify a credential or presentation.

    Args:
        document: parsed JSON, or a parsed compact JWS.
        resolve: from URL to resource; raises `Unreachable` for what it cannot have.
        now: aware; the report holds for this moment. The same input and `now` give the same report.
        more: further members of `Setting`.

    Raises:
        Unusable: the document cannot be examined at all.
    """
    return examine(document, Setting(resolve, now, **more))


def examine(document: JsonObject | Jws, setting: Setting) -> Report:
    """Verify under a setting. See `verify`."""
    if not setting.depth:
        ration = Rationed(setting.resolve, MAX_ADDRESSES)
        setting = replace(setting, labour=Labour(), resolve=ration)
    ledger = Ledger()
    try:
        credential, jws, survey = _read(document, ledger)
    except (Refused, Undecidable) as error:
        return refusal(error, setting)
    if is_presentation(credential):
        return _examine_presentation(credential, jws, survey, ledger, setting)
    need = _need(id_of(credential.get("issuer")), Purpose.ASSERTION, setting)
    standard = _form(credential, model.check(credential), survey, ledger, setting)
    _prove(credential, jws, need, ledger)
    _time(credential, ledger, setting.now)
    if setting.asks_status:
        _status(credential, ledger, setting)
    _renewal(credential, ledger)
    related.check(credential, ledger, setting.resolve)
    enclosed = _enclosed(_endorsements(credential), ledger, setting, decides=False)
    return Report(_about(credential, standard), tuple(ledger.checks), setting.now, enclosed)


def refusal(error: Refused | Undecidable, setting: Setting) -> Report:
    """The report on something signed that cannot be opened: it breaks a rule, or is unknown."""
    ledger = Ledger()
    if isinstance(error, Refused):
        ledger.failed("1.2", error)
    else:
        ledger.undecided("1.2", error)
    return Report(About(PLAIN), tuple(ledger.checks), setting.now)


def _examine_presentation(
    document: JsonObject, jws: Jws | None, survey: Survey, ledger: Ledger, setting: Setting
) -> Report:
    holder = id_of(document.get("holder"))
    _form(document, model.check_presentation(document), survey, ledger, setting)
    _prove(document, jws, _need(holder, Purpose.AUTHENTICATION, setting), ledger)
    inside = listed(document.get("verifiableCredential"))
    enclosed = _enclosed(inside, ledger, setting, decides=True)
    _shown_by(holder, enclosed, ledger)
    about = About("VerifiablePresentation", id=text(document.get("id")), issuer_id=holder)
    return Report(about, tuple(ledger.checks), setting.now, enclosed)


def _shown_by(holder: str | None, enclosed: tuple[Report, ...], ledger: Ledger) -> None:
    """Step 8.2. Parents show a child's credential, and thieves anybody's: told, not decided."""
    for report in enclosed:
        subject = report.about.subject_id
        if holder is not None and subject is not None and subject != holder:
            title = report.about.title or report.about.kind
            told = Undecidable("shown-by-another", title=title, subject=subject, holder=holder)
            ledger.undecided("8.2", told, decides=False)


def _read(document: JsonObject | Jws, ledger: Ledger) -> tuple[JsonObject, Jws | None, Survey]:
    """Step 1. The credential, the JWS that carried it, and what a walk over it saw.

    Raises:
        Refused: where the JWS does not carry one credential that it agrees with.
        Undecidable: where an envelope holds something unknown.
    """
    if not isinstance(document, Jws):
        survey = documents.check(document)  # 1.1
        inside = enveloped(document)
        if inside is None:
            ledger.passed("1.1", "readable")
            return document, None, survey
        document = jose.parse(inside)
    credential = jwt.credential_of(document)  # 1.2
    survey = documents.check(credential)
    ledger.passed("1.1", "readable")
    ledger.passed("1.2", "jwt-agrees")
    return credential, document, survey


def _form(
    credential: JsonObject,
    faults: list[Fault],
    survey: Survey,
    ledger: Ledger,
    setting: Setting,
) -> Standard | None:
    """Step 2. The standard that the document follows, if one is known."""
    ledger.faults("2.1", "model-kept", faults)  # 2.1
    ledger.ask(  # 2.2
        "2.2", "contexts-known", lambda: compact.check_contexts(survey, setting.contexts)
    )
    ledger.ask("2.3", "plain-terms", lambda: compact.check_compact(credential, survey))  # 2.3
    for standard in setting.standards:
        if standard.recognises(credential):
            told = {(fault.code, fault.pointer) for fault in faults}
            found = [f for f in standard.check(credential) if (f.code, f.pointer) not in told]
            ledger.faults("2.4", "standard-kept", found, standard=standard.name)  # 2.4
            return standard
    return None


def _prove(credential: JsonObject, jws: Jws | None, need: Need, ledger: Ledger) -> None:
    """Step 3. A JWS, the proofs inside, or both."""
    if jws is not None:
        check_jws(jws, need, ledger)
    if jws is None or "proof" in credential:
        check_proofs(credential, need, ledger)


def _need(issuer: str | None, purpose: Purpose, setting: Setting) -> Need:
    expected = setting.expected
    return Need(
        issuer,
        purpose,
        resolve=setting.resolve,
        now=setting.now,
        contexts=setting.contexts,
        labour=setting.labour,
        challenge=expected.challenge,
        domain=expected.domain,
    )


def _time(credential: JsonObject, ledger: Ledger, now: datetime) -> None:
    """Step 4. The members of both data models bind; one that is no text is a fault of step 2.1."""
    starts = [start for name in STARTS if isinstance(start := credential.get(name), str)]
    ends = [end for name in ENDS if isinstance(end := credential.get(name), str)]

    def started() -> None:
        for start in starts:
            if now < parse_timestamp(start):
                raise Refused("not-yet-valid", since=start)

    def not_ended() -> None:
        for end in ends:
            if now > parse_timestamp(end):
                raise Refused("expired", until=end)

    since, until = next(iter(starts), None), next(iter(ends), None)
    ledger.ask("4.1", "already-valid" if since else "no-start", started, since=since)  # 4.1
    ledger.ask("4.2", "still-valid" if until else "no-end", not_ended, until=until)  # 4.2


def _status(credential: JsonObject, ledger: Ledger, setting: Setting) -> None:
    """Step 5.1. One check an entry; no entry means that the issuer keeps no list."""
    entries = listed(credential.get("credentialStatus"))
    if not entries:
        ledger.passed("5.1", "status-not-kept")

    def verify_list(document: JsonObject | Jws) -> Report:
        deeper = setting.depth + 1
        # A purse of its own: what the list costs must not depend on whether it is remembered.
        purse = Labour(PURSE // MAX_STATUS)
        quiet = replace(setting, asks_status=False, expected=Expected(), depth=deeper, labour=purse)
        return examine(document, quiet)

    ask = status.Ask(setting.resolve, setting.now, verify_list, setting.memory, setting.labour)
    for entry in entries[:MAX_STATUS]:
        if isinstance(entry, dict):  # another kind is a fault of step 2.1
            _one_status(entry, credential.get("id"), ask, ledger)  # 5.1
    if len(entries) > MAX_STATUS:
        ledger.undecided("5.1", Undecidable("too-many-status-entries", limit=MAX_STATUS))


def _one_status(entry: JsonObject, credential_id: object, ask: status.Ask, ledger: Ledger) -> None:
    try:
        found = status.check_entry(entry, credential_id, ask)
    except (Refused, Undecidable) as error:
        ledger.raised("5.1", error)
    else:
        ledger.passed("5.1", found.code, decides=found.decides, **found.data)


def _renewal(credential: JsonObject, ledger: Ledger) -> None:
    """Step 6.1. Told, not followed: what was handed over is what is judged."""
    for service in listed(credential.get("refreshService")):
        if isinstance(service, dict):
            ledger.passed("6.1", "refresh-offered", decides=False, url=text(service.get("id")))


def _endorsements(credential: JsonObject) -> list[Any]:
    """Endorsements of the credential, its achievement and its issuer (Open Badges 3.0 §5)."""
    subject = credential.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    found: list[Any] = []
    for holder in (credential, achievement, credential.get("issuer")):
        if isinstance(holder, dict):
            found += listed(holder.get("endorsement")) + listed(holder.get("endorsementJwt"))
    return found


def _enclosed(
    inside: list[Any], ledger: Ledger, setting: Setting, *, decides: bool
) -> tuple[Report, ...]:
    """Step 8.1. Each by the same steps; a presentation stands and falls with what it presents."""
    if not inside:
        return ()
    if setting.depth >= MAX_DEPTH or len(inside) > MAX_ENCLOSED:
        ledger.undecided(
            "8.1", Undecidable("too-many-enclosed", limit=MAX_ENCLOSED), decides=decides
        )
        return ()
    deeper = replace(setting, expected=Expected(), depth=setting.depth + 1)
    reports = []
    for one in inside:
        try:
            report = _inside(one, deeper)
        except Unusable as error:
            ledger.failed("8.1", Refused("enclosed-unusable", why=str(error)), decides=decides)
            continue
        reports.append(report)
        title = report.about.title or report.about.kind
        match report.verdict:
            case Verdict.VALID:
                ledger.passed("8.1", "enclosed-valid", decides=decides, title=title)
            case Verdict.INVALID:
                ledger.failed("8.1", Refused("enclosed-invalid", title=title), decides=decides)
            case Verdict.UNDECIDED:
                unknown = Undecidable("enclosed-undecided", title=title)
                ledger.undecided("8.1", unknown, decides=decides)
    return tuple(reports)


def _inside(value: Any, setting: Setting) -> Report:
    if isinstance(value, str):
        try:
            return examine(jose.parse(value), setting)
        except Refused as error:
            return refusal(error, setting)
    if not isinstance(value, dict):
        raise Unusable("not-an-object")
    return examine(value, setting)


def _name(value: Any) -> str | None:
    return plain_text(value.get("name")) if isinstance(value, dict) else None


def _about(credential: JsonObject, standard: Standard | None) -> About:
    issuer, subject = credential.get("issuer"), credential.get("credentialSubject")
    title = standard.title(credential) if standard else None
    learner = standard.learner(credential) if standard else None
    return About(
        kind=next((name for name in types_of(credential) if name != PLAIN), PLAIN),
        id=text(credential.get("id")),
        title=title or plain_text(credential.get("name")),
        issuer_id=id_of(issuer),
        issuer_name=_name(issuer),
        subject_id=id_of(subject),
        subject_name=learner or _name(subject),
        valid_from=text(credential.get("validFrom", credential.get("issuanceDate"))),
        valid_until=text(credential.get("validUntil", credential.get("expirationDate"))),
    )
