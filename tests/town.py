"""The cast on the platform: one fixed person for each role, and an outsider who must never see.

`people` are rows in the database; `browse` signs a Django test client in as one of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from mica.people.models import Membership, Organisation, Person

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """Everybody, and the two organisations they belong to.

    Attributes:
        provider: an approved organisation that awards.
        employer: an approved organisation that asks.
        owner: of the provider.
        officer: of the provider; awards.
        learner: with the verified address learner@example.org.
        recruiter: an owner of the employer.
        operator: runs the installation.
        outsider: has an account and an organisation (rival), and no business with anybody else's.
        rival: the outsider's organisation, approved, so that roles alone do not protect.
    """

    provider: Organisation
    employer: Organisation
    owner: Person
    officer: Person
    learner: Person
    recruiter: Person
    operator: Person
    outsider: Person
    rival: Organisation


def person(name: str, **more: object) -> Person:
    """A person with a verified address made of their name."""
    address = f"{name.lower().split()[0]}@example.org"
    made = Person.objects.create(name=name, email=address, **more)
    EmailAddress.objects.create(user=made, email=address, verified=True, primary=True)
    return made


def organisation(name: str, kind: str, owner: Person) -> Organisation:
    """An approved organisation with an owner."""
    made = Organisation.objects.create(
        slug=name.lower().replace(" ", "-"),
        name=name,
        kind=kind,
        country="IE",
        state=Organisation.State.APPROVED,
        created=NOW,
        decided=NOW,
    )
    Membership.objects.create(person=owner, organisation=made, role="owner", created=NOW)
    return made


def member(of: Organisation, name: str, role: str) -> Person:
    """A further person with a role in an organisation."""
    made = person(name)
    Membership.objects.create(person=made, organisation=of, role=role, created=NOW)
    return made


@pytest.fixture
def town(db: None) -> Town:
    """The cast, in the database."""
    owner, officer = person("Owner Odile"), person("Officer Oran")
    recruiter, outsider = person("Recruiter Rosa"), person("Outsider Otto")
    provider = organisation("River College", "vocational", owner)
    Membership.objects.create(person=officer, organisation=provider, role="officer", created=NOW)
    return Town(
        provider=provider,
        employer=organisation("Bright Bakery", "employer", recruiter),
        owner=owner,
        officer=officer,
        learner=person("Learner Lena"),
        recruiter=recruiter,
        operator=person("Operator Olu", is_operator=True),
        outsider=outsider,
        rival=organisation("Rival School", "school", outsider),
    )


@pytest.fixture
def browse() -> Callable[[Person], Client]:
    """Sign somebody in: `browse(town.learner).get("/home")`."""

    def sign_in(who: Person) -> Client:
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
