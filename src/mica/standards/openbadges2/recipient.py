"""Who a badge was given to: an identity, plain or hashed.

Source: Open Badges 2.0, IdentityObject and IdentityHash.
"""

from typing import Any

from mica.standards.openbadges.identity import ALGORITHMS
from mica.standards.openbadges2.errors import Broken, Unknown
from mica.vc.documents import JsonObject


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
    if name not in ALGORITHMS:
        raise Unknown("hash-unknown", name=name[:20])
    return ALGORITHMS[name]((identifier + salt).encode()) == digest.lower()


def is_hashed(recipient: JsonObject) -> bool:
    """Whether the identity is a hash. Before 2.0, `hashed` was often the text "true"."""
    said: Any = recipient.get("hashed")
    return said is True or (isinstance(said, str) and said.lower() == "true")
