"""Django's name for this feature."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Verdicts on credentials of any issuer."""

    name = "mica.verification"
    label = "verification"
