"""The kinds of error that every feature shares, and those of the core itself.

A feature's errors stand below its own root, which has its sentences, and below one of the kinds, so
that pages and doors answer each kind one way:

MicaError
├── Missing    there is none that whoever asks may see; 404
├── Unproven   whoever asks has not shown who they are; 401
├── Forbidden  it is theirs to see, and not theirs to do; 403
├── Unfit      a value or a state does not allow it; 409
├── Changed    somebody else has changed it since whoever asks has read it; 412
├── TooOften   it was tried too often; 429
└── CoreError
    ├── NotUnderstood         a question is not put as it should be
    ├── NotPlain              an audit entry would hold more than ids, codes and numbers: our slip
    ├── NotInLog (Missing)    the log holds no such entry, or has no such head
    ├── AskedBefore (Unfit)   a request's key was used before, and cannot be answered from that
    └── TooMany (TooOften)    a door was knocked at too often
"""

from collections.abc import Mapping
from typing import ClassVar

from mica.core.sentences import SENTENCES
from mica.errors import MicaError


class Missing(MicaError):
    """There is none that whoever asks may see: none at all and another's are not told apart."""


class Unproven(MicaError):
    """Whoever asks has not shown who they are."""


class Forbidden(MicaError):
    """Whoever asks may see it, but not do this."""


class Unfit(MicaError):
    """A value or a state does not allow it."""


class Changed(MicaError):
    """Somebody else has changed it since whoever asks has read it."""


class TooOften(MicaError):
    """It was tried too often; `seconds` says when to try again."""


class CoreError(MicaError):
    """About the log, jobs, mail or repeated requests."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class NotUnderstood(CoreError):
    """A question is not put as it should be."""


class NotPlain(CoreError):
    """Only ids, codes and numbers stand in the log."""


class NotInLog(CoreError, Missing):
    """The log cannot show this."""


class AskedBefore(CoreError, Unfit):
    """A key for one request was used for another, or the first still runs."""


class TooMany(CoreError, TooOften):
    """A door was knocked at too often."""
