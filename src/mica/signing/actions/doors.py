"""What other systems have signed through a door, and the statuses they change there.

These are documents of their own making, not awards: whoever awards goes through issuing.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mica.core import audit
from mica.signing import queries, rules
from mica.signing.actions.keys import made
from mica.signing.actions.lists import reserve_status, set_status
from mica.signing.errors import NotFound
from mica.signing.models import Entry, Key
from mica.signing.signer import signer_of
from mica.vc.contexts import Contexts
from mica.vc.documents import JsonObject
from mica.vc.keys import KeyType
from mica.vc.status_documents import status_entry


def issue_credential(
    key_id: UUID,
    suite: str,
    credential: JsonObject,
    *,
    organisation_id: UUID | None,
    by: UUID | None,
    with_status: bool,
    reference: str,
    now: datetime,
    contexts: Contexts | None = None,
) -> JsonObject:
    """Sign a credential that another system wrote, in the name of the key's issuer.

    Args:
        key_id: the key.
        suite: a cryptosuite of the key's kind, or `jose`.
        credential: as written; only the issuer's id, and the status where asked for, become ours.
        organisation_id: whose key it has to be; None for a key that is its own issuer's name.
        by: the token that was shown; None at the open door.
        with_status: whether it gets a place in a revocation list.
        reference: what its status is asked for by later; its id if "".
        now: aware.
        contexts: the known contexts; the shipped ones if None.

    Returns:
        The credential with its proof; for `jose` the envelope with the JWT.

    Raises:
        NotFound: `no-such-key`, `suite-not-of-key`.
        Unfit: `key-not-active`, `status-is-there`, `status-needs-2`.
        VcError: where it breaks a rule of the data model, or cannot be signed.
    """
    key = queries.key_for(key_id, organisation_id)
    signer = signer_of(key)
    rules.check_suite(signer.kind, suite)
    document = rules.issuable(credential, signer.did, with_status=with_status)
    with transaction.atomic():
        if with_status:
            document["credentialStatus"] = _placed(
                key, reference or str(document.get("id", "")), now
            )
        if suite == rules.JOSE:
            signed = rules.envelope(signer.sign_jose(document))
        else:
            signed = signer.sign(document, now, suite, contexts)
        audit.record("signing.issue_credential", key.id, by=by, now=now, suite=suite)
    return signed


def _placed(key: Key, reference: str, now: datetime) -> JsonObject:
    """A place in a revocation list, as the credential names it."""
    keeper = key.id if key.named_by_itself else None
    reserved = reserve_status(key.organisation_id, rules.REVOCATION, 1, now, key_id=keeper)
    place = reserved[0]
    Entry.objects.create(
        key=key, list_id=place.list_id, index=place.index, credential=reference, created=now
    )
    return status_entry(place.url, place.index, rules.REVOCATION)


def change_status(
    reference: str,
    *,
    organisation_id: UUID | None,
    by: UUID | None,
    purpose: str,
    value: bool,
    now: datetime,
    url: str | None = None,
    index: int | None = None,
) -> None:
    """Set a status of credentials that were issued through the door.

    Args:
        reference: what each was issued by; "" where url and index say which.
        organisation_id: whose; None for those of keys that are their own issuers' names.
        by: the token that was shown; None at the open door.
        purpose: revocation.
        value: True for revoked.
        now: aware.
        url: the list's address, where it was named.
        index: the place, where it was named.

    Raises:
        NotFound: `no-such-status`.
        Unfit: `revocation-is-final`.
    """
    itself = organisation_id is None
    entries = Entry.objects.filter(
        key__organisation=organisation_id, key__named_by_itself=itself, list__purpose=purpose
    )
    if reference:
        entries = entries.filter(credential=reference)
    if url is not None:
        entries = entries.filter(list_id=queries.list_at(url))
    if index is not None:
        entries = entries.filter(index=index)
    if not reference and (url is None or index is None):
        raise NotFound("no-such-status")
    with transaction.atomic():
        found = list(entries.order_by("list_id", "index").values_list("list_id", "index"))
        if not found:
            raise NotFound("no-such-status")
        for list_id in sorted({kept for kept, _ in found}):
            set_status(list_id, [place for kept, place in found if kept == list_id], value, now)
        events = [
            audit.Event("signing.change_status", list_id, {"index": place, "value": value})
            for list_id, place in found
        ]
        audit.record_all(events, by=by, now=now)


def ensure_doors(now: datetime) -> list[Key]:
    """One key of each kind that is its own issuer's name (did:key): for trying the door out."""
    doors = []
    for kind in rules.SUITES:
        named = Key.objects.filter(named_by_itself=True, kind=kind.value, state=Key.State.ACTIVE)
        doors.append(named.order_by("id").first() or _door(kind, now))
    return doors


def _door(kind: KeyType, now: datetime) -> Key:
    with transaction.atomic():
        key = made(None, kind.value, now, itself=True)
        audit.record("signing.make_key", key.id, by=None, now=now, kind=key.kind)
    return key
