"""The second opinion: pyld for JSON-LD as it is, pyoxigraph for RDFC-1.0."""

import re
from typing import Any

import pyoxigraph
from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.nquads import parse_nquads

from mica.vc.canonical import rdfc
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


def agree(ours: list[Quad], nquads: str) -> bool:
    """Whether our quads are those of the text, and are labelled as others label them."""
    made = rdfc.canonicalize(ours)
    if made != rdfc.canonicalize(read_nquads(nquads)):
        return False
    if made.encode() == canonical(nquads):
        return True
    # pyoxigraph lists a neighbour once where others list it once for every link, which shows only
    # among look-alikes. There pyld decides, on plain texts, because it escapes in its own way.
    plain = [
        (s, p, '"' + re.sub("[^a-z]", "-", ascii(o)) + '"' if o[0] == '"' else o, g)
        for s, p, o, g in ours
    ]
    text = "".join(" ".join(term for term in quad if term) + " .\n" for quad in plain)
    return look_alikes(ours) and rdfc.canonicalize(plain) == by_pyld(text)


def look_alikes(quads: list[Quad]) -> bool:
    """Whether some blank nodes have the same first-degree hash."""
    hashes = rdfc.first_degree_hashes(quads)
    return len(set(hashes.values())) < len(hashes)


def by_pyld(nquads: str) -> str:
    """Canonical N-Quads by pyld, whose escapes are not RDFC-1.0's."""
    made: str = URDNA2015().main(parse_nquads(nquads), {"format": "application/n-quads"})
    return made


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
    options = {"documentLoader": loader(contexts), "format": "application/n-quads"}
    nquads: str = jsonld.to_rdf(document, options)
    return nquads
