"""Tables of keys and status lists."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from mica.core.ids import new_id
from mica.people.models import Organisation
from mica.signing import rules


def kept_by(organisation_id: UUID | None, key_id: UUID | None = None) -> Q:
    """Whose list: an organisation's, the operator's (None), or a key's own."""
    return Q(organisation_id=organisation_id, key_id=key_id)


def signing_for(organisation_id: UUID | None) -> Q:
    """The keys that sign for an organisation now; for the operator where None."""
    return Q(organisation_id=organisation_id, state=Key.State.ACTIVE, named_by_itself=False)


class Key(models.Model):
    """A signing key. Its private half is sealed, and gone once it no longer signs.

    `organisation` is null for the operator's own key, and for one that is its own issuer's name
    (`named_by_itself`: a did:key).
    """

    class State(models.TextChoices):
        """What it is used for."""

        ACTIVE = "active"
        RETIRED = "retired"
        COMPROMISED = "compromised"

    class Kind(models.TextChoices):
        """What sort of key it is, in the toolkit's words."""

        ED25519 = "Ed25519"
        P256 = "P-256"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    kind = models.TextField(choices=Kind)
    multikey = models.TextField(unique=True)
    sealed = models.BinaryField()
    named_by_itself = models.BooleanField(default=False)
    state = models.TextField(choices=State, default=State.ACTIVE)
    created = models.DateTimeField()
    retired = models.DateTimeField(null=True)
    compromised_from = models.DateTimeField(null=True)

    class Meta:
        """One key of a kind signs for each issuer."""

        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind"),
                condition=Q(state="active", named_by_itself=False),
                nulls_distinct=False,
                name="one_active_key",
            ),
            models.CheckConstraint(
                condition=Q(named_by_itself=False) | Q(organisation=None),
                name="key_named_by_itself_is_nobodys",
            ),
        )


def _nothing() -> bytes:
    return bytes(rules.ENTRIES // 8)


class StatusList(models.Model):
    """A list of bits in which each credential has a place of its own, for one purpose.

    `key` is set where the list is kept by a key that is its own issuer's name. `document` is the
    signed list as it was last published, until something changes or `document_until` has passed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    key = models.ForeignKey(Key, models.PROTECT, null=True)
    purpose = models.TextField()
    bits = models.BinaryField(default=_nothing)
    taken = models.BinaryField(default=_nothing)
    free = models.IntegerField(default=rules.ENTRIES)
    changed = models.DateTimeField()
    document = models.TextField(blank=True)
    document_until = models.DateTimeField(null=True)

    class Meta:
        """Found by who keeps it, while it has room."""

        indexes = (
            models.Index(
                fields=("organisation", "key", "purpose"),
                condition=Q(free__gt=rules.FULL),
                name="status_list_with_room",
            ),
        )


class Entry(models.Model):
    """Which credential, signed for another system, has a place in a list.

    `credential` is what that system asks for it by. Awards are not here: issuing knows theirs.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.ForeignKey(Key, models.PROTECT)
    list = models.ForeignKey(StatusList, models.PROTECT)
    index = models.IntegerField()
    credential = models.TextField(blank=True)
    created = models.DateTimeField()

    class Meta:
        """One credential in a place; found by its name."""

        constraints = (models.UniqueConstraint(fields=("list", "index"), name="one_in_a_place"),)
        indexes = (models.Index(fields=("credential",), name="entry_by_credential"),)
