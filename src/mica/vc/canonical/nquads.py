"""RDF terms as canonical N-Quads writes them, and the quads made of them.

Every term is text that can be compared and hashed as it stands: `<iri>`, `"literal"` with its
`^^<type>` or `@language`, or a blank node `_:label`. The first character tells which. Source: RDF
1.2 N-Quads § Canonical N-Quads, as RDFC-1.0 §5 requires it.
"""

import re
from decimal import Decimal
from math import isfinite
from typing import Final, TypeAlias

from mica.vc.documents import MAX_INTEGER
from mica.vc.errors import Refused, Undecidable

Quad: TypeAlias = tuple[str, str, str, str]
"""Subject, predicate, object, graph; the graph is "" for the default graph."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE: Final = f"<{RDF}type>"
RDF_FIRST: Final = f"<{RDF}first>"
RDF_REST: Final = f"<{RDF}rest>"
RDF_NIL: Final = f"<{RDF}nil>"
XSD_DOUBLE: Final = XSD + "double"
XSD_STRING: Final = XSD + "string"

is_iri: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    r'[^\s\x00-\x20<>"{}|^`\\\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]*'
).fullmatch
"""Whether a text is absolute and free of what RFC 3987 and the N-Quads grammar forbid.

White space beyond ASCII is refused too: JSON-LD implementations take such IRIs for relative ones.
Percent-encoding and the parts of a URL are not examined: nobody signs differently for them.
"""

is_language: Final = re.compile("[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*").fullmatch

_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII).fullmatch
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]").search
_ESCAPES: Final = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"
}  # fmt: skip
_EXPONENT: Final = re.compile(r"(\d)0*E\+?(-)?0*(\d)")
_POINTLESS: Final = 1e-6
_INTEGERS_END: Final = 1e21
"""From here on JSON-LD 1.1 §8.2.2 writes whole numbers as doubles too."""


def iri(text: object) -> str:
    """The term of an absolute IRI.

    Raises:
        Refused: `relative-iri` or `bad-iri`.
    """
    if type(text) is str and is_iri(text):
        return f"<{text}>"
    if type(text) is str and re.match("[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise Refused("bad-iri", value=ascii(text)[1:-1])
    raise Refused("relative-iri", value=ascii(text))


def quoted(text: str) -> str:
    r"""The text in quotes, escaped as canonical N-Quads has it.

    >>> print(quoted("a\tb"))
    "a\tb"

    Raises:
        Refused: `bad-text` for half of a character.
        Undecidable: `ambiguous-text` for U+FFFE and U+FFFF, which not everybody escapes.
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    if _LONE_SURROGATE(text):
        raise Refused("bad-text", pointer=ascii(text))
    if "\ufffe" in text or "\uffff" in text:
        # RDF 1.2 escapes these two, RDFC-1.0 and its editors' code do not, pyoxigraph does.
        raise Undecidable("ambiguous-text", value=ascii(text))
    return f'"{text.translate(_ESCAPES)}"'


def literal(value: object, datatype: str | None) -> str:
    """The term of a JSON scalar.

    Args:
        value: a string, number or boolean.
        datatype: absolute IRI, or None for the native type (JSON-LD 1.1 API §8.2.2).

    Raises:
        Refused: `bad-text`, `number-out-of-range` for NaN and infinities, `bad-iri`,
            `not-a-json-value`.
        Undecidable: `ambiguous-text`; `ambiguous-double` for a number that JavaScript writes in
            another way, and for a string that is typed as a double
            and whose value implementations read differently.
    """
    if type(value) is str:
        if datatype is None or datatype == XSD_STRING:
            return quoted(value)
        if datatype == XSD_DOUBLE:
            return f'"{_double_of(value)}"^^<{XSD_DOUBLE}>'
        return f"{quoted(value)}^^{iri(datatype)}"
    if type(value) is bool:
        return _typed("true" if value else "false", datatype or XSD + "boolean")
    if type(value) is int or type(value) is float:
        return _number(value, datatype)
    raise Refused("not-a-json-value", pointer=ascii(value))


def _number(value: float, datatype: str | None) -> str:
    """Whole numbers as integers, others as canonical doubles, whatever the declared type.

    That is so even where a context says float: 3.0 is "3", 3.5 is "3.5E0".
    """
    if not isfinite(value) or (type(value) is int and abs(value) > MAX_INTEGER):
        raise Refused("number-out-of-range", pointer=str(value))
    if datatype == XSD_DOUBLE or value != int(value) or abs(value) >= _INTEGERS_END:
        if _is_written_differently(value):
            raise Undecidable("ambiguous-double", value=str(value))
        return _typed(_double(value), datatype or XSD_DOUBLE)
    return _typed(str(int(value)), datatype or XSD + "integer")


def _is_written_differently(value: float) -> bool:
    """Whether implementations in JavaScript, sound otherwise, write a double in another way.

    They take a number for whole whose text has no point (1e-7 becomes "0"), and where the sixteenth
    digit is exactly half way they round up, and Python to even.
    """
    if 0 < abs(value) < _POINTLESS and "." not in repr(value):
        return True
    digits = Decimal(value).as_tuple().digits
    return len(digits) == 17 and digits[-1] == 5  # noqa: PLR2004 - sixteen and the half


def _typed(lexical: str, datatype: str) -> str:
    return f'"{lexical}"' if datatype == XSD_STRING else f'"{lexical}"^^{iri(datatype)}'


def _double(value: float) -> str:
    return _EXPONENT.sub(r"\1E\2\3", f"{value:1.15E}")


def _double_of(text: str) -> str:
    if not _DECIMAL(text):
        raise Undecidable("ambiguous-double", value=ascii(text))
    value = float(text)
    if not isfinite(value):
        raise Refused("number-out-of-range", pointer=text)
    return _double(value)
