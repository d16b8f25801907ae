"""What was handed over, and by which rules it is judged.

A person hands over a file, a picture, a pasted text or a link. Each is led to the one document in
it; then Open Badges 2.0 has its own rules (docs/rules/open-badges-2.md), and everything else is
verified by `mica.vc.verify` (docs/rules/verification.md).
"""

from typing import Final

from mica.standards import openbadges2
from mica.standards.openbadges.standard import OPEN_BADGES
from mica.vc import bake, documents, jose
from mica.vc.documents import JsonObject
from mica.vc.errors import Unusable
from mica.vc.jose import Jws
from mica.vc.report import Report
from mica.vc.verify import Setting, Standard, examine

STANDARDS: Final[tuple[Standard, ...]] = (OPEN_BADGES,)
"""The published formats whose rules are checked where a document claims to follow them."""


def judge(data: bytes, setting: Setting) -> Report:
    """Verify whatever was handed over.

    Args:
        data: a JSON document, a compact JWS, a baked PNG or SVG, or an https URL of one of these.
        setting: the moment, the resolver and so on; its standards are usually `STANDARDS`.

    Raises:
        Unusable: there is no document in it that could be examined.
        Unreachable: it is a URL and cannot be had.
    """
    text = _text(data)
    if text.startswith(("https://", "http://")) and not text.split()[1:]:
        return _judge_text(_text(setting.resolve(text).content), setting)
    return _judge_text(text, setting)


def _text(data: bytes) -> str:
    """The document's own text, unbaked if need be."""
    if bake.is_image(data):
        return bake.unbake(data).strip()
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise Unusable("not-a-document") from error


def _judge_text(text: str, setting: Setting) -> Report:
    document = _parsed(text)
    if openbadges2.recognises(document):
        return openbadges2.verify(document, resolve=setting.resolve, now=setting.now)
    return examine(document, setting)


def _parsed(text: str) -> JsonObject | Jws:
    if text.startswith(("https://", "http://")):
        raise Unusable("not-a-document")
    return jose.parse(text) if jose.is_compact(text) else documents.parse(text)
