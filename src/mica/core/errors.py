"""What can go wrong in the core.

MicaError
└── CoreError
    ├── NotPlain       an audit entry would hold more than ids, codes and numbers: a slip of ours
    ├── NotInLog       the log holds no such entry, or has no head over it
    └── AskedBefore    a request's key was used before, and cannot be answered from that
"""

from mica.core.sentences import SENTENCES
from mica.errors import MicaError


class CoreError(MicaError):
    """About the log, jobs, mail or repeated requests."""

    sentences = SENTENCES


class NotPlain(CoreError):
    """Only ids, codes and numbers stand in the log."""


class NotInLog(CoreError):
    """The log cannot show this."""


class AskedBefore(CoreError):
    """A key for one request was used for another, or the first still runs."""
