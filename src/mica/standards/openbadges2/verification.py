"""The verdict on a badge: docs/rules/open-badges-2.md in code, with its numbers.

1 reading      1.1 edition   1.2 BadgeClass   1.3 issuer
2 format       2.1 assertion 2.2 BadgeClass   2.3 issuer
3 proof        hosted: 3.1 the hosted copy    3.2 its place    3.3 the BadgeClass shown
               signed: 3.1 the issuer's key   3.2 the signature
4 time         4.1 issued    4.2 expires
5 status       5.1 revoked
8 enclosed     8.1 endorsements, evidence (told; they do not decide)
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from mica.standards.openbadges2 import (
    hosting,
    incredible,
    linked,
    opening,
    revocation,
    signing,
    structure,
    times,
)
from mica.standards.openbadges2.comparing import difference
from mica.standards.openbadges2.errors import Broken, Unknown
from mica.standards.openbadges2.linked import reference
from mica.standards.openbadges2.opening import Edition, Method, Presented
from mica.standards.openbadges2.sentences import SENTENCES
from mica.vc import resolve as resolving
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable
from mica.vc.jose import Jws
from mica.vc.parts import listed
from mica.vc.report import About, Ledger, Report
from mica.vc.resolve import Resolve

T = TypeVar("T")
_ENDS: Final = (
    ("4.1", "issuedOn", "issued", "issued-later", "issued-perhaps"),
    ("4.2", "expires", "in-date", "expired", "expired-perhaps"),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """An assertion with what it points to, each as the one who answers for it publishes it.

    Attributes:
        assertion: the hosted copy where there is one, else what was shown.
        badge: the BadgeClass, None where it could not be had.
        issuer: the Profile, None where it could not be had.
    """

    assertion: JsonObject
    badge: JsonObject | None
    issuer: JsonObject | None


def verify(
    source: JsonObject | Jws | str, *, resolve: Resolve = resolving.nothing, now: datetime
) -> Report:
    """Examine a badge of Open Badges 2.0 or before.

    Args:
        source: an assertion as a JSON object, as a JWS, or as a text: compact JWS, JSON or address.
        resolve: fetches addresses; with the default, nothing that needs fetching can be decided.
        now: the moment for which the verdict holds, aware.

    Raises:
        Unusable: where the source cannot be read, or is no badge; no verdict is given.
    """
    memory, ledger = linked.Memory(resolve), Ledger(SENTENCES)
    try:
        shown = opening.present(source, memory)
    except (Refused, Undecidable) as error:
        ledger.raised("1.1", error)
        address = source if isinstance(source, str) and linked.host(source) else None
        return Report(About(Edition.V2_0.value, id=address), tuple(ledger.checks), now)
    if shown.edition is Edition.INCREDIBLE:
        return _certificate(shown, now, ledger)
    gathered = _gather(shown, memory, ledger)
    _format(shown, gathered, ledger)
    _proof(shown, gathered, memory, ledger)
    _time(gathered.assertion, now, ledger)
    _status(shown, gathered, memory, ledger)
    _enclosed(gathered, ledger)
    in_order = sorted(ledger.checks, key=lambda check: check.step)  # 3.1 is found out before 1.2
    return Report(_about(shown.edition, gathered), tuple(in_order), now)


def gather(source: JsonObject | Jws | str, *, resolve: Resolve = resolving.nothing) -> Gathered:
    """An assertion, its BadgeClass and its issuer, for display and storage. Nothing is verified.

    Raises:
        Unusable, Refused, Undecidable: where the source itself cannot be had or read.
    """
    memory = linked.Memory(resolve)
    shown = opening.present(source, memory)
    if shown.edition is Edition.INCREDIBLE:
        return _embedded(shown)
    return _gather(shown, memory, Ledger(SENTENCES))


def _gather(shown: Presented, resolve: Resolve, ledger: Ledger) -> Gathered:
    edition = shown.edition.value
    if shown.edition is Edition.V2_0:
        ledger.passed("1.1", "edition-read", edition=edition)
    else:
        ledger.undecided("1.1", Unknown("edition-old", edition=edition))
    assertion = shown.assertion
    if opening.method_of(assertion) is Method.HOSTED and shown.jws is None:
        # 3.1 Where the issuer hosts the assertion, the hosted copy is the assertion.
        copy = ledger.ask("3.1", "hosted-agrees", lambda: hosting.copy_of(shown, resolve))
        assertion = copy if copy is not None else assertion
    badge = ledger.ask("1.2", "badge-read", lambda: linked.badge_of(assertion, resolve))
    issuer = ledger.ask(
        "1.3", "issuer-read", lambda: linked.issuer_of(_known(badge, "the BadgeClass"), resolve)
    )
    return Gathered(assertion, badge, issuer)


def _format(shown: Presented, gathered: Gathered, ledger: Ledger) -> None:
    """Rule 2: for 2.0 alone; the older editions are undecided from the start."""
    if shown.edition is not Edition.V2_0:
        return
    faults = structure.check_assertion(shown.assertion)
    faults = faults or structure.check_assertion(gathered.assertion)
    ledger.faults("2.1", "assertion-sound", faults)
    if gathered.badge is not None:
        ledger.faults("2.2", "badge-sound", structure.check_badge(gathered.badge))
    if gathered.issuer is not None:
        ledger.faults("2.3", "issuer-sound", structure.check_issuer(gathered.issuer))


def _proof(shown: Presented, gathered: Gathered, resolve: Resolve, ledger: Ledger) -> None:
    match opening.method_of(shown.assertion), shown.jws:
        case Method.HOSTED, None:
            _hosted(shown, gathered, ledger)
        case Method.SIGNED, Jws() as jws:
            _signed(shown, jws, gathered, resolve, ledger)
        case Method.SIGNED, None:
            ledger.failed("3.1", Broken("signature-missing"))
        case Method.HOSTED, _:
            ledger.failed("3.1", Broken("signed-but-hosted"))
        case _:
            ledger.undecided("3.1", Unknown("verification-unknown"))


def _hosted(shown: Presented, gathered: Gathered, ledger: Ledger) -> None:
    address = reference(shown.assertion) or ""
    ledger.ask(
        "3.2",
        "place-allowed",
        lambda: hosting.check_place(address, _known(gathered.issuer, "the issuer")),
    )
    badge = shown.document.get("badge")
    if isinstance(badge, dict) and gathered.badge is not None:
        # 3.3 A BadgeClass shown inside the badge is the one that counts, not a prettier one.
        pointer = difference(badge, gathered.badge, "/badge")
        if pointer:
            url = str(reference(gathered.badge))
            ledger.failed("3.3", Broken("hosted-differs", pointer=pointer, url=url))


def _signed(
    shown: Presented, jws: Jws, gathered: Gathered, resolve: Resolve, ledger: Ledger
) -> None:
    if shown.edition is not Edition.V2_0:
        ledger.undecided("3.1", Unknown("verification-unknown"))
        return
    keys = ledger.ask(
        "3.1",
        "key-listed",
        lambda: signing.keys_for(shown.assertion, _known(gathered.issuer, "the issuer"), resolve),
    )
    ledger.ask(
        "3.2",
        "signature-right",
        lambda: signing.check_signature(jws, _known(keys, "the issuer's key")),
    )


def _time(assertion: JsonObject, now: datetime, ledger: Ledger) -> None:
    """Rule 4. A date that is not exact leaves undecided what falls inside its span."""
    for step, member, fine, wrong, perhaps in _ENDS:
        written = assertion.get(member)
        if written is not None:
            question = partial(_check_end, member, written, now, (wrong, perhaps))
            ledger.ask(step, fine, question)
        elif member == "expires":
            ledger.passed(step, "no-expiry")
        else:
            ledger.undecided(step, Unknown("issued-unsaid"))


def _check_end(member: str, written: object, now: datetime, codes: tuple[str, str]) -> None:
    wrong, perhaps = codes
    span = times.span(written)
    if member == "issuedOn":
        fits, breaks = span.latest <= now, now < span.earliest
    else:
        fits, breaks = now <= span.earliest, span.latest < now
    if breaks:
        raise Broken(wrong, text=str(written))
    if not fits:
        raise Unknown(perhaps, text=str(written))


def _status(shown: Presented, gathered: Gathered, resolve: Resolve, ledger: Ledger) -> None:
    """Rule 5: what is hosted says so itself, what is signed stands in the issuer's list."""

    def question() -> None:
        hosting.refuse_revoked(shown.document)
        if opening.method_of(shown.assertion) is Method.HOSTED:
            hosting.check_not_withdrawn(shown.assertion, resolve)
        else:
            issuer = _known(gathered.issuer, "the issuer")
            revocation.check_not_revoked(shown.assertion, issuer, resolve)

    ledger.ask("5.1", "not-revoked", question)


def _enclosed(gathered: Gathered, ledger: Ledger) -> None:
    """Rule 8: endorsements are told of, and left to the reader."""
    parts = (gathered.assertion, gathered.badge or {}, gathered.issuer or {})
    count = sum(len(listed(part.get("endorsement"))) for part in parts)
    if count:
        unseen = Unknown("endorsements-unexamined", count=count)
        ledger.undecided("8.1", unseen, decides=False)


def _certificate(shown: Presented, now: datetime, ledger: Ledger) -> Report:
    """A certificate of inCredible: read and told; its proof is beyond us (rule 3)."""
    certificate = incredible.read(shown.document)
    ledger.passed("1.1", "edition-read", edition=shown.edition.value)
    unproven = Unknown("legacy-signature" if certificate.signed else "legacy-unsigned")
    ledger.undecided("3.1", unproven)
    _time(shown.assertion, now, ledger)
    signed = sum(item.signed for item in certificate.assessed)
    if signed:
        ledger.undecided("8.1", Unknown("evidence-unexamined", count=signed), decides=False)
    return Report(_about(shown.edition, _embedded(shown)), tuple(ledger.checks), now)


def _embedded(shown: Presented) -> Gathered:
    badge = shown.assertion.get("badge")
    badge = badge if isinstance(badge, dict) else None
    issuer = badge.get("issuer") if badge is not None else None
    return Gathered(shown.assertion, badge, issuer if isinstance(issuer, dict) else None)


def _about(edition: Edition, gathered: Gathered) -> About:
    assertion, badge, issuer = gathered.assertion, gathered.badge or {}, gathered.issuer or {}

    def text(value: Any) -> str | None:
        return value if isinstance(value, str) else None

    return About(
        kind=edition.value,
        id=reference(assertion),
        title=text(badge.get("name")),
        issuer_id=reference(issuer) or reference(badge.get("issuer")),
        issuer_name=text(issuer.get("name")),
        valid_from=text(assertion.get("issuedOn")),
        valid_until=text(assertion.get("expires")),
    )


def _known(value: T | None, what: str) -> T:
    if value is None:
        raise Unknown("not-reached", what=what)
    return value
