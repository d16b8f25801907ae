"""Django's name for this feature."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """Awards and credentials."""

    name = "mica.issuing"
    label = "issuing"
