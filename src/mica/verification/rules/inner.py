"""What stands inside a finding in words: what would be right, a reason, another finding's sentence.

The toolkit writes these in English and fills them into its sentences as plain text. To say them in
another language, a text is read back: which template could have made it, and with which values.
Values may be strangers' and of any length, so reading is by search, never by a pattern that could
try the same text over and over.
"""

from collections.abc import Callable
from functools import cache
from string import Formatter
from typing import Final

MEMBERS: Final = frozenset({"found", "owner", "purpose", "reason", "right", "what", "why"})
"""The members of a finding's data that hold words; others hold names, addresses and numbers."""
MAX_DEPTH: Final = 4
"""Sentences stand in sentences: a reason in a reason."""
_LEAST: Final = 4
"""Letters that a template has of its own before it can be told from a stranger's text."""

RIGHT: Final = (
    "text", "true or false", "a number", "an object", "a list", "null", "something else",
    "a date and time with its offset, such as 2026-01-15T09:00:00Z",
    "a date and time, such as 2026-01-15T09:00:00Z",
    "a date such as 2001-02-28",
    "an absolute URL, such as https://… or did:…",
    "a language tag, such as en or pt-BR",
    "a language such as en or pt-BR",
    "a compact JWS: three parts joined by dots",
    "a text with language", "a subject", "a proof", "a related resource", "a credential",
    "an enveloped credential", "an issuer", "a presentation", "a holder", "criteria", "ltr or rtl",
    "a digest such as sha384-…",
    "a data: URL with the credential after a comma",
    "one of its own", "an entry with its type",
    "a Related", "an IdentifierEntry", "an IdentityObject", "a GeoCoordinates", "an Address",
    "an Alignment", "an Evidence", "a RubricCriterionLevel", "a ResultDescription", "a Result",
    "a Profile", "an Achievement", "an EndorsementSubject", "an Image", "an AchievementSubject",
    "an OpenBadgeCredential", "an EndorsementCredential",
    "{right}, or a word of your own such as ext:Word",
    "one of {names}",
    "a list that begins with {names}",
    "{right}, or a list of these",
    "{right}, or {what}",
    "{owner} (an object)",
    "exactly one: {right}",
    "a list with “{also}” and {names}",
    "{names}, alone or in a list",
)  # fmt: skip
"""What a value has to be, and what stands there instead."""
REASONS: Final = (
    "it is not UTF-8 text",
    "{name} is not a JSON number",
    "{name} is malformed",
    "{name} is not text",
    "{name} stands there twice",
    "it names no controller",
    "its controller is a method",
    "it has {count} parts instead of three",
    "its header or signature is far too long",
    "its header names no algorithm",
    "a part of it is not base64url",
    "its text is far too long",
    "{length} bytes is not the length of {kind}",
    "an Ed25519 seed has 32 bytes",
    "an RSA key has no Multikey form",
    "not an RSA key",
    "not a point of {kind}",
    "not a private number of {kind}",
    "not a public key in DER",
    "not a PEM public key",
    "x and y of {kind} have {length} bytes each",
    "RSA with {length} bits is not accepted",
    "Mica does not sign with RSA",
    "the JWK is not an object",
    "the JWK has no “{name}”",
    "verificationMethod is not a URL",
    "a proof is not an object",
    "proofValue is not base58btc multibase text",
    "URL, purpose or size is missing or no text",
    "the revocation list has no URL",
    "it lists no credentials",
    "no id to look for in it",
    "it is not a status list",
    "a status has 1 to {most} bits",
    "its address says that it is gone",
    "none given",
    "it is no badge",
    "no answer in time",
    "odd answer",
    "it does not begin with https://",
    "the host is missing or malformed",
    "it is longer than {limit} characters",
    "its host is not a full domain name",
    "it cannot be read",
    "its host reads in two ways",
    "it holds half a character",
    "it has a password",
    "its packing is unusual",
    "it does not start with the PNG signature",
    "there is no valid chunk at byte {at}",
    "it has no header (IHDR) at its start",
    "it has more than one header (IHDR)",
    "its width or height is zero",
    "it holds no picture (IDAT)",
    "its end (IEND) is not empty",
    "the chunk with the credential is not valid iTXt",
    "its text is compressed by an unknown method",
    "the root tag is unreadable",
    "it has no form in RDF",
    "it stands where nothing counts",
    "nothing is said about it",
    "a list has no index",
    "Its document lists no key.",
)
PURPOSES: Final = ("revocation", "suspension")
"""What a status list is for."""
PHRASES: Final = (*RIGHT, *REASONS, *PURPOSES)
"""English, to be translated like every template."""


def said(
    text: str,
    translate: Callable[[str], str],
    sentences: tuple[str, ...],
    plainly: Callable[[str], str] = str,
    depth: int = MAX_DEPTH,
) -> str:
    """The same in another language; as it is where no template could have made it.

    Args:
        text: in English.
        translate: from an English template to one in another language.
        sentences: templates that may stand inside others, besides the phrases.
        plainly: how what holds no words of ours is shown.
        depth: how deep words may still stand in words.
    """
    for template in _longest_first(sentences) if depth else ():
        values = _read(template, text)
        if values is not None:
            shown = {
                name: said(value, translate, sentences, plainly, depth - 1)
                if name in MEMBERS
                else plainly(value)
                for name, value in values.items()
            }
            return _AS_TEXT.vformat(translate(template), (), shown)
    return plainly(text)


class _AsText(Formatter):
    """Fills in texts, where a template was made to be filled with numbers."""

    def format_field(self, value: object, _spec: str) -> str:
        return str(value)


_AS_TEXT: Final = _AsText()


@cache
def _longest_first(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """All templates, those with most words of their own first: the others fit more texts."""
    return tuple(sorted({*PHRASES, *sentences}, key=lambda one: (-_own(one), one)))


def _own(template: str) -> int:
    return sum(len(literal) for literal in _parts(template)[0])


@cache
def _parts(template: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a template says itself, around and between its holes, and the names of the holes."""
    literals, names, literal = [], [], ""
    for before, name, _spec, _conversion in Formatter().parse(template):
        literal += before
        if name is not None:
            literals.append(literal)
            names.append(name)
            literal = ""
    return (*literals, literal), tuple(names)


def _read(template: str, text: str) -> dict[str, str] | None:
    """The values with which a template makes the text; None where there are none."""
    (first, *others), names = _parts(template)
    if not names:
        return {} if text == template else None
    if _own(template) < _LEAST or not text.startswith(first) or not text.endswith(others[-1]):
        return None
    at, end, values = len(first), len(text) - len(others[-1]), []
    for literal in others[:-1]:
        found = text.find(literal, at, end)
        if found < 0:
            return None
        values.append(text[at:found])
        at = found + len(literal)
    values.append(text[at:end])
    read = dict(zip(names, values, strict=True))
    again = _AS_TEXT.vformat(template, (), read)  # a hole that comes twice holds the same
    return read if all(read.values()) and again == text else None
