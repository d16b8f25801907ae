"""Hosted badges: what stands at the assertion's address counts, if the issuer allows the address.

Source: Open Badges 2.0, hosted verification and VerificationObject.
"""

from typing import Final

from mica.standards.openbadges2 import linked
from mica.standards.openbadges2.comparing import difference
from mica.standards.openbadges2.errors import Broken, Unknown
from mica.standards.openbadges2.linked import host, reference
from mica.standards.openbadges2.opening import Presented, as_assertion, recognises
from mica.vc.documents import JsonObject
from mica.vc.errors import Unreachable
from mica.vc.parts import listed
from mica.vc.resolve import Resolve

_GONE: Final = 410


def copy_of(shown: Presented, resolve: Resolve) -> JsonObject:
    """The assertion as it stands at its address (rule 3.1), if what was shown agrees with it.

    Raises:
        Broken: `hosted-without-address`, `hosted-differs`.
        Unreachable, Unknown: as `linked.fetch`; `hosted-unreadable` where no assertion stands.
    """
    address = reference(shown.assertion)
    if address is None or host(address) is None:
        raise Broken("hosted-without-address", id=str(address)[:200])
    found = linked.fetch(address, resolve)
    if not recognises(found):
        raise Unknown("hosted-unreadable", url=address)
    pointer = difference(shown.document, found)
    if pointer:
        raise Broken("hosted-differs", pointer=pointer, url=address)
    return as_assertion(found)


def check_place(address: str, issuer: JsonObject) -> None:
    """Whether the issuer allows its assertions at this address (rule 3.2).

    `startsWith` and `allowedOrigins` of the issuer's `verification` both bind; without them the
    assertion stands on the host of the issuer's id.

    Raises:
        Broken: `hosted-elsewhere`.
        Unknown: `verification-unknown`, where the issuer names another property than the id;
            `issuer-without-address`.
    """
    rules = issuer.get("verification", {})
    if not isinstance(rules, dict) or rules.get("verificationProperty", "id") not in ("id", "@id"):
        raise Unknown("verification-unknown")
    prefixes, origins = (listed(rules.get(name)) for name in ("startsWith", "allowedOrigins"))
    if reference(issuer) is None:
        raise Unknown("issuer-without-address", id="")
    if not prefixes and not origins:
        origins = [reference(issuer)]
    place = host(address)
    allowed = place is not None
    if prefixes:
        allowed &= any(_begins(address, prefix) for prefix in prefixes)
    if origins:
        allowed &= place in {_origin(origin) for origin in origins}
    if not allowed:
        raise Broken("hosted-elsewhere", url=address[:200], issuer=str(reference(issuer))[:200])


def check_not_withdrawn(assertion: JsonObject, resolve: Resolve) -> None:
    """Whether the hosted assertion still stands (rule 5.1).

    Raises:
        Broken: `badge-revoked`, where it says so or its address answers 410 Gone.
        Unreachable, Unknown: as `linked.fetch`; `hosted-unreadable` where no assertion stands.
    """
    try:
        found = linked.fetch(reference(assertion) or "", resolve)
    except Unreachable as error:
        if error.data.get("status") == _GONE:
            raise Broken("badge-revoked", reason="its address says that it is gone") from error
        raise
    if not recognises(found) and "revoked" not in found:
        raise Unknown("hosted-unreadable", url=str(reference(assertion))[:200])
    refuse_revoked(found)


def refuse_revoked(assertion: JsonObject) -> None:
    """Refuse an assertion that says of itself that it is revoked.

    Raises:
        Broken: `badge-revoked`.
        Unknown: `revoked-unreadable`, where `revoked` is neither true nor false.
    """
    said = assertion.get("revoked", False)
    if said is True:
        raise Broken("badge-revoked", reason=str(assertion.get("revocationReason", "none given")))
    if said is not False:
        raise Unknown("revoked-unreadable")


def _begins(address: str, prefix: object) -> bool:
    # The host has to agree as a whole: "https://a.example" is no beginning of "https://a.example.b".
    if not isinstance(prefix, str):
        return False
    return address.startswith(prefix) and host(prefix) is not None and host(prefix) == host(address)


def _origin(origin: object) -> str | None:
    """A host as issuers write it: bare, as the context defines, or as an origin with its scheme."""
    if not isinstance(origin, str):
        return None
    return host(origin if "://" in origin else f"https://{origin}")
