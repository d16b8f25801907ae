"""QR codes (ISO/IEC 18004) for a link or a small credential: as SVG, PNG or text.

Always dark on light with the quiet zone of four modules: one that follows a dark page is not read.
"""

import io
import re
from typing import Final

import segno
from segno.encoder import DataOverflowError

from mica.vc.errors import Unusable

MAX_BYTES: Final = 2953
"""What the largest code holds in byte mode, at its lowest error correction."""

_QUIET: Final = 4
_HALF: Final = re.compile("[\ud800-\udfff]")


def svg(text: str, *, title: str | None = None) -> str:
    """An SVG element without width and height, so that the page decides the size.

    Args:
        text: what the code says.
        title: name for those who do not see the picture.

    Raises:
        Unusable: `qr-empty`, `qr-half-character`, `qr-too-long`.
    """
    out = io.BytesIO()
    _made(text).save(
        out,
        kind="svg",
        border=_QUIET,
        light="#fff",
        omitsize=True,
        title=title,
        xmldecl=False,
        nl=False,
    )
    return out.getvalue().decode("utf-8")


def png(text: str, *, scale: int = 8) -> bytes:
    """A PNG of two colours.

    Args:
        text: what the code says.
        scale: pixels per module, at least 1.

    Raises:
        Unusable: `qr-empty`, `qr-half-character`, `qr-too-long`.
    """
    out = io.BytesIO()
    _made(text).save(out, kind="png", scale=scale, border=_QUIET)
    return out.getvalue()


def terminal(text: str) -> str:
    """Lines of half blocks for a terminal with light characters on a dark ground.

    Raises:
        Unusable: `qr-empty`, `qr-half-character`, `qr-too-long`.
    """
    out = io.StringIO()
    _made(text).terminal(out, border=_QUIET, compact=True)
    return out.getvalue()


def _made(text: str) -> segno.QRCode:
    """Medium error correction where it fits (a creased print stays readable), else low."""
    if not text:
        raise Unusable("qr-empty")
    if _HALF.search(text):
        raise Unusable("qr-half-character")
    for level in ("m", "l"):
        try:
            return segno.make_qr(text, error=level, encoding="utf-8")
        except DataOverflowError:
            continue
    raise Unusable("qr-too-long", size=len(text.encode()), limit=MAX_BYTES)
