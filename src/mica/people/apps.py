"""Django's name for this feature."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and organisations."""

    name = "mica.people"
    label = "people"
