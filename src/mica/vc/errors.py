"""What can go wrong with a document, and what it means for a verdict.

VcError
├── Unusable        not a document that can be examined at all (no verdict is given)
├── Refused         a rule is broken: the check has *failed*
└── Undecidable     something needed is unknown: the check is *undecided*
    └── Unreachable     a resource could not be had, for whatever reason
"""

from collections.abc import Mapping
from typing import ClassVar

from mica.errors import MicaError
from mica.vc.sentences import SENTENCES


class VcError(MicaError):
    """The root of the toolkit's errors."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class Unusable(VcError):
    """The input cannot be read as a document."""


class Refused(VcError):
    """A rule is broken. Raised by a check, it makes the check *failed*."""


class Undecidable(VcError):
    """Something needed is not known. Raised by a check, it makes the check *undecided*."""


class Unreachable(Undecidable):
    """A resource could not be had: offline, an outage, a refusal to fetch. Never a forgery."""
