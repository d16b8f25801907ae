"""What a learner lets somebody see, and what somebody asks to see."""

from django.db import models

from mica.core.ids import new_id
from mica.people.models import Organisation, Person
from mica.wallet.models.holdings import Holding


class Request(models.Model):
    """An organisation asks for proof of something: from one learner, or from whoever has the link.

    Attributes:
        address: whom it is for; "" where the link is open to anybody who is given it.
        what: proof of what.
        why: because of what.
        until: when the answers are no longer needed; shares made for it end then.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    address = models.TextField(blank=True)
    what = models.TextField()
    why = models.TextField()
    until = models.DateTimeField()
    secret_hash = models.BinaryField(max_length=32, unique=True)
    withdrawn = models.DateTimeField(null=True)
    created = models.DateTimeField()

    class Meta:
        """Read newest first by the organisation, and by the learner it is for."""

        indexes = (
            models.Index(fields=("organisation", "-id"), name="request_newest"),
            models.Index(fields=("address", "-id"), name="request_of_address"),
        )


class Share(models.Model):
    """Credentials shown to somebody, for a purpose, until a date, and with a way back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="shares")
    holdings = models.ManyToManyField(Holding, through="Shown")
    recipient = models.TextField()
    purpose = models.TextField(blank=True)
    until = models.DateTimeField()
    secret_hash = models.BinaryField(max_length=32, unique=True)
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="shares")
    withdrawn = models.DateTimeField(null=True)
    created = models.DateTimeField()

    class Meta:
        """One answer to a request for each learner; read newest first."""

        constraints = (
            models.UniqueConstraint(
                fields=("request", "person"),
                condition=models.Q(request__isnull=False, withdrawn__isnull=True),
                name="one_answer_to_a_request",
            ),
        )
        indexes = (models.Index(fields=("person", "-id"), name="share_newest"),)


class Shown(models.Model):
    """One credential of a share."""

    share = models.ForeignKey(Share, models.CASCADE)
    holding = models.ForeignKey(Holding, models.CASCADE)

    class Meta:
        """Each once."""

        constraints = (models.UniqueConstraint(fields=("share", "holding"), name="shown_once"),)


class View(models.Model):
    """A share was opened: when, and by whom as far as that is known."""

    id = models.UUIDField(primary_key=True, default=new_id)
    share = models.ForeignKey(Share, models.CASCADE, related_name="views")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        """Read newest first."""

        indexes = (models.Index(fields=("share", "-id"), name="view_newest"),)


class Refusal(models.Model):
    """A learner declined a request, with a word or without."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(Request, models.CASCADE, related_name="refusals")
    person = models.ForeignKey(Person, models.CASCADE)
    word = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """Once for each learner."""

        constraints = (models.UniqueConstraint(fields=("request", "person"), name="one_refusal"),)
