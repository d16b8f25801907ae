"""Your organisation, and the keys with which it signs."""

from datetime import datetime
from typing import Final, Self
from uuid import UUID

from pydantic import Field

from mica.api.rest.door import Answer, Call, operation
from mica.api.rest.shapes import Shape, one_of
from mica.signing import queries
from mica.signing.actions import rotate_key
from mica.signing.queries import KeyView
from mica.vc.keys import KeyType

TAG: Final = "Organisation"


class OrganisationOut(Shape):
    """What an organisation says of itself, and what this token may do for it."""

    id: UUID
    slug: str
    name: str
    kind: str
    about: str
    website: str
    contact: str
    country: str
    language: str
    did: str = Field(description="The name under which it signs.")
    scopes: list[str] = Field(description="Of this token.")


class KeyOut(Shape):
    """A key; nothing in it is secret."""

    id: UUID
    kind: str = one_of("Ed25519", "P-256")
    multikey: str = Field(description="Its public half.")
    state: str = one_of("active", "retired", "compromised")
    created: datetime
    retired: datetime | None
    compromised_from: datetime | None

    @classmethod
    def of(cls, key: KeyView) -> Self:
        """A key as a query shows it."""
        return cls(
            id=key.id,
            kind=key.kind,
            multikey=key.multikey,
            state=key.state,
            created=key.created,
            retired=key.retired,
            compromised_from=key.compromised_from,
        )


class Keys(Shape):
    """The keys of an organisation, those that sign first."""

    did: str
    items: list[KeyOut]


@operation("GET", "/organisation", tag=TAG, scope="", answers={200: OrganisationOut})
def read_organisation(request: Call) -> Answer:
    """Read for which organisation this token speaks, and what it may do."""
    one = request.holder.organisation
    return Answer(
        OrganisationOut(
            id=one.id,
            slug=one.slug,
            name=one.name,
            kind=one.kind,
            about=one.about,
            website=one.website,
            contact=one.contact,
            country=one.country,
            language=one.language,
            did=queries.issuer_did(one),
            scopes=sorted(request.holder.scopes),
        )
    )


@operation("GET", "/keys", tag=TAG, scope="keys:read", answers={200: Keys})
def list_keys(request: Call) -> Answer:
    """List your signing keys."""
    found = queries.keys_of(request.holder, request.holder.organisation.slug)
    return Answer(Keys(did=found.did, items=[KeyOut.of(key) for key in found.keys]))


@operation(
    "POST",
    "/keys/{uuid:key_id}/rotate",
    tag=TAG,
    scope="keys:write",
    answers={201: KeyOut},
    errors={404: "no-such-key", 409: "key-not-active"},
)
def replace_key(request: Call, key_id: UUID) -> Answer:
    """Replace a key by a new one of its kind. What it signed goes on verifying."""
    organisation = request.holder.organisation
    old = queries.key_of(request.holder, organisation.slug, key_id)
    kind = KeyType(old.kind)
    rotate_key(organisation.id, kind, request.holder.id, request.now, key_id=key_id)
    found = queries.keys_of(request.holder, organisation.slug)
    new = next(key for key in found.keys if key.kind == old.kind and key.state == "active")
    return Answer(KeyOut.of(new), 201)
