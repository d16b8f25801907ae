"""Claiming: a learner takes an award."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.issuing import codes
from mica.issuing.actions.life import remake
from mica.issuing.errors import NotFound, Unfit
from mica.issuing.models import Award
from mica.issuing.rules import life


@transaction.atomic
def claim(code: str, *, person: UUID, now: datetime, did: str = "", by: UUID | None = None) -> str:
    """Bind an award to a person, and hand out its document.

    Whether the person may have it (a verified address, a printed code) is the wallet's rule. The
    same person may ask again and gets the same.

    Args:
        code: as it was typed.
        person: who takes it.
        now: aware.
        did: an identifier of theirs of which they have proved control; the document is made anew
            for it.
        by: who does it for them; themselves where None.

    Returns:
        The signed document, as JSON.

    Raises:
        NotFound: `no-such-code`.
        Unfit: `claimed-already`, `act-does-not-fit`.
    """
    award = (
        Award.objects.select_for_update(of=("self",))
        .filter(claim_hash=codes.hash_of(code))
        .select_related("version__achievement", "organisation")
        .first()
    )
    if award is None:
        raise NotFound("no-such-code")
    life.check_may("claim", award.state)
    if award.person_id not in (None, person):
        raise Unfit("claimed-already")
    first = award.claimed is None
    if first:
        award.person_id, award.claimed = person, now
    if did and did != award.did:
        award.did = did
        remake(award, now=now)
    award.changed = now
    award.save(update_fields=["person", "claimed", "did", "changed"])
    if first:
        audit.record("issuing.claim", award.id, by=by or person, now=now)
    newest = award.credentials.order_by("-number").first()
    if newest is None:
        raise NotFound("no-such-code")
    return newest.document
