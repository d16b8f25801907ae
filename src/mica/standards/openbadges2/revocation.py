"""The revocation list of an issuer of signed badges (rule 5.1).

Source: Open Badges 2.0, RevocationList; Open Badges 1.1, where it is an object from uid to reason.
"""

from typing import Any, Final

from mica.standards.openbadges2 import linked
from mica.standards.openbadges2.errors import Broken, Unknown
from mica.standards.openbadges2.linked import reference
from mica.vc.documents import JsonObject
from mica.vc.resolve import Resolve

_NO_REASON: Final = "none given"


def check_not_revoked(assertion: JsonObject, issuer: JsonObject, resolve: Resolve) -> None:
    """Whether the issuer's list leaves the assertion alone. Without a list, nothing is revoked.

    Raises:
        Broken: `badge-revoked`, with the list's reason.
        Unreachable, Unknown: as `linked.fetch`; `revocation-list-unreadable`, also where the badge
            has no name by which a list could mention it.
    """
    if issuer.get("revocationList") is None:
        return
    address = reference(issuer["revocationList"])
    names = {name for name in (reference(assertion), assertion.get("uid")) if isinstance(name, str)}
    if address is None or not names:
        raise Unknown("revocation-list-unreadable", url=str(address)[:200])
    document = linked.fetch(address, resolve)
    reasons, complete = _reasons(document, reference(issuer))
    for name in names & reasons.keys():
        raise Broken("badge-revoked", reason=reasons[name])
    if not complete:
        raise Unknown("revocation-list-unreadable", url=address)


def _reasons(document: JsonObject, issuer: str | None) -> tuple[dict[str, str], bool]:
    """Each revoked name with the reason, and whether the list could be read to its end."""
    if "issuer" in document and reference(document["issuer"]) != issuer:
        return {}, False
    if "revokedAssertions" not in document:
        # An empty object is what a broken service answers, and no list of either kind.
        elder = bool(document) and "@context" not in document
        elder = elder and all(isinstance(reason, str) for reason in document.values())
        return ({name: str(reason) for name, reason in document.items()} if elder else {}), elder
    revoked = document["revokedAssertions"]
    if not isinstance(revoked, list):
        return {}, False
    found = [_entry(entry) for entry in revoked]
    reasons = {name: reason for names, reason in found for name in names}
    return reasons, all(names for names, _ in found)


def _entry(entry: Any) -> tuple[list[str], str]:
    if isinstance(entry, str):
        return [entry], _NO_REASON
    if not isinstance(entry, dict):
        return [], _NO_REASON
    names = [entry[name] for name in ("id", "@id", "uid") if isinstance(entry.get(name), str)]
    return names, str(entry.get("revocationReason", _NO_REASON))
