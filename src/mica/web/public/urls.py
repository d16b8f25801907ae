"""Addresses of the public pages."""

from django.urls import path

from mica.web.public import (
    achievements,
    consent,
    demo,
    organisations,
    outbox,
    shared,
    verify,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("o/<slug:slug>", organisations.organisation, name="public-organisation"),
    path("achievements/<uuid:achievement_id>", achievements.achievement, name="public-achievement"),
    path(
        "achievements/<uuid:achievement_id>/<int:number>",
        achievements.achievement,
        name="public-version",
    ),
    path("pictures/<uuid:picture_id>", achievements.picture, name="picture"),
    path("consent/<str:token>/", consent.consent, name="consent"),
    path("s/<str:secret>", shared.share, name="share-link"),
    path("s/<str:secret>/own", shared.own, name="share-own"),
    path("s/<str:secret>/<uuid:view>/", shared.opened, name="shared"),
    path("s/<str:secret>/<uuid:view>/<uuid:holding>", shared.document, name="shared-document"),
    path("verify/", verify.verify, name="verify"),
    path("verify/scan", verify.scan, name="verify-scan"),
    path("verify/results/<str:secret>/", verify.many, name="verify-results"),
    path("verify/results/<str:secret>/discard", verify.discard, name="verify-discard"),
    path(
        "verify/results/<str:secret>/results.csv",
        verify.many,
        {"form": "csv"},
        name="verify-results-csv",
    ),
    path(
        "verify/results/<str:secret>/results.jsonl",
        verify.many,
        {"form": "json"},
        name="verify-results-json",
    ),
    path("demo/", demo.demo, name="demo"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/<uuid:message>", outbox.letter, name="letter"),
]
