"""Addresses of the public pages."""

from django.urls import path

from mica.web.public import consent, organisations, outbox, views

urlpatterns = [
    path("", views.home, name="home"),
    path("o/<slug:slug>", organisations.organisation, name="public-organisation"),
    path("consent/<str:token>/", consent.consent, name="consent"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<uuid:message>", outbox.letter, name="letter"),
]
