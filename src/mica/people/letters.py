"""The mails about persons and organisations, in the reader's language as far as it is known."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mica.core.mail import Draft, draft
from mica.people import rules
from mica.people.models import Consent, Helper, Invitation, Organisation, Person


def sign_in_code(address: str, code: str, language: str) -> Draft:
    """The code that signs somebody in."""
    return draft("sign-in-code", address, {"code": rules.grouped(code)}, language=language)


def address_code(address: str, code: str, language: str) -> Draft:
    """The code that proves an address."""
    return draft("address-code", address, {"code": rules.grouped(code)}, language=language)


def account_changed(address: str, what: str, language: str) -> Draft:
    """A change to how somebody signs in.

    Args:
        address: one of theirs.
        what: such as `address-added`; the template has a sentence for each.
        language: theirs.
    """
    context = {"what": what, "link": _link("sign-ins")}
    return draft("account-changed", address, context, language=language)


def invitation(one: Invitation, inviter: Person, language: str) -> Draft:
    """Somebody is asked to become a member."""
    with override(language):
        until = date_format(one.until, "DATE_FORMAT")
    context = {
        "organisation": one.organisation.name,
        "inviter": inviter.name or inviter.email,
        "link": _link("invitation", one.id),
        "until": until,
    }
    return draft("invitation", one.address, context, language=language, about=one.id)


def registered(organisation: Organisation, operator: Person) -> Draft:
    """An operator has something to decide."""
    context = {
        "name": organisation.name,
        "link": _link("operator-organisation", organisation.slug),
    }
    return draft(
        "registered",
        operator.email,
        context,
        language=operator.language,
        about=organisation.id,
    )


def decided(organisation: Organisation, owner: Person) -> Draft:
    """An owner learns what the operator decided."""
    context = {
        "name": organisation.name,
        "state": str(organisation.state),
        "why": organisation.why,
        "link": _link("organisation", organisation.slug),
    }
    return draft("decided", owner.email, context, language=owner.language, about=organisation.id)


def helper_named(one: Helper, language: str) -> Draft:
    """Somebody is asked to help a learner."""
    context = {"name": _named(one.learner, language), "link": _link("helping-asked", one.id)}
    return draft("helper-named", one.address, context, language=language, about=one.id)


def guardian_asked(one: Consent, token: str, language: str) -> Draft:
    """A guardian is asked to consent."""
    context = {"name": _named(one.learner, language), "link": _link("consent", token)}
    return draft("guardian-asked", one.address, context, language=language, about=one.id)


def guardian_answered(one: Consent) -> Draft:
    """A learner learns what their guardian said."""
    context = {"guardian": one.guardian, "state": str(one.state), "link": _link("guardian")}
    return draft(
        "guardian-answered",
        one.learner.email,
        context,
        language=one.learner.language,
        about=one.id,
    )


def _named(person: Person, language: str) -> str:
    """How a mail to others calls somebody: never by an id."""
    with override(language):
        return person.name or person.email or _("Somebody without a name")


def _link(name: str, *args: Any) -> str:
    return f"{settings.MICA_ORIGIN}{reverse(name, args=args)}"
