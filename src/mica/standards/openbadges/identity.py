"""Who a badge is for, without saying so: identifiers in hashed form.

Source: Open Badges 3.0, IdentityObject and IdentityHash: the salt is appended to the identifier,
the hash taken of the UTF-8 bytes, and written in hexadecimal after the name of the algorithm and a
dollar sign.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

HASH: Final = re.compile(r"sha256\$[0-9A-Fa-f]{64}|md5\$[0-9A-Fa-f]{32}")
"""IdentityHash: the algorithm, a dollar sign, and the digest in hexadecimal digits."""
ALGORITHMS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "sha256": lambda data: hashlib.sha256(data).hexdigest(),
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
"""From the UTF-8 of identifier and salt to the digest, lower case; md5 is only ever read."""


def identity_hash(identifier: str, salt: str) -> str:
    """The SHA-256 form of an identifier.

    The salt is any text, long and secret enough that a list of addresses cannot be tried out.

    >>> identity_hash("a@example.org", "Kosher")[:15]
    'sha256$3570e49e'
    """
    return "sha256$" + ALGORITHMS["sha256"]((identifier + salt).encode())


def names(identity: Mapping[str, Any], identifier: str) -> bool:
    """Whether an IdentityObject is for this identifier, compared to the letter (case included).

    MD5 is read, because the format allows it, and never written.
    """
    stated = identity.get("identityHash")
    if type(stated) is not str:
        return False
    if identity.get("hashed") is not True:
        return stated == identifier
    salt = identity.get("salt", "")
    if type(salt) is not str:
        return False
    algorithm, _, digest = stated.partition("$")
    make = ALGORITHMS.get(algorithm)
    return make is not None and make((identifier + salt).encode()) == digest.lower()
