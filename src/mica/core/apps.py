"""Django's name for this feature."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Audit, jobs, mail and ids."""

    name = "mica.core"
    label = "core"
