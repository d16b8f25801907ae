"""How the sign-in library treats our persons."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The library's defaults, for now the person's name aside."""
