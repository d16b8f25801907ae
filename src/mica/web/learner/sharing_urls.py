"""Addresses of what a learner shares and is asked for."""

from django.urls import path

from mica.web.learner import requests, sharing

urlpatterns = [
    path("share/", sharing.new, name="share-new"),
    path("shares/", sharing.shares, name="shares"),
    path("shares/<uuid:share>/", sharing.share, name="share"),
    path("shares/<uuid:share>/withdraw/", sharing.withdraw, name="share-withdraw"),
    path("requests/", requests.requests, name="requests"),
]
