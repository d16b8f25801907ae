"""Who a badge was given to: an identity, plain or hashed.

Source: Open Badges 2.0, IdentityObject and IdentityHash.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final

from mica.standards.openbadges2.errors import Broken, Unknown
from mica.vc.documents import JsonObject

_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
HASH: Final = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}", re.ASCII)
"""IdentityHash: the algorithm, a dollar sign, and the digest in hexadecimal digits."""


def belongs_to(recipient: JsonObject, identifier: str) -> bool:
    """Whether a badge's recipient is the one with this identifier, such as an e-mail address.

    Args:
        recipient: the IdentityObject. Where it is hashed, the salt is appended before hashing.
        identifier: compared as it stands; upper and lower case differ.

    Raises:
        Broken: `recipient-unreadable`.
        Unknown: `hash-unknown`, where the algorithm is another than sha256 or md5.
    """
    identity, salt = recipient.get("identity"), recipient.get("salt", "")
    if not isinstance(identity, str) or not isinstance(salt, str):
        raise Broken("recipient-unreadable")
    if not is_hashed(recipient):
        return identity == identifier
    name, _, digest = identity.partition("$")
    if name not in _HASHES:
        raise Unknown("hash-unknown", name=name[:20])
    return _HASHES[name]((identifier + salt).encode()) == digest.lower()


def is_hashed(recipient: JsonObject) -> bool:
    """Whether the identity is a hash. Before 2.0, `hashed` was often the text "true"."""
    said: Any = recipient.get("hashed")
    return said is True or (isinstance(said, str) and said.lower() == "true")
