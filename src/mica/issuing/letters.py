"""The mails about awards, in the learner's language as far as it is known."""

from django.conf import settings

from mica.core import mail
from mica.issuing import codes
from mica.issuing.models import Award


def claim_address(award: Award) -> str:
    """The link by which an award is claimed. Whoever has it can see what was awarded."""
    return f"{settings.MICA_ORIGIN}/claim/{codes.code_of(award.id, award.claim_round)}"


def claim(award: Award, *, achievement: str, issuer: str, language: str) -> mail.Letter:
    """Tells a learner that there is something to claim."""
    context = {
        "name": award.name,
        "achievement": achievement,
        "issuer": issuer,
        "link": claim_address(award),
        "code": codes.code_of(award.id, award.claim_round),
    }
    said = mail.render("claim", context, language)
    return mail.Letter(award.address, said, "claim", award.id)


def changed(
    award: Award, *, achievement: str, issuer: str, what: str, language: str
) -> mail.Letter:
    """Tells a learner what became of an award: suspended, reinstated, revoked, corrected, renewed.

    Args:
        award: which.
        achievement: its name.
        issuer: its name.
        what: the template's name.
        language: of the mail.
    """
    context = {
        "name": award.name,
        "achievement": achievement,
        "issuer": issuer,
        "reason": award.reason,
        "note": award.reason_note,
        "until": award.valid_until,
        "link": f"{settings.MICA_ORIGIN}/wallet/",
        "claim": claim_address(award) if award.claimed is None else "",
    }
    said = mail.render(what, context, language)
    return mail.Letter(award.address, said, what, award.id)
