"""The pictures of the region's achievements: the mark, each with a colour of its own."""

import colorsys
import zlib
from datetime import datetime

from mica.catalogue import actions as catalogue
from mica.cli.pictures import png
from mica.people.models import Organisation, Person


def picture_of(code: str, organisation: Organisation, officer: Person, now: datetime) -> str:
    """Upload the picture of an achievement; its id."""
    hue = zlib.crc32(code.encode()) % 360 / 360
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.42, 0.45))
    made = catalogue.add_picture(organisation.id, png((red, green, blue)), by=officer.id, now=now)
    return str(made.id)
