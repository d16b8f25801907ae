"""Whether what was shown is what was found."""

from typing import Any, Final

from mica.standards.openbadges2 import times
from mica.standards.openbadges2.linked import reference
from mica.vc import documents
from mica.vc.documents import JsonObject
from mica.vc.parts import listed

_LINKS: Final = ("badge", "issuer")
_TIMES: Final = ("issuedOn", "expires")
_OPEN: Final = ("", "/badge")
"""Where more may be found than was shown: the assertion and its BadgeClass, not parts of them."""


def difference(shown: Any, found: Any, at: str = "") -> str:
    """The JSON pointer of the first thing shown that was not found so; "" where all of it was.

    The whole may have members that were not shown. A linked badge or issuer is the same as an
    embedded one with that id, one value is the same as a list of it, dates are compared as moments.
    """
    if isinstance(shown, dict) and isinstance(found, dict):
        if at not in _OPEN and shown.keys() != found.keys():
            return at
        pointers = (_member(name, shown, found, at) for name in shown if name != "@context")
    elif isinstance(shown, list) or isinstance(found, list):
        ours, theirs = listed(shown), listed(found)
        if len(ours) != len(theirs):
            return at
        pointers = (difference(*pair, at) for pair in zip(ours, theirs, strict=True))
    else:
        same = shown == found and isinstance(shown, bool) is isinstance(found, bool)
        return "" if same else at
    return next((pointer for pointer in pointers if pointer), "")


def _member(name: str, shown: JsonObject, found: JsonObject, at: str) -> str:
    there = at + documents.step(name)
    if name not in found:
        return there
    ours, theirs = shown[name], found[name]
    if name in _LINKS and isinstance(ours, dict) is not isinstance(theirs, dict):
        return "" if reference(ours) == reference(theirs) else there
    if name in _TIMES and times.same(ours, theirs):
        return ""
    return difference(ours, theirs, there)
