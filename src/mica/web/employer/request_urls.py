"""Addresses of what an organisation asks for."""

from django.urls import path

from mica.web.employer import requests

urlpatterns = [
    path("", requests.requests, name="organisation-requests"),
    path("new/", requests.new, name="organisation-request-new"),
    path("<uuid:asked>/", requests.request, name="organisation-request"),
    path("<uuid:asked>/withdraw/", requests.withdraw, name="organisation-request-withdraw"),
    path("<uuid:asked>/answers/<uuid:share>/", requests.answer, name="organisation-answer"),
]
