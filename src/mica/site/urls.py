"""Where everything is."""

from django.urls import include, path

from mica.web import home

urlpatterns = [
    path("health/", include("mica.web.health")),
    path("accounts/", include("mica.web.public.sign_in_urls")),
    path("home", home.my_home, name="my-home"),
    path("profile/", include("mica.web.learner.urls")),
    path("wallet/", include("mica.web.learner.wallet_urls")),
    path("claim/", include("mica.web.learner.claim_urls")),
    path("wallet/", include("mica.web.learner.sharing_urls")),
    path("requests/", include("mica.web.learner.asked_urls")),
    path("organisations/<slug:slug>/requests/", include("mica.web.employer.request_urls")),
    path("organisations/<slug:slug>/checks/", include("mica.web.employer.check_urls")),
    path("organisations/<slug:slug>/achievements/", include("mica.web.provider.achievement_urls")),
    path("organisations/<slug:slug>/awards/", include("mica.web.provider.award_urls")),
    path("organisations/<slug:slug>/uploads/", include("mica.web.provider.upload_urls")),
    path("organisations/", include("mica.web.provider.urls")),
    path("operator/", include("mica.web.authority.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("mica.api.urls")),
    path("", include("mica.web.public.urls")),
]
