"""What can go wrong with a wallet.

MicaError
└── WalletError
    ├── NotFound   there is none, or it is somebody else's: the two are not told apart
    └── Unfit      a value or a state does not allow it
"""

from mica.core import errors
from mica.errors import MicaError
from mica.wallet.sentences import SENTENCES


class WalletError(MicaError):
    """About what a learner holds."""

    sentences = SENTENCES


class NotFound(WalletError, errors.Missing):
    """There is none that whoever asks may see."""


class Unfit(WalletError, errors.Unfit):
    """A value or a state does not allow it."""
