"""How a command ends."""

from enum import IntEnum

from mica.cli.errors import CannotRun
from mica.core.keeping.errors import KeepingError
from mica.errors import MicaError
from mica.site.environment import BadSettings
from mica.vc.contexts import ContextTampered
from mica.vc.errors import Undecidable, Unusable


class Ends(IntEnum):
    """The exit status of every command. An outage (2) is not a forgery (1)."""

    WELL = 0
    FAILED = 1
    UNDECIDED = 2
    UNUSABLE = 3
    BUG = 70
    """EX_SOFTWARE of sysexits.h."""
    STOPPED = 130
    """As shells say of a command that was interrupted."""
    PIPE = 141
    """As shells say of a command whose reader went away."""


def end_of(error: MicaError) -> Ends:
    """How a command ends that met an error."""
    match error:
        case Unusable() | CannotRun() | BadSettings() | KeepingError():
            return Ends.UNUSABLE
        case Undecidable():
            return Ends.UNDECIDED
        case ContextTampered():
            return Ends.BUG  # a broken installation gives no verdict
        case _:
            return Ends.FAILED
