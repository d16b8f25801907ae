"""Tables of the audit log, the mail outbox, and answers given before."""

from django.db import models

from mica.core.ids import new_id


class AuditEntry(models.Model):
    """Who did what, when. Append-only: a trigger refuses every change."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.TextField()
    thing = models.TextField()
    data = models.JSONField(default=dict)
    link = models.BinaryField(max_length=32)

    class Meta:
        """Looked up by thing, newest first."""

        indexes = (models.Index(fields=("thing", "-number"), name="audit_by_thing"),)


class AuditHead(models.Model):
    """The log's size and Merkle root at a moment, as it was published."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class AuditTile(models.Model):
    """The root over 256 leaves of the log's tree, or over 256 tiles of the level below.

    Once written it never changes, since it stands over entries that never do. With tiles, a proof
    over millions of entries reads a few hundred rows.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    pk = models.CompositePrimaryKey("level", "index")


class Message(models.Model):
    """One mail to one address, kept until it is sent and as proof that it was."""

    class State(models.TextChoices):
        """What became of it."""

        QUEUED = "queued"
        KEPT = "kept"  # there is no mail server: the outbox is where it is read
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    id = models.UUIDField(primary_key=True, default=new_id)
    address = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.TextField(blank=True)
    kind = models.TextField()
    about = models.UUIDField(null=True)
    state = models.TextField(choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    due = models.DateTimeField()
    created = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        """Found by what it is about, and by what is still to be sent."""

        indexes = (
            models.Index(fields=("about", "-created"), name="message_by_about"),
            models.Index(
                fields=("due",), name="message_queued", condition=models.Q(state="queued")
            ),
            models.Index(
                fields=("about",),
                name="message_returned",
                condition=models.Q(state__in=("bounced", "failed")),
            ),
            models.Index(fields=("address",), name="message_by_address"),
            models.Index(fields=("-created",), name="message_newest"),
        )


class Answer(models.Model):
    """What was answered to a request with an idempotency key, so that it is done once."""

    id = models.BigAutoField(primary_key=True)
    owner = models.UUIDField()
    key = models.TextField()
    asked = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    created = models.DateTimeField()

    class Meta:
        """One answer for each key of an owner; the old ones are found to be thrown away."""

        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="one_answer"),)
        indexes = (models.Index(fields=("created",), name="answer_by_age"),)
