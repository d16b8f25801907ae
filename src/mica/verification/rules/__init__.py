"""What was handed over, and by which rules it is judged.

A person hands over a file, a picture, a pasted text or a link. Each is led to the one document in
it; then badges of Open Badges 2.0 and before have their own rules (docs/rules/open-badges-2.md),
and everything else is verified by `mica.vc.verify` (docs/rules/verification.md).
"""

import re
from dataclasses import replace
from typing import Final

from mica.standards import openbadges2
from mica.standards.openbadges.standard import OPEN_BADGES
from mica.vc import bake, documents, jose
from mica.vc.documents import JsonObject
from mica.vc.errors import Refused, Unusable
from mica.vc.jose import Jws
from mica.vc.leaves import STAMP, TEXT, URL
from mica.vc.parts import types_of
from mica.vc.report import Ledger, Report
from mica.vc.shapes import Many, fault, shape
from mica.vc.verify import Setting, Standard, examine, refusal

STANDARDS: Final[tuple[Standard, ...]] = (OPEN_BADGES,)
"""The published formats whose rules are checked where a document claims to follow them."""

_WHOLE_PROOF: Final = Many(
    shape(
        "a proof",
        {
            "type": TEXT,
            "created": STAMP,
            "verificationMethod": URL,
            "proofPurpose": TEXT,
            "proofValue": TEXT,
        },
    ),
    least=1,
)

MAX_LINK: Final = 8192
"""Characters of an address, white space around it included."""
_SPACE: Final = re.compile(r"\s")


def judge(data: bytes, setting: Setting) -> Report:
    """Verify whatever was handed over.

    Args:
        data: a JSON document, a compact JWS, a baked PNG or SVG, or an https URL of one of these.
        setting: the moment, the resolver and so on; its standards are usually `STANDARDS`.

    Raises:
        Unusable: there is no document in it that could be examined: `empty`, `not-a-document`,
            `link-to-a-link`, and the codes of `bake.unbake`, `jose.parse` and `documents.parse`.
        Unreachable: it is a URL, or a picture that carries one, and what stands there cannot be
            had.
    """
    text = _text(data)
    if is_link(text):
        text = _text(setting.resolve(text).content)
        if is_link(text):
            raise Unusable("link-to-a-link")
    return _judge_text(text, setting)


def judge_strictly(document: JsonObject, setting: Setting, *, presentation: bool) -> Report:
    """Verify as the public conformance suites would have it: nothing optional is left out.

    Data Integrity lets a proof do without `created`; a machine's door does not. And it is told
    which kind of document it gets: a credential is no presentation.

    Args:
        document: a credential or presentation, with proofs or enveloped.
        setting: as for `judge`.
        presentation: which of the two it has to be.

    Raises:
        Unusable: as `vc.verify.examine`.
    """
    report = examine(document, setting)
    kind = "VerifiablePresentation" if presentation else "VerifiableCredential"
    names = {f"Enveloped{kind}", kind} & set(types_of(document))
    faults = [] if names else [fault("type-missing", "/type", right=kind)]
    if not any(name.startswith("Enveloped") for name in names) and "proof" in document:
        faults += [
            replace(f, pointer=f"/proof{f.pointer}") for f in _WHOLE_PROOF(document["proof"])
        ]
    ledger = Ledger()
    ledger.faults("2.1", "model-kept", faults)
    return replace(report, checks=(*report.checks, *ledger.checks)) if faults else report


def is_link(text: str) -> bool:
    """Whether a text is one web address and nothing else."""
    # Searched, not split: a stranger's hundred megabytes would become a list of fifty million.
    begins = text[:8].lower().startswith(("https://", "http://"))
    return begins and len(text) <= MAX_LINK and not _SPACE.search(text.strip())


def _text(data: bytes) -> str:
    """The document's own text, unbaked if need be."""
    if bake.is_image(data):
        return bake.unbake(data).strip()
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise Unusable("not-a-document") from error


def _judge_text(text: str, setting: Setting) -> Report:
    if not text:
        raise Unusable("empty")
    if jose.is_compact(text.partition("~")[0]) and "~" in text:
        raise Unusable("sd-jwt")
    try:
        document = jose.parse(text) if jose.is_compact(text) else documents.parse(text)
    except Refused as error:
        return refusal(error, setting)
    if _is_older_badge(document):
        return openbadges2.verify(document, resolve=setting.resolve, now=setting.now)
    return examine(document, setting)


def _is_older_badge(document: JsonObject | Jws) -> bool:
    if isinstance(document, Jws):
        return openbadges2.recognises(documents.read(document.payload))
    if not openbadges2.recognises(document):
        return False
    documents.check(document)  # everything else is checked where it is examined
    return True
