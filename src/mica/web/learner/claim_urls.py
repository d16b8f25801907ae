"""Addresses of claims. The link in a mail ends with the code."""

from django.urls import path

from mica.web.learner import claiming

urlpatterns = [
    path("", claiming.claim, name="claim"),
    path("<slug:code>", claiming.claim_code, name="claim-code"),
]
