"""Reads about persons: how they sign in, who consents, what is kept of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import signing
from django.db.models import F, QuerySet

from mica.people import rules
from mica.people.errors import NotAllowed, Unfit
from mica.people.models import (
    Consent,
    Invitation,
    Membership,
    Organisation,
    Passkey,
    Person,
    Session,
    Slip,
    Token,
)

CONSENT_SALT = "mica.people.consent"


def addresses_of(person: Person) -> "QuerySet[EmailAddress]":
    """A person's verified addresses, the primary one first."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=person, verified=True)
    return found.order_by("-primary", "email")


def has_address(person: Person, address: str) -> bool:
    """Whether an address is a verified one of a person."""
    return bool(addresses_of(person).filter(email__iexact=rules.address_of(address)).exists())


def person_at_address(address: str) -> Person | None:
    """Whose verified address this is."""
    return Person.objects.filter(
        emailaddress__email__iexact=rules.address_of(address), emailaddress__verified=True
    ).first()


def passkeys_of(person: Person) -> QuerySet[Passkey]:
    """A person's own passkeys, the oldest first."""
    return person.passkeys.order_by("created")


def providers_of(person: Person) -> "QuerySet[SocialAccount]":
    """A person's own connections to sign-in providers."""
    found: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=person)
    return found.order_by("date_joined")


def sessions_of(person: Person, now: datetime) -> int:
    """In how many browsers a person is signed in."""
    return Session.objects.filter(person=person.id, expire_date__gt=now).count()


def slip_of(person: Person) -> Slip | None:
    """A person's own slip."""
    return Slip.objects.filter(person=person).first()


def check_operator(person: Person) -> None:
    """Refuse who does not run the site.

    Raises:
        NotAllowed: `operators-only`.
    """
    if not (person.is_active and person.is_operator):
        raise NotAllowed("operators-only")


def find_people(operator: Person, address: str) -> list[Person]:
    """Whoever has an address, whole; for an operator. Nobody leafs through people.

    Raises:
        NotAllowed: `operators-only`.
    """
    check_operator(operator)
    found = person_at_address(address)
    return [] if found is None else [found]


def person_for_operator(operator: Person, person_id: UUID) -> Person:
    """A person who has not left, for an operator.

    Raises:
        NotAllowed: `operators-only`, `no-such-person`.
    """
    check_operator(operator)
    found = Person.objects.filter(id=person_id, erased=None).first()
    if found is None:
        raise NotAllowed("no-such-person")
    return found


def counts(operator: Person, now: datetime) -> dict[str, int]:
    """What an operator sees first: how many there are of what.

    Raises:
        NotAllowed: `operators-only`.
    """
    check_operator(operator)
    people = Person.objects.filter(erased=None)
    states = Organisation.State
    signed_in = Session.objects.filter(expire_date__gt=now).exclude(person=None)
    return {
        "people": people.count(),
        "signed_in": signed_in.values("person").distinct().count(),
        "pending": Organisation.objects.filter(state=states.PENDING).count(),
        "approved": Organisation.objects.filter(state=states.APPROVED).count(),
        "suspended": Organisation.objects.filter(state=states.SUSPENDED).count(),
    }


def consents_of(person: Person) -> QuerySet[Consent]:
    """The guardians whom a person has asked, the newest first."""
    return person.consents.order_by("-created")


def consent_needed(person: Person, now: datetime) -> bool:
    """Whether a person may not decide without a guardian, and none has consented.

    The newest answer decides.
    """
    if not rules.needs_guardian(person.born, now.date(), settings.MICA_GUARDIAN_AGE):
        return False
    newest = person.consents.exclude(answered=None).order_by(F("answered").desc()).first()
    return newest is None or newest.state != Consent.State.GIVEN


def check_consent(person: Person, now: datetime) -> None:
    """Refuse a minor whose guardian has not consented; before claims and shares.

    Raises:
        Unfit: `guardian-consent-needed`.
    """
    if consent_needed(person, now):
        raise Unfit("guardian-consent-needed")


def consent_at(token: str) -> Consent:
    """What a guardian was asked, by the signed token in their mail.

    Raises:
        NotAllowed: `no-such-consent`.
    """
    try:
        consent_id = signing.loads(token, salt=CONSENT_SALT)
    except signing.BadSignature:
        raise NotAllowed("no-such-consent") from None
    found = Consent.objects.filter(id=consent_id).select_related("learner").first()
    if found is None:
        raise NotAllowed("no-such-consent")
    return found


def export_person(person: Person) -> dict[str, Any]:
    """Everything that this feature keeps of a person, as plain values, for themselves."""
    slip = slip_of(person)
    return {
        "id": str(person.id),
        "name": person.name,
        "language": person.language,
        "born": _text(person.born),
        "created": _text(person.created),
        "last_sign_in": _text(person.last_login),
        "addresses": [
            {"address": one.email, "primary": one.primary} for one in addresses_of(person)
        ],
        "passkeys": [
            {"name": one.name, "created": _text(one.created), "used": _text(one.used)}
            for one in passkeys_of(person)
        ],
        "providers": [
            {"provider": one.provider, "id": one.uid, "told": one.extra_data}
            for one in providers_of(person)
        ],
        "slip": slip and {"created": _text(slip.created), "used": _text(slip.used)},
        "roles": [
            {"organisation": one.organisation.name, "role": one.role, "since": _text(one.created)}
            for one in Membership.objects.filter(person=person).select_related("organisation")
        ],
        "invitations": _invitations(person),
        "tokens_made": [
            {"organisation": one.organisation.name, "name": one.name, "created": _text(one.created)}
            for one in Token.objects.filter(by=person).select_related("organisation")
        ],
        "helpers": [
            {"address": one.address, "accepted": _text(one.accepted), "ended": _text(one.ended)}
            for one in person.helpers.order_by("created")
        ],
        "helping": [
            {"name": one.learner.name, "accepted": _text(one.accepted), "ended": _text(one.ended)}
            for one in person.helped.select_related("learner").order_by("created")
        ],
        "guardians": [
            {"name": one.guardian, "address": one.address, "state": one.state}
            for one in consents_of(person)
        ],
    }


def _invitations(person: Person) -> list[dict[str, str | None]]:
    addresses = [one.email for one in addresses_of(person)]
    return [
        {"organisation": one.organisation.name, "role": one.role, "state": one.state}
        for one in Invitation.objects.filter(address__in=addresses).select_related("organisation")
    ]


def _text(value: Any) -> str | None:
    return None if value is None else str(value.isoformat())
