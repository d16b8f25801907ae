"""The structural rules of Open Badges 2.0 (rules 2.1 to 2.3): which members, of which shape.

Source: Open Badges 2.0, Assertion, BadgeClass, Profile and what they hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mica.errors import say
from mica.standards.openbadges.identity import HASH
from mica.standards.openbadges2 import times
from mica.standards.openbadges2.linked import host, reference
from mica.standards.openbadges2.opening import Method, method_of
from mica.standards.openbadges2.sentences import SENTENCES
from mica.vc.documents import JsonObject, step
from mica.vc.parts import listed, texts
from mica.vc.report import Fault

CONTEXT: Final = "https://w3id.org/openbadges/v2"
_IRI: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*|_):[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A member and what fits there.

    Attributes:
        member: its name.
        fits: whether a value is right.
        right: what would be right, for people.
        required: whether it has to be there.
    """

    member: str
    fits: Callable[[Any], bool]
    right: str
    required: bool = True


def check_assertion(assertion: JsonObject) -> list[Fault]:
    """The rules that an Assertion breaks (rule 2.1), pointers from its root."""
    faults = _broken(assertion, _ASSERTION)
    if not any("openbadges/v2" in text for text in texts(assertion.get("@context"))):
        faults.append(_fault("member-wrong", "/@context", "@context", f"{CONTEXT}, as a text"))
    if isinstance(assertion.get("recipient"), dict):
        faults += _check_recipient(assertion["recipient"])
    hosted = method_of(assertion) is Method.HOSTED
    if hosted and isinstance(assertion.get("id"), str) and host(assertion["id"]) is None:
        faults.append(_fault("member-wrong", "/id", "id", "the web address of the assertion"))
    return faults


def check_badge(badge: JsonObject) -> list[Fault]:
    """The rules that a BadgeClass breaks (rule 2.2), pointers from its root."""
    faults = _broken(badge, _BADGE)
    for place, alignment in _places(badge, "alignment"):
        faults += _broken(alignment, _ALIGNMENT, place)
    return faults


def check_issuer(issuer: JsonObject) -> list[Fault]:
    """The rules that an issuer's Profile breaks (rule 2.3), pointers from its root."""
    return _broken(issuer, _ISSUER)


def _check_recipient(identity: JsonObject) -> list[Fault]:
    faults = _broken(identity, _RECIPIENT, "/recipient")
    text = identity.get("identity")
    hashed = identity.get("hashed") is True and isinstance(text, str)
    if hashed and "$" in str(text) and str(text).partition("$")[0] not in ("sha256", "md5"):
        return faults  # another algorithm is unknown, not wrong; `belongs_to` says so
    if hashed and not HASH.fullmatch(str(text)):
        right = "sha256$ and 64 hexadecimal digits, or md5$ and 32"
        faults.append(_fault("member-wrong", "/recipient/identity", "identity", right))
    return faults


def _broken(item: JsonObject, rules: tuple[Rule, ...], at: str = "") -> list[Fault]:
    faults = []
    for rule in rules:
        pointer = at + step(rule.member)
        if rule.member not in item:
            if rule.required:
                faults.append(_fault("member-missing", pointer, rule.member, rule.right))
        elif not rule.fits(item[rule.member]):
            faults.append(_fault("member-wrong", pointer, rule.member, rule.right))
    return faults


def _places(item: JsonObject, member: str) -> list[tuple[str, JsonObject]]:
    value = item.get(member)
    indexed = isinstance(value, list)
    return [
        (f"{step(member)}/{index}" if indexed else step(member), entry)
        for index, entry in enumerate(listed(value))
        if isinstance(entry, dict)
    ]


def _fault(code: str, pointer: str, member: str, right: str) -> Fault:
    data = {"member": member, "right": right}
    return Fault(code, pointer, say(SENTENCES, code, data), data)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_iri(value: Any) -> bool:
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def _is_link(value: Any) -> bool:
    return _is_iri(value) or isinstance(value, dict)


def _is_image(value: Any) -> bool:
    return _is_iri(reference(value))


def _are(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """One or many of what fits."""
    return lambda value: value is not None and all(fits(entry) for entry in listed(value))


def _has_type(*names: str) -> Callable[[Any], bool]:
    return lambda value: bool(set(names) & set(texts(value)))


_ID: Final = Rule("id", _is_iri, "an absolute IRI, such as https://… or urn:uuid:…")
_ASSERTION: Final = (
    _ID,
    Rule("type", _has_type("Assertion"), "“Assertion”"),
    Rule("recipient", lambda value: isinstance(value, dict), "an IdentityObject"),
    Rule("badge", _is_link, "the address of a BadgeClass, or the whole of it"),
    Rule(
        "verification",
        lambda value: method_of({"verification": value}) is not None,
        "an object of type HostedBadge (hosted) or SignedBadge (signed)",
    ),
    Rule("issuedOn", times.is_stamp, "a date with time and time zone, as 2026-01-15T09:00:00Z"),
    Rule("expires", times.is_stamp, "a date with time and time zone", required=False),
    Rule("image", _is_image, "an address, or an object with an id", required=False),
    Rule("evidence", _are(_is_link), "addresses or objects", required=False),
    Rule("narrative", _is_text, "a text", required=False),
    Rule("revoked", lambda value: isinstance(value, bool), "true or false", required=False),
)
_RECIPIENT: Final = (
    Rule("type", _is_text, "the kind of identity, such as “email”"),
    Rule("hashed", lambda value: isinstance(value, bool), "true or false"),
    Rule("identity", _is_text, "the identity, or its hash"),
    Rule("salt", lambda value: isinstance(value, str), "a text", required=False),
)
_BADGE: Final = (
    _ID,
    Rule("type", _has_type("BadgeClass"), "“BadgeClass”"),
    Rule("name", _is_text, "a text"),
    Rule("description", _is_text, "a text"),
    Rule("image", _is_image, "an address, a data: URI, or an object with an id"),
    Rule("criteria", _are(_is_link), "an address, or an object with a narrative"),
    Rule("issuer", _is_link, "the address of the issuer's Profile, or the whole of it"),
    Rule("alignment", _are(lambda value: isinstance(value, dict)), "objects", required=False),
    Rule("tags", _are(_is_text), "texts", required=False),
)
_ALIGNMENT: Final = (
    Rule("targetName", _is_text, "a text"),
    Rule("targetUrl", _is_iri, "an absolute IRI"),
)
_ISSUER: Final = (
    _ID,
    Rule("type", _has_type("Issuer", "Profile"), "“Issuer” or “Profile”"),
    Rule("name", _is_text, "a text"),
    Rule("url", _is_iri, "a web address"),
    Rule("email", _is_text, "an e-mail address"),
    Rule("publicKey", _are(_is_link), "keys, or addresses of keys", required=False),
    Rule("verification", lambda value: isinstance(value, dict), "an object", required=False),
)
