"""Who stands behind a credential. The rule as prose: docs/rules/trust.md.

A signature says that a document is unchanged and whose key signed it. It does not say what that
name is worth. This module says so, from what is known: the report, and what the register says of
the names in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from mica.vc.report import Outcome, Report, Verdict

ENDORSEMENT: Final = "EndorsementCredential"
PRESENTATION: Final = "VerifiablePresentation"
_PROVING: Final = ("1", "2", "3")
"""Steps that must have passed before anybody is said to have signed this."""


class Level(StrEnum):
    """How far the word behind a credential goes."""

    SELF = "self-attested"
    PEER = "peer-verified"
    ISSUER = "issuer-verified"
    INDEPENDENT = "independently-verified"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What the register says of a name.

    Attributes:
        name: under which it was approved.
        approved: whether it is now; False where it was suspended.
    """

    name: str
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Register:
    """What the register says of the names in a report.

    Attributes:
        bodies: by issuer id.
        names: of all its bodies, as far as somebody in the report calls itself so.
    """

    bodies: Mapping[str, Known]
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Endorser:
    """Somebody else whose signed word about the credential holds.

    Attributes:
        id: of the endorser.
        name: as the register has it; None where it has none.
    """

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a credential.

    Attributes:
        level: how far their word goes.
        issuer_id: the name that signed.
        name: as the register has it; None where the issuer is not in it.
        suspended: the register knows the issuer, and has suspended it.
        own: the learner signed it themselves.
        address: the host whose keeper alone can sign under this name; None where there is none.
        namesake: the issuer calls itself as somebody in the register is called, and is not that.
        endorsers: in the order in which they stand in the credential.
    """

    level: Level
    issuer_id: str
    name: str | None = None
    suspended: bool = False
    own: bool = False
    address: str | None = None
    namesake: bool = False
    endorsers: tuple[Endorser, ...] = ()

    @property
    def registered(self) -> bool:
        """Whether the issuer is approved in the register now."""
        return self.name is not None and not self.suspended

    def as_json(self) -> dict[str, Any]:
        """Plain values, in a fixed order."""
        return {
            "level": self.level.value,
            "issuer": {
                "id": self.issuer_id,
                "registered": self.registered,
                "suspended": self.suspended,
                "name": self.name,
                "host": self.address,
                "namesake": self.namesake,
            },
            "endorsers": [{"id": one.id, "name": one.name} for one in self.endorsers],
        }


def issuers(report: Report) -> Iterator[tuple[str, str]]:
    """Id and self-given name ("" for none) of every issuer in a report, those inside it too."""
    if report.about.issuer_id is not None:
        yield report.about.issuer_id, report.about.issuer_name or ""
    for inside in report.enclosed:
        yield from issuers(inside)


def behind(report: Report, register: Register) -> Behind | None:
    """Who stands behind the document of a report.

    Returns:
        None where nobody is shown to: the signature or what it covers did not hold, or the document
        is a presentation, which says who shows and not who awards.
    """
    issuer = report.about.issuer_id
    if issuer is None or report.about.kind == PRESENTATION or not proven(report):
        return None
    known, host = register.bodies.get(issuer), host_of(issuer)
    endorsers = tuple(_endorsers(report, register))
    calls_itself = (report.about.issuer_name or "").strip()
    return Behind(
        _level(report, known, host, endorsers),
        issuer,
        name=known.name if known else None,
        suspended=known is not None and not known.approved,
        own=issuer == report.about.subject_id,
        address=host,
        namesake=known is None and calls_itself in register.names,
        endorsers=endorsers,
    )


def host_of(issuer: str) -> str | None:
    """The host whose keeper alone can sign under a name; None for names that lead to no host.

    >>> host_of("did:web:school.example%3A8443:faculty")
    'school.example:8443'
    >>> host_of("https://school.example/issuer.json")
    'school.example'
    """
    if issuer.startswith("did:web:"):
        return unquote(issuer.split(":")[2]).lower() or None
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return None
    return (parts.hostname or None) if parts.scheme == "https" else None


def _level(
    report: Report, known: Known | None, host: str | None, endorsers: tuple[Endorser, ...]
) -> Level:
    approved = known is not None and known.approved
    if approved and any(one.name is not None for one in endorsers):
        return Level.INDEPENDENT
    if report.about.issuer_id == report.about.subject_id:
        return Level.PEER if endorsers else Level.SELF
    if known is not None or host is not None:
        return Level.ISSUER
    return Level.PEER if endorsers else Level.UNKNOWN


def proven(report: Report) -> bool:
    """Whether it can be read in one way only, and whoever it says it is from signed just this."""
    asked = [c for c in report.checks if c.decides and c.step[:1] in _PROVING]
    signed = any(check.step.startswith("3") for check in asked)
    return signed and all(check.outcome is Outcome.PASSED for check in asked)


def _endorsers(report: Report, register: Register) -> Iterator[Endorser]:
    """Others than the issuer and the learner, whose valid word is about this very credential.

    Praise of the achievement or of the issuer says nothing about this learner's credential.
    """
    about, seen = report.about, {report.about.issuer_id, report.about.subject_id}
    for inside in report.enclosed:
        by = inside.about.issuer_id
        praise = inside.about.kind == ENDORSEMENT and inside.verdict is Verdict.VALID
        if not praise or by is None or by in seen or not proven(inside):
            continue
        if about.id is not None and inside.about.subject_id == about.id:
            seen.add(by)
            known = register.bodies.get(by)
            yield Endorser(by, known.name if known and known.approved else None)
