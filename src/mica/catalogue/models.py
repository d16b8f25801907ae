"""Tables of achievements. A published version never changes: a trigger refuses it."""

from django.db import models

from mica.core.ids import new_id
from mica.people.models import Organisation


class Picture(models.Model):
    """The picture of an achievement, as it was uploaded and made safe."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    media_type = models.TextField()
    data = models.BinaryField()
    created = models.DateTimeField()


class Achievement(models.Model):
    """What can be earned, through all its versions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="achievements")
    code = models.TextField(blank=True)
    suspendable = models.BooleanField(default=False)
    created = models.DateTimeField()

    class Meta:
        """The organisation's own code names one achievement."""

        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "code"),
                condition=~models.Q(code=""),
                name="one_achievement_for_a_code",
            ),
        )


class Version(models.Model):
    """One description of an achievement."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.TextField(choices=State, default=State.DRAFT)
    name = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    published = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        """Numbered; one draft and one published at most."""

        constraints = (
            models.UniqueConstraint(fields=("achievement", "number"), name="one_version_number"),
            models.UniqueConstraint(
                fields=("achievement",), condition=models.Q(state="draft"), name="one_draft"
            ),
            models.UniqueConstraint(
                fields=("achievement",), condition=models.Q(state="published"), name="one_published"
            ),
        )
