"""The kinds of error that every feature shares, so that pages and doors answer each kind one way.

A feature's errors stand below its own root, which has its sentences, and below one of these:

MicaError
├── Missing    there is none that whoever asks may see; 404
├── Forbidden  it is theirs to see, and not theirs to do; 403
├── Unfit      a value or a state does not allow it; 409
└── TooOften   it was tried too often; 429
"""

from mica.errors import MicaError


class Missing(MicaError):
    """There is none that whoever asks may see: none at all and another's are not told apart."""


class Forbidden(MicaError):
    """Whoever asks may see it, but not do this."""


class Unfit(MicaError):
    """A value or a state does not allow it."""


class TooOften(MicaError):
    """It was tried too often; `seconds` says when to try again."""
