"""Documents that anybody may fetch: the keys of issuers, and status lists.

Verifiers run anywhere, in browsers too, so any origin may read them. None of it is personal.
"""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from mica.api.answers import answered
from mica.signing import queries

KEYS_SECONDS: Final = 300
LIST_SECONDS: Final = 60
"""How long a cache may keep each: a revoked credential shall not go on as valid for long."""


@require_safe
@conditional_page
@answered
def did_document(request: HttpRequest, slug: str | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The keys of an organisation; the operator's at the root."""
    document = orjson.dumps(queries.did_document(slug, datetime.now(UTC)))
    return _published(document, "application/did+json", KEYS_SECONDS)


@require_safe
@conditional_page
@answered
def status_list(request: HttpRequest, list_id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A status list, signed."""
    document = queries.status_list_document(list_id, datetime.now(UTC))
    return _published(document.encode("utf-8"), "application/vc", LIST_SECONDS)


def _published(content: bytes, media_type: str, seconds: int) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
