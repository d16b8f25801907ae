"""What can go wrong with what is handed in, and with lists of results.

MicaError
├── VerificationError
│   ├── NotFound   there is none, or it is somebody else's, or it is gone
│   └── Unfit      what was handed in cannot be taken
└── Unreachable    (vc.errors)
    └── OutOfTime  nothing more is fetched for this document
"""

from collections.abc import Mapping
from typing import ClassVar

from mica.core import errors
from mica.errors import MicaError
from mica.vc.errors import Unreachable
from mica.verification.sentences import SENTENCES


class VerificationError(MicaError):
    """About what was handed in."""

    sentences = SENTENCES


class NotFound(VerificationError, errors.Missing):
    """There is none that whoever asks may see."""


class Unfit(VerificationError, errors.Unfit):
    """It cannot be taken."""


class OutOfTime(Unreachable):
    """A resource was not fetched, because the document had used up its time."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES
