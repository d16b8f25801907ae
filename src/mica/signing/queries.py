"""Named reads of keys and status lists. What is published is for everybody; the rest checks roles.

`status_list_document` signs anew what is due and keeps it in the row: a cache, not a change.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from mica.net.errors import BadAnswer
from mica.people.models import Organisation
from mica.people.queries import Caller, organisation_for, role_of
from mica.signing import rules
from mica.signing.errors import NotFound
from mica.signing.models import Key, StatusList, signing_for
from mica.signing.signer import Signer, did_of, signer_of
from mica.vc.documents import JsonObject
from mica.vc.keys import KeyType
from mica.vc.resolve import Resource

# Two reads for every credential of ours that is verified: written out, they halve what it costs.
_OPERATORS_KEYS: Final = """
SELECT multikey, compromised_from FROM signing_key
WHERE organisation_id IS NULL AND NOT named_by_itself ORDER BY created, id
"""
_ORGANISATIONS_KEYS: Final = """
SELECT multikey, compromised_from FROM signing_key
WHERE organisation_id = (SELECT id FROM people_organisation WHERE slug = %s) ORDER BY created, id
"""
_PUBLISHED: Final = "SELECT document, document_until FROM signing_statuslist WHERE id = %s"


def issuer_did(organisation: Organisation | None) -> str:
    """The name under which an organisation signs; the operator's for None."""
    slug = None if organisation is None else organisation.slug
    return rules.did_web(settings.MICA_ORIGIN, slug)


def did_document(slug: str | None, now: datetime) -> JsonObject:
    """The document of an organisation's keys; the operator's for None.

    Raises:
        NotFound: `no-such-issuer`, also where there is no key yet.
    """
    with connection.cursor() as cursor:
        if slug is None:
            cursor.execute(_OPERATORS_KEYS)
        else:
            cursor.execute(_ORGANISATIONS_KEYS, [slug])
        listed = [rules.Listed(*row) for row in cursor.fetchall()]
    if not listed:
        raise NotFound("no-such-issuer")
    return rules.did_document(rules.did_web(settings.MICA_ORIGIN, slug), listed, now)


def list_url(list_id: UUID) -> str:
    """Where a status list is published."""
    return f"{settings.MICA_ORIGIN}/status/{list_id}"


def status_list_document(list_id: UUID, now: datetime) -> str:
    """A status list as it is published: a signed credential.

    Args:
        list_id: the list.
        now: aware.

    Raises:
        NotFound: `no-such-list`.
        Unfit: `key-not-active`, where the key that keeps it no longer signs.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED, [list_id])
        known: tuple[str, datetime | None] | None = cursor.fetchone()
    if known is None:
        raise NotFound("no-such-list")
    document, until = known
    if document and until is not None and now < until:
        return document
    kept = StatusList.objects.filter(id=list_id)
    with transaction.atomic():
        # Whoever holds the row is about to change it, and then nothing is worth keeping.
        row = kept.select_for_update(skip_locked=True).defer("document", "taken").first()
        found = row or kept.defer("document", "taken").get()
        document = _signed_list(found, now)
        if row is not None:
            row.document, row.document_until = document, now + rules.VALIDITY / 2
            row.save(update_fields=["document", "document_until"])
    return document


def _signed_list(kept: StatusList, now: datetime) -> str:
    signer = _signer_for_list(kept)
    credential = rules.list_credential(
        list_url(kept.id), signer.did, kept.purpose, bytes(kept.bits), now
    )
    return json.dumps(signer.sign(credential, now), ensure_ascii=False, separators=(",", ":"))


def _signer_for_list(kept: StatusList) -> Signer:
    if kept.key_id is not None:
        return signer_of(Key.objects.get(id=kept.key_id))
    found = active_key(kept.organisation_id)
    if found is None:
        raise NotFound("no-such-key")
    return signer_of(found)


def active_key(organisation_id: UUID | None, kind: KeyType | None = None) -> Key | None:
    """The key with which an organisation signs; Ed25519 rather than another, unless one is named.

    Args:
        organisation_id: None for the operator.
        kind: of key.
    """
    keys = Key.objects.select_related("organisation").filter(signing_for(organisation_id))
    if kind is not None:
        return keys.filter(kind=kind.value).first()
    return keys.order_by("kind").first()  # "Ed25519" stands before "P-256"


def own_resource(url: str, now: datetime) -> Resource | None:
    """What stands at one of our own addresses, without going out; None where it is not ours.

    Args:
        url: absolute. Where our origin is on loopback, http and https are the same.
        now: aware.

    Raises:
        Unreachable: `not-found`, where the address is ours and nothing stands there.
    """
    place = rules.own_place(url, settings.MICA_ORIGIN, loopback=settings.ON_LOOPBACK)
    if place is None:
        return None
    try:
        if place.kind == "did":
            content = orjson.dumps(did_document(place.name or None, now))
            return Resource(url, content, "application/did+json", now)
        content = status_list_document(UUID(place.name), now).encode("utf-8")
        return Resource(url, content, "application/vc", now)
    except NotFound as error:
        raise BadAnswer("not-found", url=url[:200], status=404) from error


# -- for doors ------------------------------------------------------------------------------------


def key_for(key_id: UUID, organisation_id: UUID | None) -> Key:
    """A key of an organisation; for None, one that is its own issuer's name.

    Raises:
        NotFound: `no-such-key`.
    """
    keys = Key.objects.select_related("organisation").filter(
        Q(organisation_id=organisation_id, named_by_itself=organisation_id is None)
    )
    found = keys.filter(id=key_id).first()
    if found is None:
        raise NotFound("no-such-key")
    return found


def list_at(url: str) -> UUID:
    """The list that is published at an address of ours.

    Raises:
        NotFound: `no-such-list`.
    """
    place = rules.own_place(url, settings.MICA_ORIGIN, loopback=settings.ON_LOOPBACK)
    if place is None or place.kind != "status":
        raise NotFound("no-such-list")
    return UUID(place.name)


@dataclass(frozen=True, slots=True)
class DoorView:
    """A key that signs for other systems: its id, its issuer, and what it signs with."""

    id: UUID
    did: str
    kind: str
    suites: tuple[str, ...]


def doors_of(organisation_id: UUID | None) -> list[DoorView]:
    """The keys that sign for an organisation; for None, those that are their own issuers' names."""
    keys = Key.objects.select_related("organisation").filter(
        Q(organisation_id=organisation_id, named_by_itself=organisation_id is None),
        state=Key.State.ACTIVE,
    )
    return [
        DoorView(key.id, did_of(key), key.kind, (*rules.SUITES[KeyType(key.kind)], rules.JOSE))
        for key in keys.order_by("kind", "id")
    ]


# -- for an organisation's own people ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as pages show it: nothing in it is secret.

    Attributes:
        id: of the key.
        organisation_id: whose.
        kind: Ed25519 or P-256.
        multikey: its public half; in proofs the last part of its name.
        state: active, retired or compromised.
        created: when it was made.
        retired: when it stopped signing.
        compromised_from: since when its signatures do not count.
    """

    id: UUID
    organisation_id: UUID | None
    kind: str
    multikey: str
    state: str
    created: datetime
    retired: datetime | None
    compromised_from: datetime | None


@dataclass(frozen=True, slots=True)
class KeysView:
    """The keys of an organisation as one of its members sees them.

    Attributes:
        did: the name under which it signs.
        may_change: whether this member may change keys.
        may_retire: whether a key may go without another in its place: two sign.
        keys: those that sign first, then the newest.
        to_make: the kinds of which none signs.
    """

    did: str
    may_change: bool
    may_retire: bool
    keys: tuple[KeyView, ...]
    to_make: tuple[str, ...]


def keys_of(caller: Caller, slug: str) -> KeysView:
    """The keys of an organisation; any member may see them.

    Raises:
        NotAllowed: as `people.queries.organisation_for`.
    """
    organisation = organisation_for(caller, slug)
    keys = Key.objects.select_related("organisation").filter(organisation=organisation)
    found = [_view(key) for key in keys.order_by("-created", "-id")]
    found.sort(key=lambda key: key.state != Key.State.ACTIVE)
    signing = {key.kind for key in found if key.state == Key.State.ACTIVE}
    owns = role_of(caller.id, organisation.id) == "owner"
    return KeysView(
        did=issuer_did(organisation),
        may_change=owns,
        may_retire=owns and len(signing) > 1,
        keys=tuple(found),
        to_make=tuple(kind.value for kind in rules.SUITES if kind.value not in signing),
    )


def key_of(caller: Caller, slug: str, key_id: UUID) -> KeyView:
    """One key of an organisation, for those who may change it: owners.

    Raises:
        NotAllowed: as `people.queries.organisation_for`.
        NotFound: `no-such-key`.
    """
    organisation = organisation_for(caller, slug, role="owner")
    key = (
        Key.objects.select_related("organisation")
        .filter(organisation=organisation, id=key_id)
        .first()
    )
    if key is None:
        raise NotFound("no-such-key")
    return _view(key)


def _view(key: Key) -> KeyView:
    return KeyView(
        id=key.id,
        organisation_id=key.organisation_id,
        kind=key.kind,
        multikey=key.multikey,
        state=key.state,
        created=key.created,
        retired=key.retired,
        compromised_from=key.compromised_from,
    )
