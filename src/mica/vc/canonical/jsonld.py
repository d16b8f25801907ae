"""From a JSON-LD document to its quads."""

from mica.vc.canonical import reference
from mica.vc.canonical.nquads import Quad
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject


def to_quads(document: JsonObject, contexts: Contexts) -> list[Quad]:
    """The RDF dataset of a document; see `reference.to_quads` for what is refused."""
    return reference.to_quads(document, contexts)
