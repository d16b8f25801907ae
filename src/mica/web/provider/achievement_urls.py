"""Addresses of an organisation's achievements."""

from django.urls import path

from mica.web.provider import achievements

urlpatterns = [
    path("", achievements.achievements, name="achievements"),
    path("new/", achievements.new, name="achievement-new"),
    path("<uuid:achievement_id>/", achievements.achievement, name="achievement"),
    path("<uuid:achievement_id>/write/", achievements.write, name="achievement-write"),
    path("<uuid:achievement_id>/publish/", achievements.publish, name="achievement-publish"),
    path("<uuid:achievement_id>/version/", achievements.start, name="achievement-version"),
    path("<uuid:achievement_id>/withdraw/", achievements.withdraw, name="achievement-withdraw"),
]
