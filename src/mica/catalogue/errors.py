"""What can go wrong with achievements.

MicaError
└── CatalogueError
    ├── NotFound   there is none, or it is somebody else's: the two are not told apart
    ├── Changed    somebody else has changed it since it was read
    └── Unfit      its state or its content does not allow it
"""

from mica.catalogue.sentences import SENTENCES
from mica.core import errors
from mica.errors import MicaError


class CatalogueError(MicaError):
    """About achievements and versions."""

    sentences = SENTENCES


class NotFound(CatalogueError, errors.Missing):
    """There is none that whoever asks may see."""


class Changed(CatalogueError, errors.Changed):
    """Somebody else has changed it since it was read."""


class Unfit(CatalogueError, errors.Unfit):
    """Its state or its content does not allow it."""
