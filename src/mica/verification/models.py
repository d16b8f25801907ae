"""Tables of documents that were handed in many at a time, and what was found of them."""

from django.db import models
from django.db.models import Q

from mica.core.ids import new_id
from mica.people.models import Organisation, Person


class Batch(models.Model):
    """Documents that were handed in together: an organisation's, or somebody's with a link."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    secret_hash = models.BinaryField(max_length=32, null=True, unique=True)
    language = models.TextField(default="en")
    total = models.PositiveIntegerField(default=0)
    created = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        """Listed newest first; an organisation's, or one with a link."""

        indexes = (models.Index(fields=("organisation", "-created"), name="batch_of"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, secret_hash__isnull=False)
                | Q(organisation__isnull=False, secret_hash__isnull=True),
                name="batch_is_somebodys",
            ),
        )


class Row(models.Model):
    """One document of a batch. What was handed in goes as soon as the verdict is there."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.TextField()
    data = models.BinaryField(null=True)
    verdict = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    title = models.TextField(blank=True)
    learner = models.TextField(blank=True)
    issuer = models.TextField(blank=True)
    level = models.TextField(blank=True)
    valid_until = models.TextField(blank=True)
    report = models.JSONField(null=True)
    judged = models.DateTimeField(null=True)

    class Meta:
        """One row for each number; what is still to be judged is found at once."""

        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="one_row"),)
        indexes = (
            models.Index(fields=("batch", "number"), name="row_waits", condition=Q(verdict="")),
        )
