"""What can go wrong with awards.

MicaError
└── IssuingError
    ├── NotFound   there is none, or it is somebody else's: the two are not told apart
    └── Unfit      a value or a state does not allow it
"""

from mica.core import errors
from mica.errors import MicaError
from mica.issuing.sentences import SENTENCES


class IssuingError(MicaError):
    """About awards and credentials."""

    sentences = SENTENCES


class NotFound(IssuingError, errors.Missing):
    """There is none that whoever asks may see."""


class Unfit(IssuingError, errors.Unfit):
    """A value or a state does not allow it."""
