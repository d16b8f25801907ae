"""Status lists: places reserved in them, and statuses set.

Neither is written to the audit log here: whoever asks for it records the award or the revocation,
and the log's lock is not held while a batch is signed.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.signing import queries, rules
from mica.signing.actions.keys import ensure_key
from mica.signing.errors import NotFound
from mica.signing.models import StatusList, kept_by
from mica.signing.rules import StatusPlace


def reserve_status(
    organisation_id: UUID | None,
    purpose: str,
    count: int,
    now: datetime,
    *,
    key_id: UUID | None = None,
) -> list[StatusPlace]:
    """Places in status lists, drawn at random and never given twice.

    Takes part in the caller's transaction: rolled back with it, the places are free again. Nobody
    waits: whoever finds every list in use begins another.

    Args:
        organisation_id: whose list; None for the operator or a key that is its own name.
        purpose: revocation or suspension.
        count: how many.
        now: aware.
        key_id: the key that is its own issuer's name, where it keeps the list.

    Raises:
        Unfit: `purpose-unknown`.
    """
    rules.check_purpose(purpose)
    found: list[StatusPlace] = []
    with transaction.atomic():
        if key_id is None:
            ensure_key(organisation_id, now)
        while len(found) < count:
            kept = _list_with_room(organisation_id, key_id, purpose, now)
            some = min(count - len(found), kept.free - rules.FULL)
            indexes, kept.taken = rules.draw(bytes(kept.taken), some)
            kept.free -= some
            kept.save(update_fields=["taken", "free"])
            url = queries.list_url(kept.id)
            found += [StatusPlace(kept.id, url, index) for index in indexes]
    return found


def set_status(list_id: UUID, indexes: Iterable[int], value: bool, now: datetime) -> None:  # noqa: FBT001 - the bit itself
    """Set statuses, or clear them again where the list is one of suspension.

    Args:
        list_id: the list.
        indexes: places that were reserved.
        value: True for revoked or suspended.
        now: aware.

    Raises:
        NotFound: `no-such-list`.
        Unfit: `revocation-is-final`, `index-not-reserved`; then nothing was changed.
    """
    with transaction.atomic():
        rows = StatusList.objects.select_for_update().defer("document")
        kept = rows.filter(id=list_id).first()
        if kept is None:
            raise NotFound("no-such-list")
        kept.bits = rules.changed_bits(
            bytes(kept.bits), bytes(kept.taken), indexes, purpose=kept.purpose, value=value
        )
        kept.changed, kept.document, kept.document_until = now, "", None
        kept.save(update_fields=["bits", "changed", "document", "document_until"])


def _list_with_room(
    organisation_id: UUID | None, key_id: UUID | None, purpose: str, now: datetime
) -> StatusList:
    """A locked list. One that somebody else holds is passed over: waiting could end in a knot."""
    lists = StatusList.objects.filter(
        kept_by(organisation_id, key_id), purpose=purpose, free__gt=rules.FULL
    )
    free = lists.select_for_update(skip_locked=True).defer("document", "bits").order_by("id")
    return free.first() or StatusList.objects.create(
        organisation_id=organisation_id, key_id=key_id, purpose=purpose, changed=now
    )
