"""The headers that keep a page to itself: nothing from elsewhere, nothing inline, no frames."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: Final = (
    "default-src 'self'",
    "img-src 'self' data:",  # the small pictures inside our own style sheets
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
HEADERS: Final = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
}


def headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets each header that a view did not set for itself."""
    # Browsers hold a redirect after a form to this rule too, so a sign-in provider must be named.
    elsewhere: tuple[str, ...] = tuple(getattr(settings, "MICA_FORM_TARGETS", ()))
    policy = "; ".join([*POLICY, " ".join(["form-action 'self'", *elsewhere])])

    def guarded(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guarded
