"""Tables of awards and of the credentials made from them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from mica.catalogue.models import Achievement, Version
from mica.core.ids import new_id
from mica.issuing.rules.life import State
from mica.people.models import Organisation, Person

_STATES = [(state.value, state.value) for state in State]


class Award(models.Model):
    """An achievement granted to a learner, and what became of it.

    `reminded` and `issuer_reminded` are the days before its end of which the learner and the issuer
    were told last. `occasion` tells two awards of one achievement to one learner apart.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    achievement = models.ForeignKey(Achievement, models.PROTECT)
    version = models.ForeignKey(Version, models.PROTECT)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="awards")
    learner_key = models.CharField(max_length=32)
    occasion = models.TextField(blank=True)
    name = models.TextField()
    address = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    result = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    note = models.TextField(blank=True)
    salt = models.TextField()
    did = models.TextField(blank=True)
    state = models.TextField(choices=_STATES)
    reason = models.TextField(blank=True)
    reason_note = models.TextField(blank=True)
    awarded = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    scheduled = models.DateTimeField(null=True)
    claimed = models.DateTimeField(null=True)
    claim_hash = models.BinaryField(max_length=32, unique=True)
    claim_round = models.PositiveIntegerField(default=0)
    reminded = models.PositiveSmallIntegerField(null=True)
    issuer_reminded = models.PositiveSmallIntegerField(null=True)
    renews = models.ForeignKey("self", models.SET_NULL, null=True, related_name="renewals")
    upload = models.UUIDField(null=True)
    row = models.PositiveIntegerField(null=True)
    by = models.UUIDField(null=True)
    created = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        """Nobody is awarded the same twice; lists are read newest first, by keyset."""

        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "learner_key", "occasion"),
                condition=~models.Q(state__in=("revoked", "cancelled")),
                name="nobody_twice",
            ),
            models.UniqueConstraint(
                fields=("upload", "row"), condition=models.Q(row__isnull=False), name="row_once"
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "-id"), name="award_newest"),
            models.Index(fields=("achievement", "-id"), name="award_of_achievement"),
            models.Index(fields=("organisation", "learner_key"), name="award_of_learner"),
            models.Index(fields=("organisation", "address"), name="award_of_address"),
            models.Index(fields=("organisation", "reference"), name="award_of_reference"),
            models.Index(fields=("organisation", "state", "-id"), name="award_by_state"),
            # The words of a name, for the search of lists. What is searched says the same words.
            GinIndex(SearchVector("name", config="simple"), name="award_by_name"),
            models.Index(fields=("valid_until",), name="award_ending"),
            models.Index(
                fields=("address",), name="award_waiting", condition=models.Q(claimed=None)
            ),
            models.Index(
                fields=("scheduled",), name="award_due", condition=models.Q(state="scheduled")
            ),
        )


class Credential(models.Model):
    """A signed document. A corrected award has several; the one with the highest number stands."""

    id = models.UUIDField(primary_key=True, default=new_id)
    award = models.ForeignKey(Award, models.CASCADE, related_name="credentials")
    number = models.PositiveIntegerField(default=1)
    document = models.TextField()
    key = models.UUIDField()
    revocation_list = models.UUIDField()
    revocation_index = models.PositiveIntegerField()
    suspension_list = models.UUIDField(null=True)
    suspension_index = models.PositiveIntegerField(null=True)
    valid_from = models.DateTimeField()
    signed = models.DateTimeField()

    class Meta:
        """Numbered in each award; found by the key that signed."""

        constraints = (
            models.UniqueConstraint(fields=("award", "number"), name="one_credential_number"),
        )
        indexes = (models.Index(fields=("key",), name="credential_by_key"),)
