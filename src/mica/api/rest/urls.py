"""Addresses of the REST API. The operations are known once `openapi` is imported."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mica.api.answers import as_json
from mica.api.rest import reference
from mica.api.rest.answering import nothing_there, one_way
from mica.api.rest.door import api
from mica.api.rest.openapi import document


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return as_json(document())


_operations, _, _ = api.urls
for _one in _operations:
    if isinstance(_one, URLPattern):
        _one.callback = one_way(_one.callback)

urlpatterns = [
    path("", reference.reference, name="api-reference"),
    path("v1/openapi.json", openapi, name="api-openapi"),
    path("v1/", (_operations, "rest", "rest")),
    re_path("^", csrf_exempt(nothing_there)),
]
