"""Addresses of the public pages."""

from django.urls import path

from mica.web.public import consent, organisations, views

urlpatterns = [
    path("", views.home, name="home"),
    path("o/<slug:slug>", organisations.organisation, name="public-organisation"),
    path("consent/<str:token>/", consent.consent, name="consent"),
]
