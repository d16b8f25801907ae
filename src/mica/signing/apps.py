"""Django's name for this feature."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Keys and status lists."""

    name = "mica.signing"
    label = "signing"
