"""Addresses of an organisation's lists of verified documents."""

from django.urls import path

from mica.web.employer import checks

urlpatterns = [
    path("", checks.checks, name="organisation-checks"),
    path("<uuid:batch>/", checks.check, name="organisation-check"),
    path("<uuid:batch>/delete", checks.delete, name="organisation-check-delete"),
    path("<uuid:batch>/results.csv", checks.check, {"form": "csv"}, name="organisation-check-csv"),
    path(
        "<uuid:batch>/results.jsonl", checks.check, {"form": "json"}, name="organisation-check-json"
    ),
]
