"""A credential inside a picture: put it in (bake) and take it out (unbake).

A baked badge is an ordinary PNG or SVG that looks the same everywhere and carries its credential
along. Nothing is drawn, fetched or run here. The rules as prose: docs/rules/baking.md. Source: Open
Badges 3.0 §5.3.
"""

from mica.vc.baking import carried, png, svg
from mica.vc.errors import Unusable


def is_image(data: bytes) -> bool:
    """Whether the bytes look like a PNG or an SVG, told from the bytes alone."""
    return png.is_png(data) or svg.is_svg(data)


def bake(image: bytes, credential: str) -> bytes:
    """The image with a credential inside; a credential that it carried before is replaced.

    Args:
        image: a PNG, or an SVG in UTF-8 without scripts or outside references; at most 20 MiB,
            5 MiB for an SVG.
        credential: a compact JWS, or the text of a JSON object (white space around it is dropped).

    Returns:
        The image; all but the carried credential is as it was.

    Raises:
        Unusable: the picture is broken (`png-…`, `svg-…`, `not-an-image`, `image-too-large`) or the
            credential is not one (`not-bakeable`, codes of `documents.read`).
        Refused: `svg-active-content`, `svg-cannot-carry`.
    """
    text = carried.to_carry(credential)
    carried.check_size(image)
    if png.is_png(image):
        return carried.check_size(png.bake(image, text))
    if svg.is_svg(image):
        return carried.check_size(svg.bake(image, text))
    raise Unusable("not-an-image")


def unbake(image: bytes) -> str:
    """The credential inside an image, as text.

    Args:
        image: a PNG or SVG, baked by the rules of Open Badges 3.0 or of 2.0 and before.

    Returns:
        Text that starts with `{` (JSON, not yet examined), a compact JWS, or from a badge before
        3.0 a link to where it is hosted.

    Raises:
        Unusable: no single credential can be read: `not-baked`, `baked-twice`, `baked-ambiguous`,
            `baked-not-a-credential`, `png-…`, `svg-…`, `compressed-…`, `not-an-image`,
            `image-too-large`.
    """
    carried.check_size(image)
    if png.is_png(image):
        return carried.the_one(png.find(image))
    if svg.is_svg(image):
        return carried.the_one(svg.find(image))
    raise Unusable("not-an-image")
