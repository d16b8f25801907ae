"""Tables of files with many learners, and of their rows."""

from django.db import models

from mica.catalogue.models import Achievement, Version
from mica.core.ids import new_id
from mica.people.models import Organisation


class Upload(models.Model):
    """A file whose rows are to be awarded, and what became of it."""

    class State(models.TextChoices):
        """Where it stands."""

        READING = "reading"
        REFUSED = "refused"
        READY = "ready"
        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    achievement = models.ForeignKey(Achievement, models.PROTECT)
    version = models.ForeignKey(Version, models.PROTECT, null=True)
    name = models.TextField()
    size = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    form = models.TextField(blank=True)
    titles = models.JSONField(default=dict)
    letters = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    state = models.TextField(choices=State, default=State.READING)
    code = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)
    by = models.UUIDField(null=True)
    created = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    changed = models.DateTimeField()

    class Meta:
        """Lists are read newest first; a file is known again by its digest."""

        indexes = (
            models.Index(fields=("organisation", "-id"), name="upload_newest"),
            models.Index(fields=("achievement", "digest"), name="upload_by_digest"),
        )


class UploadPiece(models.Model):
    """A part of a big file, kept until it is read."""

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        """In their order."""

        constraints = (
            models.UniqueConstraint(fields=("upload", "number"), name="one_piece_number"),
        )


class UploadRow(models.Model):
    """A row of a file: what it says, what is wrong with it, what became of it.

    `faults` is a list of [field, code, data]; `award` the award that was made of it, or that stood
    already; `code` why nothing could be awarded.
    """

    class State(models.TextChoices):
        """What became of it."""

        READY = "ready"
        FAULTY = "faulty"
        LEFT_OUT = "left-out"
        AWARDED = "awarded"
        STANDING = "standing"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    state = models.TextField(choices=State)
    learner_key = models.CharField(max_length=32, blank=True)
    occasion = models.TextField(blank=True)
    award = models.UUIDField(null=True)
    code = models.TextField(blank=True)

    class Meta:
        """Once each; counted and found by state."""

        constraints = (models.UniqueConstraint(fields=("upload", "number"), name="one_row_number"),)
        indexes = (models.Index(fields=("upload", "state", "number"), name="upload_row_by_state"),)
