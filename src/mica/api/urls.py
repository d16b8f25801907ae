"""Addresses of the doors. Those of public documents stand in what was signed: they never change."""

from django.urls import include, path

from mica.api import audit, documents, vcapi

_ISSUER = "vc-api/issuers/<uuid:key_id>/<str:suite>"

urlpatterns = [
    path("api/", include("mica.api.rest.urls")),
    path("audit/head", audit.head, name="audit-head"),
    path("audit/proof", audit.proof, name="audit-proof"),
    path(".well-known/did.json", documents.did_document),
    path("organisations/<slug:slug>/did.json", documents.did_document, name="did-document"),
    path("status/<uuid:list_id>", documents.status_list, name="status-list"),
    path("vc-api/", vcapi.local_config, name="vc-api"),
    path(f"{_ISSUER}/credentials/issue", vcapi.issue, name="vc-api-issue"),
    path(
        f"{_ISSUER}/status/credentials/issue",
        vcapi.issue,
        {"status": True},
        name="vc-api-issue-with-status",
    ),
    path("vc-api/credentials/verify", vcapi.verify_credential, name="vc-api-verify"),
    path("vc-api/presentations/verify", vcapi.verify_presentation, name="vc-api-verify-vp"),
    path("vc-api/credentials/status", vcapi.change_status, name="vc-api-status"),
]
