"""What can go wrong with persons and organisations.

MicaError
└── PeopleError
    ├── NotAllowed    somebody asks for what is not theirs; pages answer 404
    ├── Unfit         a value or a state does not allow it
    ├── BadToken      a machine's token is not known, or no longer
    └── OutOfScope    a machine's token is for something else
"""

from mica.core import errors
from mica.errors import MicaError
from mica.people.sentences import SENTENCES


class PeopleError(MicaError):
    """About persons, organisations, roles or tokens."""

    sentences = SENTENCES


class NotAllowed(PeopleError, errors.Missing):
    """Not theirs."""


class Unfit(PeopleError, errors.Unfit):
    """A value or a state does not allow it."""


class BadToken(PeopleError, errors.Unproven):
    """A machine's token is not known, or no longer."""


class OutOfScope(PeopleError, errors.Forbidden):
    """A machine's token is for something else."""
