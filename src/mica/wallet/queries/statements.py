"""A verification statement as files: a credential, a short one for QR codes, and a paper."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mica.vc import qr
from mica.vc.documents import JsonObject
from mica.vc.errors import Unusable
from mica.vc.report import Outcome, Report
from mica.verification.queries import Judged
from mica.verification.rules import wording
from mica.verification.speech import HERE
from mica.wallet import certificate
from mica.wallet.certificate import Paper
from mica.wallet.links import verify_address
from mica.wallet.models import Holding
from mica.wallet.queries import papers
from mica.wallet.queries.papers import MEDIA_TYPES, File
from mica.wallet.rules.statements import KEEPS, grouped

_LARGE: Final = 72
"""Millimetres of a code that holds a whole statement: half a millimetre for each square."""

_GRAVITY: Final = (Outcome.FAILED, Outcome.UNDECIDED, Outcome.PASSED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What was stated, in both forms.

    Attributes:
        holding: of which credential.
        judged: what was found of it.
        moment: when.
        issuer: the id of whoever states it.
        jwt: signed, short enough for most QR codes.
        document: signed, as JSON.
    """

    holding: Holding
    judged: Judged
    moment: datetime
    issuer: str
    jwt: str
    document: JsonObject


def statement_file(stated: Statement, kind: str) -> File:
    """A statement to be handed over.

    Args:
        stated: as the action gives it.
        kind: `json`, `jwt` or `pdf`; of the last, the code holds the signed statement where it
            fits, and else a link, beside the fingerprint of the document that was checked.
    """
    name = f"{papers.file_name(stated.holding.name)}-{_('statement')}"
    if kind == "pdf":
        data = certificate.pdf(paper_of(stated))
    elif kind == "jwt":
        data = stated.jwt.encode()
    else:
        data = json.dumps(stated.document, ensure_ascii=False, indent=1).encode()
    return File(f"{name}.{kind}", MEDIA_TYPES[kind], data)


def paper_of(stated: Statement) -> Paper:
    """What the paper says."""
    report, behind = stated.judged.report, stated.judged.behind
    moment = _moment(stated.moment)
    plain = papers.paper_of(stated.holding)
    code, link = _code(stated.jwt)
    return replace(
        plain,
        title=_("Verification statement: {title}").format(title=plain.title),
        kind=_("Verification statement"),
        issuer=wording.issuer(report, behind, HERE),
        facts=(*plain.facts, (_("Checked"), moment)),
        parts=(
            (_("Who stands behind it"), " ".join(wording.backing(report, behind, HERE)), ()),
            (_("What was checked"), "", tuple(_checked(report))),
        ),
        check_title=_("What was found"),
        verdict=report.verdict.value,
        verdict_word=papers.word(report.verdict.value),
        verdict_sentence=wording.headline(report, behind, HERE),
        notes=tuple(_notes(stated, moment, whole=not link)),
        qr=code,
        qr_alt=_("QR code that leads to {link}").format(link=link)
        if link
        else _("QR code that holds this statement, signed"),
        qr_size=plain.qr_size if link else _LARGE,
        link=link,
        link_text=link.partition("://")[2],
    )


def _code(jwt: str) -> tuple[str, str]:
    """The picture, and where it leads; "" where it holds the statement itself."""
    try:
        return qr.svg(jwt), ""
    except Unusable:
        return qr.svg(verify_address()), verify_address()


def _checked(report: Report) -> Iterator[str]:
    """Each question with what became of it: a plain yes would mislead where no is good."""
    words = {
        Outcome.PASSED: pgettext("state", "Passed"),
        Outcome.FAILED: pgettext("state", "Failed"),
        Outcome.UNDECIDED: pgettext("state", "Could not be decided"),
    }
    for number, checks in wording.outcomes(report):
        deciding = [check for check in checks if check.decides]
        if deciding:
            gravest = min(deciding, key=lambda check: _GRAVITY.index(check.outcome))
            told = gravest.outcome is not Outcome.PASSED
            finding = f" {wording.finding(gravest, HERE)}" if told else ""
            yield f"{words[gravest.outcome]}: {wording.step(number, HERE)}{finding}"


def _notes(stated: Statement, moment: str, *, whole: bool) -> Iterator[str]:
    yield _("Stated by {site} ({issuer}) on {moment}.").format(
        site=settings.MICA_NAME, issuer=stated.issuer, moment=moment
    )
    yield _(
        "It tells what was found at that moment, and is worth reading for {days} days: the "
        "credential may have been revoked since."
    ).format(days=KEEPS.days)
    if whole:
        yield _(
            "The code holds this statement, signed. Read it with any QR reader, and hand what it "
            "says to a verifier when there is internet: {link}"
        ).format(link=verify_address())
    yield _("Fingerprint of the statement: {digits}").format(digits=_fingerprint(stated.jwt))
    yield _("Fingerprint of the document that was checked: {digits}").format(
        digits=_fingerprint(stated.holding.document)
    )


def _fingerprint(text: str) -> str:
    return grouped(hashlib.sha256(text.encode()).hexdigest())


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
