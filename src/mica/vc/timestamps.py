"""Moments as documents write them."""

import re
from datetime import datetime
from typing import Final

from mica.vc.errors import Refused


def parse_timestamp(text: str) -> datetime:
    """The aware moment of an xsd:dateTimeStamp.

    Raises:
        Refused: `timestamp-malformed`.
    """
    try:
        return datetime.fromisoformat(text if _STAMP.fullmatch(text) else "")
    except ValueError:
        raise Refused("timestamp-malformed", text=text[:80]) from None


_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
