"""What a person takes out of a wallet: the document, a picture that carries it, a paper.

Each takes a row that a query with an access check has given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_bidi, pgettext
from django.utils.translation import gettext as _

from mica.catalogue import queries as catalogue
from mica.catalogue.errors import NotFound as NoPicture
from mica.people.models import Person
from mica.vc import bake, qr
from mica.vc.errors import VcError
from mica.verification import queries as verification
from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.wallet import certificate
from mica.wallet.certificate import Paper
from mica.wallet.errors import Unfit
from mica.wallet.links import share_address, verify_address
from mica.wallet.models import Holding
from mica.wallet.queries.holdings import Held
from mica.wallet.queries.shares import open_shares_with
from mica.wallet.rules import drawing, facts, reading, reports
from mica.wallet.rules.facts import Story
from mica.wallet.rules.states import State

_UNNAMED: Final = re.compile(r"[^\w.-]+")
_MAX_NAME: Final = 60
ON_PAPER: Final = (State.VALID, State.EXPIRING, State.UNDECIDED)
"""The states in which a certificate is made."""


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

    @property
    def ascii_name(self) -> str:
        """The name for a header."""
        stem, _dot, ending = self.name.rpartition(".")
        plain = stem.encode("ascii", "ignore").decode().strip("-.") or "credential"
        return f"{plain}.{ending}" if ending and stem else plain


def document_file(holding: Holding) -> File:
    """The document, to the letter as it was received."""
    ending = "jwt" if holding.document[:1] != "{" else "json"
    return _file(holding, ending, holding.document.encode())


def picture_file(holding: Holding, kind: Picture) -> File:
    """A picture with the document in it.

    The picture it came in, else that of its achievement, else a drawn one, whichever is of this
    kind and can carry a credential.
    """
    for image in _pictures(holding, kind):
        try:
            return _file(holding, kind.value, bake.bake(image, holding.document))
        except VcError:  # it acts or reaches out: not a picture to hand on
            continue
    drawn = drawn_of(holding)
    image = drawn.encode() if kind is Picture.SVG else certificate.png(drawn)
    return _file(holding, kind.value, bake.bake(image, holding.document))


def face(holding: Holding) -> tuple[bytes, str]:
    """What a holding looks like on pages, and its media type: the picture it came in, or drawn."""
    own = holding.picture and bytes(holding.picture)
    if own:
        return own, _media_type(own)
    return drawn_of(holding).encode(), MEDIA_TYPES["svg"]


def certificate_file(held: Held, *, link: str = "") -> File:
    """The credential as an accessible PDF, in the reader's language.

    Args:
        held: of whoever asks.
        link: where the QR code on it leads; "" for none.

    Raises:
        Unfit: `no-certificate`: nobody is helped by a fine paper about what does not hold.
    """
    if held.state not in ON_PAPER:
        raise Unfit("no-certificate")
    holding = held.holding
    return _file(holding, "pdf", certificate.pdf(paper_of(holding, link=link)))


def story(holding: Holding) -> Story:
    """The longer words of a credential."""
    return facts.story_of(reading.document_of(holding.document).content)


def code_link(person: Person, holding: Holding, chosen: str, now: datetime) -> str:
    """Where the code on a certificate leads, as the learner has decided.

    Args:
        person: whose credential it is.
        holding: the credential.
        chosen: `verify` for the page on which anybody checks any credential, the id of an open
            share of theirs in which it is shown, or anything else for no code.
        now: aware.

    Returns:
        An address; "" for no code.
    """
    if chosen == "verify":
        return verify_address()
    open_ones = open_shares_with(person, holding, now)
    found = next((share for share in open_ones if str(share.id) == chosen), None)
    return share_address(found.id) if found else ""


def paper_of(holding: Holding, *, link: str = "") -> Paper:
    """What the certificate says."""
    report = verification.stood_behind(reports.read(holding.report))
    told = story(holding)
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
        facts=tuple(facts_of(holding, told)),
        parts=tuple(_parts(told)),
        check_title=_("Is it still valid?"),
        verdict=holding.verdict,
        verdict_word=word(holding.verdict),
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


def drawn_of(holding: Holding) -> str:
    """The picture of a credential that brings none, as SVG."""
    measures = [_day(holding.valid_from), holding.level, credit(holding)]
    return drawing.badge(
        name=holding.name or _("A credential"),
        issuer=holding.issuer_name,
        note=" · ".join(filter(None, measures)),
        credit=holding.credit,
    )


def _pictures(holding: Holding, kind: Picture) -> Iterator[bytes]:
    if holding.picture and _media_type(bytes(holding.picture)) == MEDIA_TYPES[kind.value]:
        yield bytes(holding.picture)
    _, _, name = holding.image.partition(f"{settings.MICA_ORIGIN}/pictures/")
    if holding.image.startswith(settings.MICA_ORIGIN) and name:
        try:
            picture = catalogue.picture(UUID(name))
        except (ValueError, NoPicture):
            return
        if picture.media_type == MEDIA_TYPES[kind.value]:
            yield bytes(picture.data)


def _media_type(image: bytes) -> str:
    return MEDIA_TYPES["png" if image.startswith(b"\x89PNG") else "svg"]


def _file(holding: Holding, ending: str, data: bytes) -> File:
    return File(f"{file_name(holding.name)}.{ending}", MEDIA_TYPES[ending], data)


def file_name(name: str) -> str:
    """A name for files: letters of any alphabet, digits, dots and dashes; never empty."""
    return _UNNAMED.sub("-", name)[:_MAX_NAME].strip("-.") or "credential"


def facts_of(holding: Holding, told: Story) -> list[tuple[str, str]]:
    """Label and value of what is short."""
    values = (
        (_("Awarded on"), _day(holding.valid_from)),
        (_("Valid until"), _day(holding.valid_until)),
        (_("Level"), holding.level),
        (_("Credit"), credit(holding)),
        (_("Result"), ", ".join(told.results)),
    )
    return [(label, value) for label, value in values if value]


def _parts(story: Story) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if story.description:
        yield _("What it is"), story.description, ()
    if story.outcomes:
        yield _("Who has it can do this"), "", story.outcomes
    if story.criteria:
        yield _("How it is earned"), story.criteria, ()
    if story.note:
        yield _("What the issuer says"), story.note, ()


def _notes(holding: Holding, link: str) -> Iterator[str]:
    yield _("This paper is a picture of a credential and proves nothing by itself.")
    if link:
        yield _("The code leads to where the credential is checked.")
    if holding.credential_id:
        yield _("Credential {id}").format(id=holding.credential_id)


def credit(holding: Holding) -> str:
    """The amount with its unit, as people write it; "" where there is none."""
    if holding.credit is None:
        return ""
    text = f"{holding.credit:.2f}".rstrip("0").rstrip(".")
    number = number_format(text, use_l10n=True)
    if not holding.credit_unit:
        return _("{number} credits").format(number=number)
    return f"{number} {holding.credit_unit}"


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment).date(), "DATE_FORMAT") if moment else ""


def word(verdict: str) -> str:
    """A verdict in a word or two."""
    words = {
        "valid": pgettext("state", "Valid"),
        "invalid": pgettext("state", "Not valid"),
        "undecided": pgettext("state", "Could not be decided"),
    }
    return words[verdict]
