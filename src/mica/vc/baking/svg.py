"""Credentials in SVG images: one element, the first child of `<svg>`, spliced into untouched text.

The picture is scanned by expat and never rebuilt, so that apart from the insertion it stays the
same byte for byte. There are no document types that declare anything, no entities but XML's own
five, nothing from outside. A bare document type line, as SVG 1.1 tools wrote it and 1EdTech's own
sample has it, is passed over and never followed. Sources: Open Badges 3.0 §5.3.2; Open Badges 2.0
baking; XML 1.0.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from mica.vc.baking import active
from mica.vc.baking.carried import V2, V3, Carried, check_size
from mica.vc.errors import Refused, Unusable
from mica.vc.jose import is_signed

# Measured on one core: a file at these limits takes about a second, without them eight.
MAX_SIZE: Final = 5 * 1024 * 1024
MAX_DEPTH: Final = 256
MAX_ELEMENTS: Final = 50_000
MAX_ATTRIBUTES: Final = 250_000

_PREFIX: Final = "openbadges"
_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_MARKS: Final = {f"{_NAMESPACE} credential": V3, "http://openbadges.org assertion": V2}
_ROOT: Final = f"{active.SVG} svg"
_HEAD: Final = 64 * 1024

# Possessive throughout: a stranger's text must not make a search quadratic.
_TAG: Final = re.compile(rb"<([^\s/>\"']++)(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_LITERAL: Final = rb"\s++(?:\"[^\"]*+\"|'[^']*+')"
_BARE_DOCTYPE: Final = re.compile(
    rb"<!DOCTYPE\s++[\w:.-]++(?:\s++PUBLIC%b%b|\s++SYSTEM%b)?+\s*+>" % ((_LITERAL,) * 3)
)
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(slots=True)
class _Element:
    """A marked element: its bytes in the file and what it holds."""

    version: int
    start: int
    end: int
    verify: str
    text: list[str] = field(default_factory=list)
    parent: bool = False


def is_svg(data: bytes) -> bool:
    """Whether the bytes look like an SVG, in whatever encoding and however broken."""
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and re.search(rb"[<:]svg[\s/>]", head) is not None


def find(image: bytes) -> list[Carried]:
    """Every text that is marked as a credential, in the order of the file.

    Raises:
        Unusable: `svg-…` where the file is not one that is read, `baked-ambiguous` where an element
            says two things.
    """
    return [Carried(element.version, _text(element)) for element in _Scan(image).baked]


def bake(image: bytes, text: str) -> bytes:
    """The image with the text as its one credential; whatever it carried before goes.

    Args:
        image: an SVG in UTF-8.
        text: from `carried.to_carry`.

    Raises:
        Unusable: `svg-…` where the file is not one that is read.
        Refused: `svg-active-content` where the picture acts or reaches out; `svg-cannot-carry`
            where the text holds a character that XML does not have.
    """
    scan = _Scan(image, watch=True)
    edits = [(element.start, element.end, b"") for element in scan.baked]
    tag = _TAG.match(image, scan.root)
    if tag is None:
        raise Unusable("svg-not-well-formed", line=1, column=0, reason="the root tag is unreadable")
    declared = scan.namespaces.get(_PREFIX)
    if declared is None:
        edits.append((tag.end(1), tag.end(1), f' xmlns:{_PREFIX}="{_NAMESPACE}"'.encode()))
    made = _element(text, declare=declared not in (None, _NAMESPACE)).encode()
    if image.endswith(b"/>", scan.root, tag.end()):
        edits.append((tag.end() - 2, tag.end(), b">" + made + b"</" + tag[1] + b">"))
    else:
        edits.append((tag.end(), tag.end(), made))
    return check_size(_spliced(image, sorted(edits)), MAX_SIZE)


def _spliced(image: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    pieces, at = [], 0
    for start, end, made in edits:
        pieces += [image[at:start], made]
        at = end
    return b"".join([*pieces, image[at:]])


def _element(text: str, *, declare: bool) -> str:
    name = f"{_PREFIX}:credential"
    namespace = f' xmlns:{_PREFIX}="{_NAMESPACE}"' if declare else ""
    if is_signed(text):
        return f'<{name}{namespace} verify="{text}"></{name}>'
    if _NOT_XML.search(text):
        raise Refused("svg-cannot-carry")
    # A carriage return would come back as a line feed (XML 1.0 §2.11), so it stands as a reference.
    body = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return f"<{name}{namespace}><![CDATA[{body}]]></{name}>"


def _text(element: _Element) -> str:
    """What a marked element says: its body, or its `verify` attribute.

    Before 3.0 a hosted badge has its link in `verify` and a copy in the body. The copy is returned:
    it names its own link, where whoever believes it must look anyway.
    """
    body, verify = "".join(element.text).strip(), element.verify.strip()
    if element.parent:
        raise Unusable("baked-not-a-credential")
    if body and verify and (element.version == V3 or is_signed(verify)):
        raise Unusable("baked-ambiguous")
    return body or verify


class _Scan:
    """One pass over an SVG.

    Attributes:
        root: byte at which the root's tag starts.
        namespaces: prefixes declared on the root.
        baked: marked elements, in order; those inside another are part of it.
    """

    def __init__(self, image: bytes, *, watch: bool = False) -> None:
        self.root = 0
        self.namespaces: dict[str | None, str] = {}
        self.baked: list[_Element] = []
        self._image = image
        self._watch = watch
        self._open: tuple[int, _Element] | None = None
        self._style: list[str] | None = None
        self._depth = 0
        self._elements = 0
        check_size(image, MAX_SIZE)
        self._parser = self._prepared()
        self._parse()

    def _prepared(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.buffer_size = 64 * 1024
        parser.ordered_attributes = True
        parser.XmlDeclHandler = self._on_declaration
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.StartNamespaceDeclHandler = self._on_namespace
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.ProcessingInstructionHandler = self._on_instruction
        return parser

    def _parse(self) -> None:
        if self._image.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in self._image[:4]:
            raise Unusable("svg-encoding", encoding="UTF-16")
        if self._image.count(b"=") > MAX_ATTRIBUTES:
            raise Unusable("svg-too-complex", what="attributes", limit=MAX_ATTRIBUTES)
        try:
            self._parser.Parse(_without_bare_doctype(self._image), True)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
                raise Unusable("svg-entities", line=error.lineno) from error
            raise Unusable(
                "svg-not-well-formed",
                line=error.lineno,
                column=error.offset,
                reason=expat.ErrorString(error.code),
            ) from error

    def _on_declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            raise Unusable("svg-encoding", encoding=encoding)

    def _on_doctype(self, *_: object) -> None:
        raise Unusable("svg-dtd")

    def _on_namespace(self, prefix: str | None, uri: str | None) -> None:
        if not self._elements:
            self.namespaces[prefix] = uri or ""

    def _on_start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise Unusable("svg-too-complex", what="levels", limit=MAX_DEPTH)
        if self._elements > MAX_ELEMENTS:
            raise Unusable("svg-too-complex", what="elements", limit=MAX_ELEMENTS)
        if self._depth == 1:
            if name != _ROOT:
                raise Unusable("not-svg", name=name)
            self.root = self._parser.CurrentByteIndex
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        if self._watch:
            self._look_at(name, pairs)
        if self._open is not None:
            self._open[1].parent = True
        elif version := _MARKS.get(name):
            self._mark(version, dict(pairs).get("verify", ""))

    def _look_at(self, name: str, pairs: list[tuple[str, str]]) -> None:
        if self._style is not None:
            _refuse("an element inside a style sheet")
        _refuse(active.in_element(name, pairs))
        if name.rpartition(" ")[2].lower() == "style":
            self._style = []

    def _mark(self, version: int, verify: str) -> None:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._image, start)
        element = _Element(version, start, tag.end() if tag else start, verify)
        self.baked.append(element)
        self._open = (self._depth, element)

    def _on_text(self, text: str) -> None:
        if self._open is not None:
            self._open[1].text.append(text)
        if self._style is not None:
            self._style.append(text)

    def _on_end(self, _name: str) -> None:
        if self._style is not None:
            _refuse(active.in_style("".join(self._style)))
            self._style = None
        if self._open is not None and self._open[0] == self._depth:
            self._close(self._open[1])
            self._open = None
        self._depth -= 1

    def _close(self, element: _Element) -> None:
        """Note where the element ends; one that is empty (`<a/>`) ends with its own tag."""
        if not self._image.endswith(b"/>", element.start, element.end):
            element.end = self._image.index(b">", self._parser.CurrentByteIndex) + 1

    def _on_instruction(self, target: str, _data: str) -> None:
        if self._watch:
            _refuse(active.in_instruction(target))


def _refuse(found: str | None) -> None:
    if found is not None:
        raise Refused("svg-active-content", found=found)


def _without_bare_doctype(image: bytes) -> bytes:
    """The same bytes with a document type that declares nothing turned into spaces.

    So every position stays, and a reference to an entity that an outside file might define is an
    error instead of being silently dropped (expat drops it in attributes).
    """
    prolog = _PROLOG.match(image)
    found = _BARE_DOCTYPE.match(image, prolog.end()) if prolog else None
    if found is None:
        return image
    return image[: found.start()] + b" " * (found.end() - found.start()) + image[found.end() :]
