"""Step 7 of verification: is what a credential points to still what its issuer meant?

A related resource carries a digest. One whose bytes differ makes the credential invalid; one that
cannot be had is told and does not bear on the verdict, because the credential stands without it.

Source: VC Data Model 2.0 §5.3 (Integrity of Related Resources).
"""

import base64
import hashlib
from typing import Any, Final

from mica.vc import multibase
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable
from mica.vc.parts import listed
from mica.vc.report import Ledger
from mica.vc.resolve import Resolve

MAX_RELATED: Final = 32
_SRI: Final = ("sha256", "sha384", "sha512")
_MULTIHASH: Final = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}


def check(credential: JsonObject, ledger: Ledger, resolve: Resolve) -> None:
    """Note one check for each related resource."""
    entries = listed(credential.get("relatedResource"))
    for entry in entries[:MAX_RELATED]:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            _check_one(entry, entry["id"], ledger, resolve)  # 7.1
    if len(entries) > MAX_RELATED:
        ledger.undecided("7.1", Undecidable("too-many-related", limit=MAX_RELATED))


def _check_one(entry: JsonObject, url: str, ledger: Ledger, resolve: Resolve) -> None:
    try:
        content = resolve(url).content
        _compare(entry.get("digestSRI"), entry.get("digestMultibase"), content, url)
    except Undecidable as error:
        ledger.undecided("7.1", error, decides=False)
    except Refused as error:
        ledger.failed("7.1", error)
    else:
        ledger.passed("7.1", "related-unchanged", url=url)


def _compare(sri: Any, multi: Any, content: bytes, url: str) -> None:
    if isinstance(sri, str):
        compare_sri(sri, content, url)
    if isinstance(multi, str):
        compare_multibase(multi, content, url)


def compare_sri(text: str, content: bytes, url: str) -> None:
    """Compare bytes with Subresource Integrity digests; any one of several suffices.

    Raises:
        Refused: `related-changed`.
        Undecidable: `digest-unknown`.
    """
    stated: dict[str, set[str]] = {}
    for part in text.split():
        name, _, value = part.partition("-")
        if name in _SRI:
            stated.setdefault(name, set()).add(value)
    if not stated:
        raise Undecidable("digest-unknown", url=url)
    # Each hash is taken once: a stranger can write a million digests for one large resource.
    for name, values in stated.items():
        if base64.b64encode(hashlib.new(name, content).digest()).decode("ascii") in values:
            return
    raise Refused("related-changed", url=url)


def compare_multibase(text: str, content: bytes, url: str) -> None:
    """Compare bytes with a multibase multihash digest.

    Raises:
        Refused: `related-changed`, or what is wrong with the text.
        Undecidable: `digest-unknown`.
    """
    digest = multibase.decode(text)
    name = _MULTIHASH.get(digest[:2])
    if name is None:
        raise Undecidable("digest-unknown", url=url)
    if hashlib.new(name, content).digest() != digest[2:]:
        raise Refused("related-changed", url=url)
