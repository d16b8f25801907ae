"""The canonical forms of documents: what is hashed and signed.

    jcs        JSON to canonical JSON (RFC 8785)
    jsonld     JSON-LD to quads; `reference` is its slow and general way
    rdfc       quads to canonical N-Quads (RDFC-1.0); `ndegree` is its slow and general way
    labour     what all of this may cost
    template   many documents that differ in a few texts

Two implementations that canonicalise differently can be played against each other, so wherever a
fast way is not certain to give what the reference gives, the reference is taken.
"""

from mica.vc.canonical import rdfc
from mica.vc.canonical.jsonld import to_quads
from mica.vc.canonical.labour import Labour
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject


def canonicalize(
    document: JsonObject,
    contexts: Contexts,
    *,
    algorithm: str = "sha256",
    labour: Labour | None = None,
) -> bytes:
    """The canonical N-Quads of a JSON-LD document, UTF-8 (RDFC-1.0 §4.4).

    Args:
        document: a JSON object with `@context`; never changed.
        contexts: the contexts that count as known.
        algorithm: "sha256" or "sha384", the hash inside RDFC-1.0.
        labour: pays for the work; a purse of its own where it is None.

    Raises:
        Refused: where the document says something that the canonical form would not cover, or is
            not JSON-LD; see `reference.to_quads`.
        Undecidable: `context-unknown`, `graph-too-complex`, `too-much-to-expand`,
            `json-ld-not-understood`, `ambiguous-text`, `ambiguous-double`, `too-much-work`.
    """
    labour = labour or Labour()
    quads = to_quads(document, contexts, labour)
    return rdfc.canonicalize(quads, algorithm=algorithm, labour=labour).encode()
