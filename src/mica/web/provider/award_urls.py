"""Addresses of an organisation's awards."""

from django.urls import path

from mica.web.provider import award_acts, awards

urlpatterns = [
    path("", awards.awards, name="awards"),
    path("new/", awards.new, name="award-new"),
    path("<uuid:award_id>/", awards.award, name="award"),
    path("<uuid:award_id>/slip/", awards.slip, name="award-slip"),
    path("<uuid:award_id>/documents/<int:number>/", awards.document, name="award-document"),
    path("<uuid:award_id>/<slug:name>/", award_acts.act, name="award-act"),
]
