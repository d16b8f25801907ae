"""Links as pictures for a camera."""

from django.utils.safestring import SafeString, mark_safe

from mica.vc import qr


def code(link: str) -> SafeString:
    """A link as a QR code, to stand inside a page."""
    return mark_safe(qr.svg(link))  # noqa: S308 - drawn here, of our own address
