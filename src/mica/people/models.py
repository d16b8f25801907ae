"""Tables of persons, organisations and what ties them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from mica.core.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    """How the framework finds a person who signs in."""


class Person(AbstractBaseUser):
    """Who signs in, or who is helped by somebody who does.

    The id is opaque: everything that tells who this is stands in this row, the addresses and the
    sign-ins, and goes when the person leaves.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    language = models.TextField(default="en")
    born = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    erased = models.DateTimeField(null=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email or str(self.id)


class Organisation(models.Model):
    """A body that awards, employs, assures or governs."""

    class Kind(models.TextChoices):
        """What it is."""

        UNIVERSITY = "university"
        VOCATIONAL = "vocational"
        SCHOOL = "school"
        COMPANY = "company"
        NGO = "ngo"
        PROFESSIONAL = "professional"
        EMPLOYER = "employer"
        AGENCY = "agency"
        AUTHORITY = "authority"

    class State(models.TextChoices):
        """Where its registration stands."""

        PENDING = "pending"
        APPROVED = "approved"
        REFUSED = "refused"
        SUSPENDED = "suspended"

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(unique=True, max_length=60)
    name = models.TextField()
    kind = models.TextField(choices=Kind)
    about = models.TextField(blank=True)
    website = models.URLField(blank=True)
    contact = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.TextField(default="en")
    state = models.TextField(choices=State, default=State.PENDING)
    why = models.TextField(blank=True)
    created = models.DateTimeField()
    decided = models.DateTimeField(null=True)


class Membership(models.Model):
    """A person's role in an organisation."""

    class Role(models.TextChoices):
        """What a member may do: each role does what those after it do."""

        OWNER = "owner"
        OFFICER = "officer"
        READER = "reader"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.TextField(choices=Role)
    created = models.DateTimeField()

    class Meta:
        """One role for each person in an organisation."""

        constraints = (models.UniqueConstraint(fields=("person", "organisation"), name="one_role"),)


class Invitation(models.Model):
    """An address that is asked to become a member."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    address = models.EmailField()
    role = models.TextField(choices=Membership.Role)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    until = models.DateTimeField()
    answered = models.DateTimeField(null=True)


class Token(models.Model):
    """A machine's key to an organisation's doors. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    name = models.TextField()
    hash = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    until = models.DateTimeField(null=True)
    used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)


class Helper(models.Model):
    """Somebody whom a learner lets act for them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    learner = models.ForeignKey(Person, models.CASCADE, related_name="helpers")
    helper = models.ForeignKey(Person, models.CASCADE, related_name="helped", null=True)
    address = models.EmailField()
    created = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)


class Consent(models.Model):
    """A guardian's answer about a minor's account."""

    class State(models.TextChoices):
        """What the guardian said."""

        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    learner = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    guardian = models.TextField(blank=True)
    address = models.EmailField()
    state = models.TextField(choices=State, default=State.ASKED)
    created = models.DateTimeField()
    answered = models.DateTimeField(null=True)
