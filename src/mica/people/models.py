"""Tables of persons, organisations and what ties them."""

import secrets
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from mica.core.ids import new_id


def new_door() -> str:
    """What a person's sessions hang on; another one ends them all."""
    return secrets.token_urlsafe(16)


class PersonManager(BaseUserManager["Person"]):
    """How the framework finds a person who signs in."""


class Person(AbstractBaseUser):
    """Who signs in, or who is helped by somebody who does.

    The id is opaque: everything that tells who this is stands in this row, the addresses and the
    sign-ins, and goes when the person leaves.
    """

    password = None  # type: ignore[assignment] # there are none
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField(blank=True)
    email = models.EmailField(blank=True)  # the primary address, verified; "" without one
    language = models.TextField(default="en")
    born = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    door = models.TextField(default=new_door)
    created = models.DateTimeField(auto_now_add=True)
    erased = models.DateTimeField(null=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        """Nobody is kept who has left."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(erased=None)
                | models.Q(name="", email="", born=None, is_active=False, is_operator=False),
                name="nothing_is_left_of_the_erased",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email or str(self.id)

    def has_usable_password(self) -> bool:
        """Never: one signs in by a code, a passkey, a provider or a slip."""
        return False

    def check_password(self, raw_password: str | None) -> bool:  # noqa: ARG002 - the framework's signature
        """Never right."""
        return False

    def get_session_auth_hash(self) -> str:
        """What each session repeats; a new door ends them all."""
        return salted_hmac("mica.people.door", self.door, algorithm="sha256").hexdigest()


class Session(AbstractBaseSession):
    """A browser, and who is signed in there: so that leaving leaves nothing behind."""

    person = models.UUIDField(null=True)

    class Meta:
        """Found by the person."""

        indexes = (
            models.Index(
                fields=("person",), name="session_of", condition=models.Q(person__isnull=False)
            ),
        )

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Our store, which imports this table."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class AddressCode(models.Model):
    """A code on its way to an address, to prove that somebody reads what is sent there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    address = models.EmailField()
    person = models.ForeignKey(Person, models.CASCADE, null=True)  # None: to sign in
    hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField()
    until = models.DateTimeField()
    used = models.DateTimeField(null=True)


class Passkey(models.Model):
    """A key in somebody's device that signs them in. Its public half."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.CASCADE, related_name="passkeys")
    name = models.TextField()
    credential = models.BinaryField(max_length=1023, unique=True)
    data = models.BinaryField()
    count = models.BigIntegerField(default=0)
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)


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

    class Meta:
        """Listed by where they stand."""

        indexes = (models.Index(fields=("state", "created"), name="organisation_by_state"),)


class Slip(models.Model):
    """A long code on paper that signs in a person without an address. One at a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.OneToOneField(Person, models.CASCADE, related_name="slip")
    hash = models.BinaryField(max_length=32, unique=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    used = models.DateTimeField(null=True)


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

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    address = models.EmailField()
    role = models.TextField(choices=Membership.Role)
    state = models.TextField(choices=State, default=State.OPEN)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField()
    until = models.DateTimeField()
    answered = models.DateTimeField(null=True)

    class Meta:
        """An address is asked once at a time; found by the address."""

        constraints = (
            models.UniqueConstraint(
                fields=("address", "organisation"),
                condition=models.Q(state="open"),
                name="one_open_invitation",
            ),
        )


class Token(models.Model):
    """A machine's key to an organisation's doors. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
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

    class Meta:
        """An address is named once at a time; found by the address."""

        constraints = (
            models.UniqueConstraint(
                fields=("address", "learner"),
                condition=models.Q(ended=None),
                name="one_helper_at_an_address",
            ),
        )


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
