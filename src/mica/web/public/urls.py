"""Addresses of the public pages."""

from django.urls import path

from mica.web.public import outbox, views

urlpatterns = [
    path("", views.home, name="home"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<uuid:message>", outbox.letter, name="letter"),
]
