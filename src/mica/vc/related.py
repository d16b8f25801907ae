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
from mica.vc.parts import objects
from mica.vc.report import Ledger
from mica.vc.resolve import Resolve

MAX_RELATED: Final = 32
_SRI: Final = ("sha256", "sha384", "sha512")
_MULTIHASH: Final = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
_PLAIN: Final = str.maketrans("-_", "+/")
"""From base64url, which browsers read in a digest too, to base64."""


def check(credential: JsonObject, ledger: Ledger, resolve: Resolve) -> None:
    """Note one check for each related resource, and one for those beyond MAX_RELATED."""
    entries = objects(credential.get("relatedResource"))
    for entry in entries[:MAX_RELATED]:
        if isinstance(entry.get("id"), str):
            _check_one(entry, entry["id"], ledger, resolve)  # 7.1
    if len(entries) > MAX_RELATED:
        ledger.undecided("7.1", Undecidable("too-many-related", limit=MAX_RELATED))


def digest_sri(content: bytes) -> str:
    """Bytes as `digestSRI` has them: SHA-384 in base64 (Subresource Integrity §3.1)."""
    return f"sha384-{_base64('sha384', content)}"


def digest_multibase(content: bytes) -> str:
    """Bytes as `digestMultibase` has them: a multihash of SHA2-256 in multibase base64url."""
    code = next(code for code, name in _MULTIHASH.items() if name == "sha256")
    return "u" + multibase.base64url_encode(code + hashlib.sha256(content).digest())


def _check_one(entry: JsonObject, url: str, ledger: Ledger, resolve: Resolve) -> None:
    try:
        _compare(entry.get("digestSRI"), entry.get("digestMultibase"), url, resolve)
    except Undecidable as error:
        ledger.undecided("7.1", error, decides=False)
    except Refused as error:
        ledger.failed("7.1", error)
    else:
        ledger.passed("7.1", "related-unchanged", url=url)


def _compare(sri: Any, multi: Any, url: str, resolve: Resolve) -> None:
    if not isinstance(sri, str) and not isinstance(multi, str):
        raise Undecidable("digest-unknown", url=url)
    content = resolve(url).content
    if isinstance(sri, str):
        compare_sri(sri, content, url)
    if isinstance(multi, str):
        compare_multibase(multi, content, url)


def compare_sri(text: str, content: bytes, url: str) -> None:
    """Compare bytes with Subresource Integrity digests; any one of several suffices.

    Args:
        text: digests with white space between them, each perhaps with options after `?`.
        content: the bytes that were had.
        url: where, for the finding.

    Raises:
        Refused: `related-changed`.
        Undecidable: `digest-unknown`.
    """
    stated: dict[str, set[str]] = {}
    for part in text.split():
        name, _, value = part.partition("?")[0].partition("-")
        if name in _SRI:
            stated.setdefault(name, set()).add(value.translate(_PLAIN))
    if not stated:
        raise Undecidable("digest-unknown", url=url)
    # Each hash is taken once: a stranger can write a million digests for one large resource.
    if not any(_base64(name, content) in values for name, values in stated.items()):
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


def _base64(name: str, content: bytes) -> str:
    return base64.b64encode(hashlib.new(name, content).digest()).decode("ascii")
