"""Django's name for this feature."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """Holdings."""

    name = "mica.wallet"
    label = "wallet"
