"""Addresses of the operator's pages."""

from django.urls import path

from mica.web.authority import operator

urlpatterns = [
    path("", operator.overview, name="operator"),
    path("organisations/", operator.organisations, name="operator-organisations"),
    path("organisations/<slug:slug>/", operator.organisation, name="operator-organisation"),
    path("organisations/<slug:slug>/invite/", operator.invite_owner, name="operator-invite"),
    path("people/", operator.people, name="operator-people"),
    path("people/<uuid:person>/", operator.person, name="operator-person"),
    path("people/<uuid:person>/close/", operator.close_person, name="operator-close"),
    path("people/<uuid:person>/slip/", operator.replace_slip, name="operator-slip"),
]
