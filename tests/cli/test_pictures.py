"""Pictures drawn from arithmetic are pictures, and carry."""

import struct
import zlib

from mica.cli import pictures
from mica.vc import bake


def test_both_are_pictures_that_carry_a_credential() -> None:
    for picture in (pictures.png(), pictures.svg("A mark")):
        assert bake.is_image(picture)
        assert bake.unbake(bake.bake(picture, "{}")) == "{}"


def test_the_png_shows_three_sheets_on_paper() -> None:
    image = pictures.png()
    at = image.index(b"IDAT")
    (size,) = struct.unpack(">I", image[at - 4 : at])
    rows = zlib.decompress(image[at + 4 : at + 4 + size])
    width = 1 + 3 * pictures.SIDE
    middle = {tuple(rows[y * width + 1 + 240 : y * width + 4 + 240]) for y in range(pictures.SIDE)}

    assert len(rows) == width * pictures.SIDE
    assert len(middle) == 4
