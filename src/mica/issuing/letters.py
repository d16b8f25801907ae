"""The mails about awards, in the learner's language as far as it is known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from mica.core import mail
from mica.issuing import codes
from mica.issuing.models import Award
from mica.issuing.rules.life import Reason
from mica.issuing.words import REASONS
from mica.people.models import Organisation

_GAP: Final = re.compile("\ue000(name|link|code)\ue001")


def claim_address(award: Award) -> str:
    """The link by which an award is claimed. Whoever has it can see what was awarded."""
    return f"{settings.MICA_ORIGIN}/claim/{codes.code_of(award.id, award.claim_round)}"


def claim(award: Award, *, achievement: str, issuer: str, language: str) -> mail.Draft:
    """Tells a learner that there is something to claim."""
    context = {
        "name": award.name,
        "achievement": achievement,
        "issuer": issuer,
        "link": claim_address(award),
        "code": codes.code_of(award.id, award.claim_round),
    }
    return mail.draft("claim", award.address, context, language=language, about=award.id)


def claims(
    awards: Sequence[Award], *, achievement: str, issuer: str, language: str
) -> list[mail.Draft]:
    """As `claim`, for many of one achievement: the mail is written once, with gaps.

    The gaps are filled in one go, so that a name cannot bring a gap of its own.
    """
    gaps = {part: f"\ue000{part}\ue001" for part in ("name", "link", "code")}
    context = {**gaps, "achievement": _without_gaps(achievement), "issuer": _without_gaps(issuer)}
    written = mail.draft("claim", "", context, language=language)
    drafts = []
    for award in awards:
        code = codes.code_of(award.id, award.claim_round)
        link = f"{settings.MICA_ORIGIN}/claim/{code}"
        texts = {"name": " ".join(award.name.split()), "link": link, "code": code}

        def fill(gap: re.Match[str], texts: dict[str, str] = texts) -> str:
            return texts[gap[1]]

        drafts.append(
            replace(
                written,
                address=award.address,
                subject=_GAP.sub(fill, written.subject),
                text=_GAP.sub(fill, written.text),
                about=award.id,
            )
        )
    return drafts


def _without_gaps(text: str) -> str:
    return _GAP.sub("", text)


def changed(award: Award, what: str) -> mail.Draft:
    """Tells a learner what became of an award.

    Args:
        award: which, with its version, organisation and person.
        what: corrected, reinstated, renewed, revoked or suspended, as the template is called.
    """
    context = {**_known(award), "note": award.reason_note}
    with override(language := language_of(award)):
        context["reason"] = str(REASONS[Reason(award.reason)]) if award.reason else ""
    return mail.draft(what, award.address, context, language=language, about=award.id)


def ending(award: Award) -> mail.Draft:
    """Tells a learner that an award ends soon; arguments as `changed`."""
    language = language_of(award)
    return mail.draft("ending", award.address, _known(award), language=language, about=award.id)


def ending_soon(issuer: Organisation, addresses: Iterable[str], number: int) -> list[mail.Draft]:
    """Tells an issuer how many of its awards end soon.

    Args:
        issuer: who awarded.
        addresses: of those who look after it.
        number: of awards.
    """
    context = {
        "issuer": issuer.name,
        "number": number,
        "link": f"{settings.MICA_ORIGIN}/organisations/{issuer.slug}/awards/?standing=expiring",
    }
    return [
        mail.draft("ending-soon", address, context, language=issuer.language, about=issuer.id)
        for address in addresses
    ]


def language_of(award: Award) -> str:
    """The learner's language; the organisation's as long as nobody has claimed the award."""
    return award.person.language if award.person else award.organisation.language


def _known(award: Award) -> dict[str, Any]:
    until = award.valid_until
    with override(language_of(award)):
        end = date_format(until, "DATE_FORMAT") if until else ""
    return {
        "name": award.name,
        "achievement": award.version.name,
        "issuer": award.organisation.name,
        "until": end,
        "link": f"{settings.MICA_ORIGIN}/wallet/",
        "claim": claim_address(award) if award.claimed is None else "",
    }
