"""What in an SVG acts or reaches out: scripts, handlers, foreign content, references to elsewhere.

Mica never draws a stranger's SVG, so reading one is harmless. But a badge that we bake leaves this
house under our name and is shown in pages we do not know: into such a picture nothing is baked.
Allowed is what is known to be still; CSS is not parsed but held to a narrow form.
"""

import re
from collections.abc import Iterable
from typing import Final

SVG: Final = "http://www.w3.org/2000/svg"

_FORBIDDEN_NAMESPACES: Final = frozenset(
    {
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2001/XInclude",
        "http://www.w3.org/2001/xml-events",
        "http://www.w3.org/1999/XSL/Transform",
    }
)
_FORBIDDEN_ELEMENTS: Final = frozenset(
    {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed"}
    | {"audio", "video", "canvas", "source"}
)
_REFERENCES: Final = frozenset({"href", "src", "base", "action", "formaction", "srcset", "ping"})
_TARGETS: Final = frozenset({"attributename"})
_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_SCHEME: Final = re.compile(r"(?:java|vb|live)script:|data:text/", re.IGNORECASE)
_INVISIBLE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\ufeff]+")
# Possessive throughout: a stranger's text must not make a search quadratic.
_URL: Final = re.compile(
    r"url\s*+\(\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^()\"'\s]*+))\s*+\)", re.IGNORECASE
)
_URL_START: Final = re.compile(r"url\s*+\(", re.IGNORECASE)
_CSS: Final = re.compile(
    r"\\|@import|@namespace|expression\s*\(|-moz-binding|behavior\s*:|(?:image-set|image|src)\s*\(",
    re.IGNORECASE,
)


def in_element(name: str, attributes: Iterable[tuple[str, str]]) -> str | None:
    """What acts in an element, in words; None where nothing does.

    Args:
        name: namespace, a space and the local name; or the local name alone.
        attributes: names in the same form, with their values.
    """
    namespace, _, local = name.rpartition(" ")
    if namespace in _FORBIDDEN_NAMESPACES or local.lower() in _FORBIDDEN_ELEMENTS:
        return f"the element <{local}>"
    for attribute, value in attributes:
        found = _in_attribute(attribute.rpartition(" ")[2].lower(), value)
        if found:
            return found
    return None


def in_style(css: str) -> str | None:
    """What acts or reaches out in a style sheet, in words; None where nothing does."""
    if _CSS.search(css) or _SCHEME.search(_INVISIBLE.sub("", css)):
        return "a style that can load or run something"
    return _in_urls(css)


def in_instruction(target: str) -> str | None:
    """What acts in a processing instruction, in words; None where nothing does."""
    return "a linked style sheet" if target.lower().startswith("xml-stylesheet") else None


def _in_attribute(local: str, value: str) -> str | None:
    if local.startswith("on"):
        return f"the handler {local}"
    if local in _REFERENCES and not _is_still(value):
        return f"a reference to elsewhere ({local})"
    if local in _TARGETS and _is_acting_name(value):
        return "an animation of a handler or a reference"
    if local == "style":
        return in_style(value)
    if _SCHEME.search(_INVISIBLE.sub("", value)):
        return "a script in an address"
    return _in_urls(value)


def _is_acting_name(value: str) -> bool:
    local = value.strip().lower().rpartition(":")[2]
    return local.startswith("on") or local in _REFERENCES


def _is_still(reference: str) -> bool:
    """A part of this picture, or a raster picture inside it."""
    reference = reference.strip()
    return reference.startswith("#") or not reference or _PICTURE.fullmatch(reference) is not None


def _in_urls(value: str) -> str | None:
    """CSS `url(…)`, in styles and in attributes such as fill; an unclosed one counts as acting."""
    urls = _URL.findall(value)
    closed = len(urls) == len(_URL_START.findall(value))
    if closed and all(_is_still("".join(target)) for target in urls):
        return None
    return "a reference to elsewhere (url)"
