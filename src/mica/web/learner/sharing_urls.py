"""Addresses of what a learner shares and is asked for."""

from django.urls import path

from mica.web.learner import requests, sharing, statement

urlpatterns = [
    path("share/", sharing.new, name="share-new"),
    path("shares/", sharing.shares, name="shares"),
    path("shares/<uuid:share>/", sharing.share, name="share"),
    path("shares/<uuid:share>/withdraw/", sharing.withdraw, name="share-withdraw"),
    path("<uuid:holding>/statement/", statement.statement, name="holding-statement"),
    path("requests/", requests.requests, name="requests"),
]
