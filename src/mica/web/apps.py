"""The pages as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, styles and tags of every page."""

    name = "mica.web"
    label = "web"
    verbose_name = "Mica pages"
