"""Keys: made, replaced, retired, compromised; each on record in the audit log."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from mica.core import audit
from mica.core.ids import new_id
from mica.people.queries import check_role
from mica.signing import queries, rules
from mica.signing.errors import NotFound, Unfit
from mica.signing.models import Key, StatusList, kept_by, signing_for
from mica.signing.signer import Signer, generate, masters, opened, signer_of
from mica.vc.keys import KeyType
from mica.vc.timestamps import format_timestamp


def make_key(organisation_id: UUID | None, kind: KeyType, *, by: UUID | None, now: datetime) -> Key:
    """Make a key that signs for an organisation.

    Args:
        organisation_id: None for the operator.
        kind: Ed25519 or P-256.
        by: an owner of the organisation; None for the platform itself.
        now: aware.

    Raises:
        NotAllowed: as `people.queries.check_role`.
        Unfit: `kind-not-made`; `key-is-there`, where one of its kind signs already.
    """
    _check_owner(organisation_id, by)
    rules.check_kind(kind)
    try:
        with transaction.atomic():
            key = made(organisation_id, kind.value, now)
            audit.record("signing.make_key", key.id, by=by, now=now, kind=key.kind)
    except IntegrityError as error:
        raise Unfit("key-is-there", kind=kind.value) from error
    return key


def ensure_key(organisation_id: UUID | None, now: datetime) -> Key:
    """The key with which an organisation signs; an Ed25519 key is made where it has none.

    Several may ask at once: one makes it, and all get the same.
    """
    found = queries.active_key(organisation_id)
    if found is None:
        try:
            make_key(organisation_id, KeyType.ED25519, by=None, now=now)
        except Unfit as error:
            if error.code != "key-is-there":
                raise
        found = queries.active_key(organisation_id)
    if found is None:
        raise NotFound("no-such-key")
    return found


def rotate_key(
    organisation_id: UUID | None,
    kind: KeyType,
    by: UUID | None,
    now: datetime,
    *,
    key_id: UUID | None = None,
) -> Key:
    """Replace the key of a kind by a new one. What the old one signed goes on verifying.

    Args:
        organisation_id: None for the operator.
        kind: of the key that signs, and of the new one.
        by: an owner of the organisation; None for the platform itself.
        now: aware.
        key_id: the key that is meant; so that asking twice replaces once.

    Raises:
        NotAllowed: as `people.queries.check_role`.
        NotFound: `no-such-key`, where none of the kind signs.
        Unfit: `key-not-active`, where another than the one that was meant signs.
    """
    _check_owner(organisation_id, by)
    with transaction.atomic():
        signing = Key.objects.select_for_update().filter(signing_for(organisation_id))
        old = signing.filter(kind=kind.value).first()
        if old is None:
            raise NotFound("no-such-key")
        if key_id not in {None, old.id}:
            raise Unfit("key-not-active")
        _end(old, Key.State.RETIRED, now)
        key = made(organisation_id, kind.value, now)
        events = [
            audit.Event("signing.retire_key", old.id, {"kind": old.kind}),
            audit.Event("signing.make_key", key.id, {"kind": key.kind}),
        ]
        audit.record_all(events, by=by, now=now)
    return key


def retire_key(key_id: UUID, by: UUID | None, now: datetime) -> None:
    """Let a key sign no more. What it signed goes on verifying; its private half is destroyed.

    Raises:
        NotAllowed: as `people.queries.check_role`.
        NotFound: `no-such-key`.
        Unfit: `key-not-active`; `last-key`; `key-named-by-itself`.
    """
    with transaction.atomic():
        key = _locked(key_id, by)
        if key.state != Key.State.ACTIVE:
            raise Unfit("key-not-active")
        _check_replaceable(key)
        if not Key.objects.filter(signing_for(key.organisation_id)).exclude(id=key.id).exists():
            raise Unfit("last-key")
        _end(key, Key.State.RETIRED, now)
        audit.record("signing.retire_key", key.id, by=by, now=now, kind=key.kind)


def mark_compromised(key_id: UUID, since: datetime, by: UUID | None, now: datetime) -> Key | None:
    """Say that from a moment on somebody else may have signed with a key.

    No signature of the key counts any more, whatever its date: a thief can write any date. A key
    that signed until now is replaced, so that the organisation and its status lists go on.

    Args:
        key_id: the key.
        since: aware, not in the future; no earlier than the key was made.
        by: an owner of the organisation; None for the platform itself.
        now: aware.

    Returns:
        The key that took its place; None where another signs already.

    Raises:
        NotAllowed: as `people.queries.check_role`.
        NotFound: `no-such-key`.
        Unfit: `compromised-later`; `already-compromised`; `key-named-by-itself`.
    """
    if since > now:
        raise Unfit("compromised-later")
    with transaction.atomic():
        key = _locked(key_id, by)
        _check_replaceable(key)
        since = max(since, key.created)
        if key.compromised_from is not None and since >= key.compromised_from:
            raise Unfit("already-compromised", since=f"{key.compromised_from:%Y-%m-%d}")
        was_active = key.state == Key.State.ACTIVE
        key.compromised_from = since
        _end(key, Key.State.COMPROMISED, now)
        events = [
            audit.Event("signing.mark_compromised", key.id, {"since": format_timestamp(since)})
        ]
        successor = made(key.organisation_id, key.kind, now) if was_active else None
        if successor is not None:
            events.append(audit.Event("signing.make_key", successor.id, {"kind": successor.kind}))
        # Lists signed by it would be believed no more: they are signed anew when next asked for.
        StatusList.objects.filter(kept_by(key.organisation_id)).update(
            document="", document_until=None
        )
        audit.record_all(events, by=by, now=now)
    return successor


def reseal_keys(now: datetime) -> int:
    """Seal every private key under the present master key; the old one may then be forgotten.

    Returns:
        How many keys were sealed anew.

    Raises:
        Unsealable: `master-key-wrong`; then nothing was changed.
    """
    with transaction.atomic():
        keys = list(Key.objects.select_for_update().filter(state=Key.State.ACTIVE).order_by("id"))
        for key in keys:
            key.sealed = rules.seal(opened(key), key.id, masters()[0])
            key.save(update_fields=["sealed"])
        events = [audit.Event("signing.reseal_key", key.id) for key in keys]
        audit.record_all(events, by=None, now=now)
    return len(keys)


def signer_for(organisation_id: UUID | None, now: datetime, kind: KeyType | None = None) -> Signer:
    """Who signs for an organisation.

    Args:
        organisation_id: None for the operator.
        now: aware; an organisation without any key gets one now, unless a kind is named.
        kind: of key; Ed25519 rather than another if None.

    Raises:
        NotFound: `no-such-key`, where no key of the named kind signs.
        Unsealable: `master-key-wrong`.
    """
    if kind is None:
        return signer_of(ensure_key(organisation_id, now))
    found = queries.active_key(organisation_id, kind)
    if found is None:
        raise NotFound("no-such-key")
    return signer_of(found)


def _check_owner(organisation_id: UUID | None, by: UUID | None) -> None:
    """Nobody but an owner; the operator's own keys are changed by the platform alone."""
    if by is not None:
        check_role(by, organisation_id or new_id(), "owner")


def _locked(key_id: UUID, by: UUID | None) -> Key:
    """A key, all of its owner's locked with it: two at once could each think the other's stays."""
    key = Key.objects.filter(id=key_id).first()
    if key is None:
        raise NotFound("no-such-key")
    _check_owner(key.organisation_id, by)
    owners = Key.objects.filter(
        Q(organisation_id=key.organisation_id, named_by_itself=key.named_by_itself)
    )
    return {one.id: one for one in owners.select_for_update().order_by("id")}[key_id]


def _check_replaceable(key: Key) -> None:
    if key.named_by_itself:
        raise Unfit("key-named-by-itself")


def made(organisation_id: UUID | None, kind: str, now: datetime, *, itself: bool = False) -> Key:
    """A new key in its row; the caller records it."""
    key_id = new_id()
    multikey, sealed = generate(kind, key_id)
    return Key.objects.create(
        id=key_id,
        organisation_id=organisation_id,
        kind=kind,
        multikey=multikey,
        sealed=sealed,
        named_by_itself=itself,
        created=now,
    )


def _end(key: Key, state: Key.State, now: datetime) -> None:
    """What cannot sign cannot be stolen: the private half goes."""
    key.state, key.sealed = state, b""
    key.retired = key.retired or now
    key.save(update_fields=["state", "sealed", "retired", "compromised_from"])
