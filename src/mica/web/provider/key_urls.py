"""Addresses of an organisation's keys."""

from django.urls import path

from mica.web.provider import keys

urlpatterns = [
    path("", keys.all_keys, name="keys"),
    path("make", keys.make, name="key-make"),
    path("<uuid:key_id>/replace", keys.replace, name="key-replace"),
    path("<uuid:key_id>/retire", keys.retire, name="key-retire"),
    path("<uuid:key_id>/compromised", keys.compromised, name="key-compromised"),
]
