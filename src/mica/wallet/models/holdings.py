"""Credentials in learners' hands, the documents they had before, and the verdicts on them."""

from django.db import models

from mica.core.ids import new_id
from mica.people.models import Person
from mica.wallet.rules.reading import Form

_FORMS = [(form.value, form.value) for form in Form]


class Holding(models.Model):
    """A credential that a person holds.

    `document` is the text exactly as it was received; everything a list shows is drawn from it and
    from the report, never typed. `changed` is when this document came, `added` when the first did.
    """

    class Source(models.TextChoices):
        """How it came."""

        CLAIM = "claim"
        IMPORT = "import"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="holdings")
    source = models.TextField(choices=Source)
    award = models.UUIDField(null=True)
    document = models.TextField()
    document_hash = models.BinaryField(max_length=32)
    form = models.TextField(choices=_FORMS)
    picture = models.BinaryField(null=True)
    credential_id = models.TextField(blank=True)
    issuer_id = models.TextField(blank=True)
    name = models.TextField(blank=True)
    issuer_name = models.TextField(blank=True)
    learner_name = models.TextField(blank=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    image = models.TextField(blank=True)
    credit = models.FloatField(null=True)
    credit_unit = models.TextField(blank=True)
    level = models.TextField(blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    verdict = models.TextField()
    codes = models.JSONField(default=list)
    report = models.JSONField()
    checked = models.DateTimeField()
    added = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        """Nobody holds a document twice; a wallet is read newest first."""

        constraints = (
            models.UniqueConstraint(fields=("person", "document_hash"), name="held_once"),
            models.UniqueConstraint(
                fields=("person", "award"),
                condition=models.Q(award__isnull=False),
                name="one_holding_of_an_award",
            ),
        )
        indexes = (
            models.Index(fields=("person", "-id"), name="holding_newest"),
            models.Index(fields=("award",), name="holding_of_award"),
        )


class Former(models.Model):
    """A document that a newer version of the same credential has replaced."""

    id = models.UUIDField(primary_key=True, default=new_id)
    holding = models.ForeignKey(Holding, models.CASCADE, related_name="formers")
    document = models.TextField()
    document_hash = models.BinaryField(max_length=32)
    form = models.TextField(choices=_FORMS)
    picture = models.BinaryField(null=True)
    valid_from = models.DateTimeField(null=True)
    verdict = models.TextField()
    taken = models.DateTimeField()
    replaced = models.DateTimeField()

    class Meta:
        """Each document once."""

        constraints = (
            models.UniqueConstraint(fields=("holding", "document_hash"), name="former_once"),
        )


class VerdictEntry(models.Model):
    """What verification found, from one moment to another: a new row only where it changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    holding = models.ForeignKey(Holding, models.CASCADE, related_name="verdicts")
    verdict = models.TextField()
    findings = models.JSONField(default=list)
    first = models.DateTimeField()
    last = models.DateTimeField()

    class Meta:
        """Read newest first."""

        indexes = (models.Index(fields=("holding", "-id"), name="verdict_newest"),)
