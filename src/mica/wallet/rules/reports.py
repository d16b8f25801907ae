"""A report out of what was kept of it, so that it is said anew in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mica.vc.report import About, Check, Outcome, Report


def read(kept: Mapping[str, Any]) -> Report:
    """A report as `Report.as_json` wrote it; what later versions added is as if it was not found.

    Args:
        kept: plain values.
    """
    about = {name: value for name, value in kept["about"].items() if name in About.__slots__}
    return Report(
        About(**about),
        tuple(map(_check, kept["checks"])),
        datetime.fromisoformat(kept["now"]),
        tuple(map(read, kept["enclosed"])),
    )


def _check(kept: Mapping[str, Any]) -> Check:
    return Check(
        kept["step"],
        Outcome(kept["outcome"]),
        kept["code"],
        kept["data"],
        kept["decides"],
        kept["sentence"],
    )
