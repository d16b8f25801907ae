"""What can go wrong with keys and status lists.

MicaError
└── SigningError
    ├── NotFound    no such key, list or issuer
    ├── Unfit       a rule or a state forbids it
    └── Unsealable  the master key at hand does not open a key
"""

from mica.core import errors
from mica.errors import MicaError
from mica.signing.sentences import SENTENCES


class SigningError(MicaError):
    """About keys and status lists."""

    sentences = SENTENCES


class NotFound(SigningError, errors.Missing):
    """It is not there."""


class Unfit(SigningError, errors.Unfit):
    """A rule or a state forbids it."""


class Unsealable(SigningError):
    """A sealed key does not open."""
