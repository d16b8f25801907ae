"""Addresses of the wallet."""

from django.urls import path

from mica.web.learner import archive, importing, wallet

urlpatterns = [
    path("", wallet.wallet, name="wallet"),
    path("import/", importing.bring, name="wallet-import"),
    path("archive/", archive.archive, name="wallet-archive"),
    path("archive/download/", archive.download, name="wallet-archive-download"),
    path("<uuid:holding>/", wallet.holding, name="holding"),
    path("<uuid:holding>/check/", wallet.check, name="holding-check"),
    path("<uuid:holding>/take/", wallet.take, name="holding-take"),
    path("<uuid:holding>/remove/", wallet.remove, name="holding-remove"),
    path("<uuid:holding>/picture/", wallet.face, name="holding-picture"),
    path("<uuid:holding>/download/<slug:kind>/", wallet.download, name="holding-download"),
]
