"""How the library for sign-in providers treats our persons.

It speaks OpenID Connect; who comes in, and what is kept of them, is decided by our actions.
"""

from datetime import UTC, datetime
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext

from mica.core import limits
from mica.people import actions
from mica.people.errors import Unfit


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No account is made but by our actions, and our pages say what happened."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Never by the library's own form."""
        return False

    def add_message(self, *args: Any, **more: Any) -> None:
        """Nothing: our pages tell."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """As all our doors see it."""
        return limits.client_address(request)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes from a provider what it has verified, and gives it no account of somebody else's."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide who this is, once the provider has answered."""
        now = datetime.now(UTC)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._connect(request, sociallogin, now)
        person = sociallogin.user if sociallogin.is_existing else None
        try:
            entered = actions.enter_by_provider(
                person,
                addresses=[one.email for one in sociallogin.email_addresses if one.verified],
                name=str(sociallogin.user.name or ""),
                language=get_language() or "en",
                now=now,
            )
        except Unfit as error:
            _say_and_go(request, error, "account_login")
        if person is None:
            sociallogin.connect(request, entered)

    def _connect(self, request: HttpRequest, sociallogin: SocialLogin, now: datetime) -> NoReturn:
        person = request.user
        if not person.is_authenticated:
            raise ImmediateHttpResponse(redirect("account_login"))
        if sociallogin.is_existing and sociallogin.user != person:
            _say_and_go(request, Unfit("provider-used-already"), "sign-ins")
        if not sociallogin.is_existing:
            actions.note_provider(person, now=now)
            sociallogin.connect(request, person)
        raise ImmediateHttpResponse(redirect("sign-ins"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:  # noqa: ARG002 - the library's signature
        """What the provider calls them; addresses are kept elsewhere."""
        said = data.get("name") or " ".join(
            filter(None, [data.get("first_name"), data.get("last_name")])
        )
        sociallogin.user.name = said or ""
        return sociallogin.user


def _say_and_go(request: HttpRequest, error: Unfit, name: str) -> NoReturn:
    sentence = gettext(error.sentences[error.code])
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect(name))
