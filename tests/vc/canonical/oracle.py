"""The second opinion: pyld for JSON-LD as it is, pyoxigraph for RDFC-1.0; and a small reader of N-Quads."""

import re
from typing import Any

import pyoxigraph
from pyld import jsonld

from mica.vc.canonical.nquads import Quad, quoted
from mica.vc.canonical.reference import loader
from mica.vc.contexts import Contexts

_TERM = r'<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[a-zA-Z0-9-]+)?'
_QUAD = re.compile(rf"\s*({_TERM})\s+({_TERM})\s+({_TERM})(?:\s+({_TERM}))?\s*\.\s*(?:#.*)?")


def read_nquads(text: str) -> list[Quad]:
    """Quads of N-Quads text, each term rewritten in its canonical form."""
    quads = []
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            match = _QUAD.fullmatch(line)
            assert match, line
            s, p, o, g = (_term(term or "") for term in match.groups())
            quads.append((s, p, o, g))
    return quads


def _term(text: str) -> str:
    if text.startswith("<"):
        return _unescaped(text)
    if text.startswith('"'):
        end = text.rindex('"')
        return quoted(_unescaped(text[1:end])) + _unescaped(text[end + 1 :])
    return text


def _unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        escape = match[1]
        if escape[0] in "uU":
            return chr(int(escape[1:], 16))
        return "\t\b\n\r\f\"'\\"["tbnrf\"'\\".index(escape)]

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", one, text)


def canonical(nquads: str, algorithm: str = "sha256") -> bytes:
    """Canonical N-Quads by pyoxigraph."""
    dataset = pyoxigraph.Dataset(
        pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    )
    dataset.canonicalize(
        pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384
        if algorithm == "sha384"
        else pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0
    )
    return "".join(sorted(f"{quad} .\n" for quad in dataset)).encode()


def pyld_nquads(document: dict[str, Any], contexts: Contexts) -> str:
    """N-Quads by pyld.to_rdf, unchecked, as anybody would call it."""
    jsonld._resolved_context_cache.clear()
    options = {"documentLoader": loader(contexts), "format": "application/n-quads"}
    nquads: str = jsonld.to_rdf(document, options)
    return nquads
