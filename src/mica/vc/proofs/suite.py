"""What a cryptosuite is, and the two ways of turning a document into bytes to sign.

Source: Data Integrity 1.0 §4.2 and §4.4; Data Integrity EdDSA Cryptosuites 1.0 §3.2, §3.3; Data
Integrity ECDSA Cryptosuites 1.0 §3.2, §3.3.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mica.vc.canonical import canonicalize
from mica.vc.canonical import jcs as json_form
from mica.vc.canonical.labour import Labour
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused
from mica.vc.keys import KeyType

HashData = Callable[[JsonObject, JsonObject, KeyType, Contexts, Labour], bytes]
"""(document without proof, proof without proofValue, type of key, contexts, who pays) to what is
signed."""

HASH_NAME: Final = {KeyType.ED25519: "sha256", KeyType.P256: "sha256", KeyType.P384: "sha384"}


@dataclass(frozen=True, slots=True)
class Suite:
    """A way of making a proof.

    Attributes:
        name: the `cryptosuite`, or the proof's `type` where the suite is one of its own.
        proof_type: the `type` of its proofs.
        key_types: the keys it takes.
        hash_data: what is signed.
        keeps_context: whether the proof carries the document's `@context` (JCS suites).
        issues: False where Mica only verifies.
    """

    name: str
    proof_type: str
    key_types: frozenset[KeyType]
    hash_data: HashData
    keeps_context: bool = False
    issues: bool = True


def rdfc(
    document: JsonObject, options: JsonObject, kind: KeyType, contexts: Contexts, labour: Labour
) -> bytes:
    """Hash of the options' canonical RDF, then hash of the document's: proof first.

    The options are read under the document's own `@context`, which is not stored in the proof.
    """
    name = HASH_NAME[kind]
    config = {**options, "@context": document.get("@context")}
    return b"".join(
        hashlib.new(name, canonicalize(part, contexts, algorithm=name, labour=labour)).digest()
        for part in (config, document)
    )


def jcs(
    document: JsonObject, options: JsonObject, kind: KeyType, _contexts: Contexts, _labour: Labour
) -> bytes:
    """Hash of the options' canonical JSON, then hash of the document's.

    Where the proof carries a `@context`, the document's must begin with it, and the document is
    read under the proof's (EdDSA Cryptosuites §3.3.2, step 4).

    Raises:
        Refused: `proof-context-differs`.
    """
    if "@context" in options:
        signed, found = _listed(options["@context"]), _listed(document.get("@context"))
        if found[: len(signed)] != signed:
            raise Refused("proof-context-differs")
        document = {**document, "@context": options["@context"]}
    name = HASH_NAME[kind]
    return b"".join(
        hashlib.new(name, json_form.canonicalize(part)).digest() for part in (options, document)
    )


def _listed(value: object) -> list[object]:
    """Not as `parts.listed`: a null here is a context of its own, which takes all meaning away."""
    return value if isinstance(value, list) else [value]
