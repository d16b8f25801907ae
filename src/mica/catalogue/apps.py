"""Django's name for this feature."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Achievements and their versions."""

    name = "mica.catalogue"
    label = "catalogue"
