"""What a person takes out of a wallet: documents, pictures, a paper, everything at once."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from mica.catalogue import queries as catalogue
from mica.catalogue.errors import NotFound as NoPicture
from mica.people.models import Person
from mica.people.queries import export_person
from mica.issuing.queries import awards_of
from mica.vc import bake, qr
from mica.vc.errors import VcError
from mica.verification import queries as verification
from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.wallet import certificate
from mica.wallet.certificate import Paper
from mica.wallet.models import Holding
from mica.wallet.rules import drawing, facts, reading, reports

_UNNAMED: Final = re.compile(r"[^\w.-]+")
_MAX_NAME: Final = 60


class Picture(StrEnum):
    """The two kinds of picture that can carry a credential."""

    PNG = "png"
    SVG = "svg"


MEDIA_TYPES: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "json": "application/json",
    "jwt": "application/jwt",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to be kept.

    Attributes:
        name: with its ending; letters, digits, dots and dashes only.
        media_type: what it is.
        data: its bytes.
    """

    name: str
    media_type: str
    data: bytes


def document_file(holding: Holding) -> File:
    """The document, to the letter as it was received."""
    ending = "jwt" if holding.document[:1] != "{" else "json"
    return _file(holding, ending, holding.document.encode())


def picture_file(holding: Holding, kind: Picture) -> File:
    """A picture with the document in it.

    The picture it came in, else that of its achievement, else a drawn one.

    Raises:
        VcError: the picture it came in cannot carry this document.
    """
    image = next(_pictures(holding, kind))
    return _file(holding, kind.value, bake.bake(image, holding.document))


def face(holding: Holding) -> tuple[bytes, str]:
    """What a holding looks like on pages, and its media type: the picture it came in, or drawn."""
    own = holding.picture and bytes(holding.picture)
    if own:
        return own, _media_type(own)
    return _drawn(holding).encode(), MEDIA_TYPES["svg"]


def certificate_file(holding: Holding, *, link: str = "") -> File:
    """The credential as an accessible PDF, in the reader's language.

    Args:
        holding: of whoever asks.
        link: where the QR code on it leads; "" for none.
    """
    return _file(holding, "pdf", certificate.pdf(paper_of(holding, link=link)))


def paper_of(holding: Holding, *, link: str = "") -> Paper:
    """What the certificate says."""
    report = verification.stood_behind(reports.read(holding.report))
    story = facts.story_of(reading.document_of(holding.document).content)
    issuer = wording.issuer(report.report, report.behind, HERE)
    name = holding.name or _("A credential without a name")
    checked = _("Checked on {moment}.").format(moment=_day(holding.checked))
    return Paper(
        language=get_language() or "en",
        rtl=get_language_bidi(),
        title=f"{name} – {holding.learner_name or issuer}",
        kind=_("Certificate"),
        name=name,
        learner_label=_("Awarded to"),
        learner=holding.learner_name,
        issuer_label=pgettext("certificate", "by"),
        issuer=issuer,
        facts=tuple(_facts(holding, story)),
        parts=tuple(_parts(story)),
        check_title=_("Is it still valid?"),
        verdict=holding.verdict,
        verdict_word=_WORDS[holding.verdict],
        verdict_sentence=f"{wording.headline(report.report, report.behind, HERE)} {checked}",
        notes=tuple(_notes(holding, link)),
        boxes=_(
            "An empty box stands for letters that cannot be set here. The credential has them."
        ),
        sheets=drawing.sheets(holding.credit),
        qr=qr.svg(link) if link else "",
        qr_alt=_("QR code that leads to {link}").format(link=link) if link else "",
        link=link,
        link_text=link.partition("://")[2],
    )
