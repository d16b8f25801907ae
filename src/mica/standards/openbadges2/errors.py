"""What can go wrong with a badge; the verdict's words are those of the toolkit.

NotABadge       nothing that can be examined here
Broken          a rule of Open Badges is broken: *failed*
Unknown         something needed is not known: *undecided*
"""

from collections.abc import Mapping
from typing import ClassVar

from mica.standards.openbadges2.sentences import SENTENCES
from mica.vc.errors import Refused, Undecidable, Unusable


class NotABadge(Unusable):
    """The input is no badge of Open Badges 2.0 or before."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class Broken(Refused):
    """A rule of Open Badges is broken."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES


class Unknown(Undecidable):
    """Something that the rules of Open Badges need is not known."""

    sentences: ClassVar[Mapping[str, str]] = SENTENCES
