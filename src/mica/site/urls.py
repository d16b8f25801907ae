"""Where everything is."""

from django.urls import include, path

urlpatterns = [
    path("health/", include("mica.web.health")),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("mica.api.urls")),
    path("", include("mica.web.public.urls")),
]
