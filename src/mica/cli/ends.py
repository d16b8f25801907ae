"""How a command ends."""

from enum import IntEnum


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
