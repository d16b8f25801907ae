"""Aadhaar numbers: the identity number of India, which nobody but its holder may keep in full.

Certificates of inCredible carry it masked. Where one carries it in full, it is masked here before
anything else sees it, to the last four digits. A hash of it is left out too: twelve digits are few
enough to try them all.
"""

import re
from typing import Any, Final

from mica.standards.openbadges.identity import HASH

_LABEL: Final = re.compile("aadhaar|aadhar|uidai", re.IGNORECASE)
_LABELLED: Final = re.compile(r"\d(?:[ -]?\d){10,}", re.ASCII)
"""Eleven digits or more, in groups or not, in an object that speaks of Aadhaar."""
_BARE: Final = re.compile(r"(?<![\w-])[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?![\w-])", re.ASCII)
"""Twelve digits elsewhere: masked only where their check digit is right."""
_DIHEDRAL: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def masked(value: Any) -> Any:
    """A JSON value in which every Aadhaar number is masked but for its last four digits."""
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        texts = [*value, *(item for item in value.values() if isinstance(item, str))]
        kinds = value.get("type", value.get("@type"))
        texts += (
            [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
        )
        labelled = any(_LABEL.search(text) for text in texts if not text.startswith("data:"))
        return {
            name: _mask(item, labelled=labelled) if isinstance(item, str) else masked(item)
            for name, item in value.items()
        }
    return _mask(value, labelled=False) if isinstance(value, str) else value


def is_checked(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (Verhoeff).

    >>> is_checked("2363"), is_checked("2364")
    (True, False)
    """
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_DIHEDRAL[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0


def _mask(text: str, *, labelled: bool) -> str:
    if text.startswith("data:"):
        return text
    if labelled or _LABEL.search(text):
        return "redacted" if HASH.fullmatch(text) else _LABELLED.sub(_hide, text)
    return text if "://" in text else _BARE.sub(_hide_checked, text)


def _hide(match: re.Match[str]) -> str:
    return re.sub(r"\d", "X", match[0][:-4]) + match[0][-4:]


def _hide_checked(match: re.Match[str]) -> str:
    return _hide(match) if is_checked(re.sub(r"[ -]", "", match[0])) else match[0]
