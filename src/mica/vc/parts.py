"""Small readings of a stranger's document: what stands there, or None, and never an error."""

from typing import Any, Final

from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Undecidable

_ENVELOPE_MEMBERS: Final = frozenset({"@context", "id", "type"})
_ENVELOPES: Final = {
    "EnvelopedVerifiableCredential": "data:application/vc+jwt,",
    "EnvelopedVerifiablePresentation": "data:application/vp+jwt,",
}


def listed(value: Any) -> list[Any]:
    """One value or a list of them, as a list; nothing as an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str | None:
    """The value, if it is text."""
    return value if isinstance(value, str) else None


def texts(value: Any) -> list[str]:
    """The texts in a value that may be one or a list; whatever else it holds is left out."""
    return [entry for entry in listed(value) if isinstance(entry, str)]


def objects(value: Any) -> list[JsonObject]:
    """The objects in a value that may be one or a list; whatever else it holds is left out."""
    return [entry for entry in listed(value) if isinstance(entry, dict)]


def id_of(value: Any) -> str | None:
    """The id of something that is written as its id or as an object with one."""
    return text(value.get("id")) if isinstance(value, dict) else text(value)


def types_of(document: JsonObject) -> list[str]:
    """The names under `type`."""
    return texts(document.get("type"))


def plain_text(value: Any) -> str | None:
    """A text that may be written as a language value, or as several: the first one."""
    first = listed(value)[:1]
    if first and isinstance(first[0], dict):
        return text(first[0].get("@value"))
    return text(first[0]) if first else None


def is_presentation(document: JsonObject) -> bool:
    """Whether the document says that it is a presentation."""
    return "VerifiablePresentation" in types_of(document)


def enveloped(document: JsonObject) -> str | None:
    """The JWT inside an enveloped credential or presentation (VC Data Model 2.0 §4.13).

    Nothing else may stand in the envelope: it would be read as part of what was signed.

    Raises:
        Refused: `envelope-not-alone`.
        Undecidable: `envelope-unknown` where it holds something else than a JWT.
    """
    for name in types_of(document):
        prefix, url = _ENVELOPES.get(name), text(document.get("id"))
        if prefix is None or url is None:
            continue
        for member in document:
            if member not in _ENVELOPE_MEMBERS:
                raise Refused("envelope-not-alone", member=ascii(member)[1:81])
        if not url.startswith(prefix):
            raise Undecidable("envelope-unknown", kind=ascii(url.partition(",")[0])[1:81])
        return url.removeprefix(prefix)
    return None
